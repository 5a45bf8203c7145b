internal import API
internal import Dispatch
internal import EventLoop
internal import HTTP
internal import Synchronization
internal import Wording

/// How long texts are read that clients send, or ask about: away from the loop, which serves others meanwhile.
public struct LongBodyLimits: Hashable, Sendable {
    /// From how many bytes on a text is long. The worst JSON of so many takes two milliseconds.
    public var longBytes = 16 * 1024

    /// How many are read at once. Each takes up to 20 times its length in memory meanwhile.
    public var atOnce = 2

    /// How many may wait, each client's in turn. They are held meanwhile, each up to the longest body of a request.
    public var waiting = 32

    /// The defaults.
    public init() {}
}

/// Reads what is long, on queues of its own: a queue that everybody shares may be busy with searches for proofs.
struct LongBodies {
    /// One for each that is read.
    let queues: [DispatchQueue]

    /// Those that are free.
    let free: FairPool<DispatchQueue>

    init(_ limits: LongBodyLimits) {
        queues = (0..<limits.atOnce).map { DispatchQueue(label: "forgechain.body.\($0)", qos: .utility) }
        free = FairPool(queues, limit: limits.waiting)
    }
}

extension Node {
    /// Whether so many bytes are read away from the loop.
    nonisolated func isLong(_ bytes: Int) -> Bool { bytes > options.limits.longBodies.longBytes }

    /// Does work that takes long, away from the loop; nil if too much waits for that, or the task is cancelled.
    func elsewhere<Value: Sendable>(
        for client: ClientGroup, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        guard let queue = await reading.longBodies.free.take(for: client.number) else { return nil }
        defer { reading.longBodies.free.giveBack(queue) }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

extension Routes {
    /// Reads a request's body, if it is long or takes long away from the loop, unless it is compressed: the node would
    /// have to guess how long it is then, and the tutorial's nodes take none either.
    static func reading(
        _ request: Request, _ node: Node, isLong: ([UInt8]) -> Bool = { _ in false },
        _ read: @escaping @Sendable ([UInt8]) -> Outcome
    ) -> Outcome {
        let codings = request.headers.values(of: "content-encoding")
        if let coding = codings.first(where: { $0.lowercased() != "identity" }), !request.body.isEmpty {
            return .now(
                .error(
                    .unsupportedMediaType, headers: [Header("Accept-Encoding", "identity")],
                    JSONBody.statement(aboutCoding: String(coding))))
        }
        guard node.isLong(request.body.count) || isLong(request.body) else { return read(request.body) }
        return elsewhere(node, request, read)
    }

    /// Reads a request's long body away from the loop. Whatever follows holds on to what was read, and not to the body.
    ///
    /// - Parameter read: reads it on another thread, so it may not enter the node.
    private static func elsewhere(
        _ node: Node, _ request: Request, _ read: @escaping @Sendable ([UInt8]) -> Outcome
    ) -> Outcome {
        let (body, client) = (HeldBody(request.body), request.client)
        return .soon {
            await node.elsewhere(for: client) { read(body.take()) }?.response ?? tooManyLongBodies(node)
        }
    }

    /// The answer when too many wait.
    static func tooManyLongBodies(_ node: Node) -> Response {
        .error(
            .serviceUnavailable, .longBodiesBusy,
            [
                "bytes": .number(node.options.limits.longBodies.longBytes),
                "count": .number(node.options.limits.longBodies.waiting),
            ])
    }
}

/// A body until it is read. The closure that reads it lives longer.
private final class HeldBody: Sendable {
    private let bytes: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) {
        self.bytes = Mutex(bytes)
    }

    func take() -> [UInt8] {
        bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
