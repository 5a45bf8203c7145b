internal import Dispatch
internal import EventLoop

/// Resolves names away from the loop, because the system's resolver blocks for as long as it likes.
///
/// A name has at most one lookup at a time, on a thread of its own, and all callers that ask for it share the result.
/// So a name that hangs holds up only those that want it. A lookup's result is kept until a later lookup finds
/// something else, or until ``memory`` other names were found since. Outdated addresses are merely unreachable, which
/// is no worse than having none.
actor Resolver {
    /// Threads that may hang in the system's resolver: several for each host that a caller is likely to know.
    static let width = 128

    /// Names whose addresses are remembered.
    static let memory = 1024

    /// How long a lookup may take before the previous result is used instead.
    static let patience = Duration.seconds(1)

    private typealias Waiter = OneShot<Result<[SocketAddress], FetchError>>

    /// Finds the addresses of a host; may block.
    typealias Lookup = @Sendable (_ host: String, _ port: UInt16) throws -> [SocketAddress]

    private let loop: EventLoop
    private let lookup: Lookup

    /// The waiters of the lookups under way, by name and port.
    private var waiters: [Name: [Waiter]] = [:]

    /// The last results, each with the number of its lookup: the smallest number is forgotten first.
    private var known: [Name: (addresses: [SocketAddress], number: Int)] = [:]
    private var lastNumber = 0

    private struct Name: Hashable {
        let host: String
        let port: UInt16
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    init(
        loop: EventLoop, lookup: @escaping Lookup = { try SocketAddress.resolve(host: $0, port: $1) }
    ) {
        self.loop = loop
        self.lookup = lookup
    }

    /// The addresses of `host`, at least one. A numeric address returns itself, without waiting.
    func addresses(
        of host: String, port: UInt16, until deadline: ContinuousClock.Instant
    ) async throws(FetchError) -> [SocketAddress] {
        if let numeric = try? SocketAddress.resolve(host: host, port: port, numericOnly: true) { return numeric }
        let name = Name(host: host, port: port)
        let first = Waiter()
        lookUp(name, for: first)
        let known = known[name]?.addresses
        let timer = EventSource.timer(on: loop) {
            first.resolve(known.map { .success($0) } ?? .failure(.timedOut))
        }
        timer.arm(after: known == nil ? deadline - .now : min(Self.patience, deadline - .now))
        let result = await withTaskCancellationHandler {
            await first.value
        } onCancel: {
            first.resolve(.failure(.cancelled))
        }
        timer.disarm()
        return try result.get()
    }

    /// How many callers wait for the addresses of a name.
    func waiterCount(of host: String, port: UInt16) -> Int { waiters[Name(host: host, port: port)]?.count ?? 0 }

    /// Joins the lookup in progress, or starts one. If no thread is free, the waiter is left to its timer.
    private func lookUp(_ name: Name, for waiter: Waiter) {
        if waiters[name] != nil {
            // A lookup may hang forever, and waiters that gave up would accumulate.
            waiters[name]?.removeAll { $0.isResolved }
            waiters[name]?.append(waiter)
            return
        }
        guard waiters.count < Self.width else { return }
        waiters[name] = [waiter]
        DispatchQueue(label: "forgechain.name").async { [loop, lookup] in
            let addresses = (try? lookup(name.host, name.port)) ?? []
            Task(executorPreference: loop) { await self.found(addresses, of: name) }
        }
    }

    private func found(_ addresses: [SocketAddress], of name: Name) {
        if !addresses.isEmpty { remember(addresses, of: name) }
        let result: Result<[SocketAddress], FetchError> =
            addresses.isEmpty ? .failure(.unknownHost(name.host)) : .success(addresses)
        for waiter in waiters.removeValue(forKey: name) ?? [] { waiter.resolve(result) }
    }

    private func remember(_ addresses: [SocketAddress], of name: Name) {
        if known[name] == nil, known.count >= Self.memory,
            let oldest = known.min(by: { $0.value.number < $1.value.number })
        {
            known[oldest.key] = nil
        }
        lastNumber += 1
        known[name] = (addresses, lastNumber)
    }
}
