internal import Dispatch
internal import EventLoop

/// Looks names up away from the loop, because the system's resolver blocks.
///
/// Lookups are spread over ``width`` serial queues: a resolver that hangs costs that many threads and no
/// more, and those that wait behind it run into their deadlines.
actor Resolver {
    /// Threads that may hang in the system's resolver.
    static let width = 4

    private let loop: EventLoop
    private let queues: [DispatchQueue]
    private var turn = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    init(loop: EventLoop) {
        self.loop = loop
        queues = (0..<Resolver.width).map { DispatchQueue(label: "forgechain.names.\($0)") }
    }

    /// The addresses of `host`, at least one. An address is its own, without waiting.
    func addresses(
        of host: String, port: UInt16, until deadline: ContinuousClock.Instant
    ) async throws(FetchError) -> [SocketAddress] {
        if let numeric = try? SocketAddress.resolve(host: host, port: port, numericOnly: true) { return numeric }
        let first = FirstOutcome<Result<[SocketAddress], FetchError>>()
        turn = (turn + 1) % Resolver.width
        queues[turn].async {
            let addresses = (try? SocketAddress.resolve(host: host, port: port)) ?? []
            first.resolve(addresses.isEmpty ? .failure(.unknownHost(host)) : .success(addresses))
        }
        let timer = EventSource.timer(on: loop) { first.resolve(.failure(.timedOut)) }
        timer.arm(after: deadline - .now)
        let result = await withTaskCancellationHandler {
            await first.value
        } onCancel: {
            first.resolve(.failure(.cancelled))
        }
        timer.disarm()
        return try result.get()
    }
}
