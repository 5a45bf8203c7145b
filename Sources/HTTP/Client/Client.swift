public import EventLoop

/// An HTTP/1.1 client on an event loop that trusts nobody: a fresh connection for each request, a total deadline,
/// limits on every size, and exactly one outcome.
public struct Client: Sendable {
    private let loop: EventLoop
    private let resolver: Resolver

    /// Makes a client whose fetches run on `loop`'s thread.
    public init(loop: EventLoop) {
        self.loop = loop
        resolver = Resolver(loop: loop)
    }

    /// Gets `target` from `host` and hands over the body as it arrives.
    ///
    /// `receive` gets non-empty pieces of the body in order. While it works, about ``ClientLimits/unreadBytes`` more
    /// are read from the socket. It returns whether it wants more: after `false` the fetch throws
    /// ``FetchError/cancelled``. A name is resolved on a Dispatch queue, and its addresses are tried in order.
    /// Cancelling the task ends the fetch.
    ///
    /// - Parameters:
    ///   - host: a name, or an address (IPv6 without brackets).
    ///   - target: path and query, visible ASCII.
    public func get(
        _ target: String, host: String, port: UInt16, limits: ClientLimits = ClientLimits(),
        receive: @escaping @Sendable ([UInt8]) async -> Bool
    ) async throws(FetchError) {
        _ = try await fetch(.get, target, host: host, port: port, limits: limits, receive: receive)
    }

    /// Posts `body` to `target` at `host` and returns the whole body of the answer, at most ``ClientLimits/bodyBytes``
    /// long.
    ///
    /// The rest is as with ``get(_:host:port:limits:receive:)``. The body is sent once: the next address is tried only
    /// if no connection was made. But the server may have acted on a request even though its answer never arrived, and
    /// a server that refuses a long body before reading it may seem to have cut off.
    ///
    /// - Parameter contentType: what the body is, without line breaks.
    public func post(
        _ target: String, body: [UInt8], contentType: String = "application/json", host: String, port: UInt16,
        limits: ClientLimits = ClientLimits()
    ) async throws(FetchError) -> [UInt8] {
        let content = (contentType, body)
        return try await fetch(.post, target, content: content, host: host, port: port, limits: limits).body
    }

    /// Sends a request and returns the answer, whatever its status.
    ///
    /// `receive` gets the body of a 2xx answer, as with ``get(_:host:port:limits:receive:)``; without it the body is
    /// collected. The body of any other status is always collected, up to ``ClientLimits/refusalBytes``. The request is
    /// sent once, as with ``post(_:body:contentType:host:port:limits:)``.
    ///
    /// - Parameters:
    ///   - body: JSON to send.
    ///   - accepted: the media type of answer that is understood, without line breaks.
    ///   - token: what the server may want to see first.
    /// - Returns: the status, and the part of the body that `receive` didn't get.
    public func send(
        _ method: Method, _ target: String, body: [UInt8]? = nil, accepting accepted: String = "application/json",
        token: BearerToken? = nil, host: String, port: UInt16, limits: ClientLimits = ClientLimits(),
        receive: (@Sendable ([UInt8]) async -> Bool)? = nil
    ) async throws(FetchError) -> Answer {
        try await fetch(
            method, target, content: body.map { ("application/json", $0) }, accepting: accepted, token: token,
            takesEveryStatus: true, host: host, port: port, limits: limits, receive: receive)
    }

    private func fetch(
        _ method: Method, _ target: String, content: (type: String, body: [UInt8])? = nil,
        accepting accepted: String = "application/json", token: BearerToken? = nil, takesEveryStatus: Bool = false,
        host: String, port: UInt16, limits: ClientLimits, receive: Fetch.Receiver? = nil
    ) async throws(FetchError) -> Answer {
        let isVisible = (target + host).utf8.allSatisfy { (0x21...0x7E).contains($0) }
        precondition(isVisible, "a line break would split the request")
        let deadline = ContinuousClock.now + limits.total
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        let question = Fetch.Question(
            target: target, authority: authority, method: method, accepted: accepted, content: content,
            token: token)
        for address in try await resolver.addresses(of: host, port: port, until: deadline) {
            let fetch = Fetch(
                loop: loop, limits: limits, deadline: deadline, takesEveryStatus: takesEveryStatus, receive: receive)
            do throws(FetchError) {
                return try await fetch.run(question, address: address.numericHost, port: port)
            } catch .unreachable {
                continue
            }
        }
        throw .unreachable
    }
}

/// What a server answered.
public struct Answer: Sendable {
    /// The status code, from 200 to 599.
    public let status: Int

    /// The body, except for what a receiver took.
    public let body: [UInt8]

    /// Whether the request succeeded (RFC 9110, section 15.3).
    public var isSuccess: Bool { (200...299).contains(status) }
}
