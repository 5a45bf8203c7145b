public import EventLoop

/// An HTTP/1.1 client on an event loop that trusts nobody: a fresh connection for each request, a total
/// deadline, limits on every size, and one outcome.
public struct Client: Sendable {
    private let loop: EventLoop
    private let resolver: Resolver

    /// Makes a client whose fetches run on `loop`'s thread.
    public init(loop: EventLoop) {
        self.loop = loop
        resolver = Resolver(loop: loop)
    }

    /// Gets `target` from `host` and hands the body over as it arrives.
    ///
    /// `receive` gets pieces of the body in order, none empty; while it works, about
    /// ``ClientLimits/unreadBytes`` more are read from the socket. It returns whether it wants more: after
    /// `false` the fetch throws ``FetchError/cancelled``. A name is looked up on a Dispatch queue, and its
    /// addresses are tried in order. Cancelling the task ends the fetch.
    ///
    /// - Parameters:
    ///   - host: a name, or an address (IPv6 without brackets).
    ///   - target: path and query, visible ASCII.
    public func get(
        _ target: String, host: String, port: UInt16, limits: ClientLimits = ClientLimits(),
        receive: @escaping @Sendable ([UInt8]) async -> Bool
    ) async throws(FetchError) {
        _ = try await fetch(target, host: host, port: port, limits: limits, receive: receive)
    }

    /// Posts `body` to `target` at `host` and returns the whole body of the answer, which is at most
    /// ``ClientLimits/bodyBytes`` long.
    ///
    /// The rest is as with ``get(_:host:port:limits:receive:)``. It is sent once: only an address at which no
    /// connection came about is followed by the next. But a request may have been carried out without its answer
    /// having arrived; and a server that refuses a long body before it has read it may seem to have cut off.
    ///
    /// - Parameter contentType: what the body is, without line breaks.
    public func post(
        _ target: String, body: [UInt8], contentType: String = "application/json", host: String, port: UInt16,
        limits: ClientLimits = ClientLimits()
    ) async throws(FetchError) -> [UInt8] {
        try await fetch(target, content: (contentType, body), host: host, port: port, limits: limits)
    }

    /// Returns what of the answer `receive` did not get.
    private func fetch(
        _ target: String, content: (type: String, body: [UInt8])? = nil, host: String, port: UInt16,
        limits: ClientLimits, receive: Fetch.Receiver? = nil
    ) async throws(FetchError) -> [UInt8] {
        let isVisible = (target + host).utf8.allSatisfy { (0x21...0x7E).contains($0) }
        precondition(isVisible, "a line break would split the request")
        let deadline = ContinuousClock.now + limits.total
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        let question = Fetch.Question(target: target, authority: authority, content: content)
        for address in try await resolver.addresses(of: host, port: port, until: deadline) {
            let fetch = Fetch(loop: loop, limits: limits, deadline: deadline, receive: receive)
            do throws(FetchError) {
                return try await fetch.run(question, address: address.numericHost, port: port)
            } catch .unreachable {
                continue
            }
        }
        throw .unreachable
    }
}
