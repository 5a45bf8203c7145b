public import EventLoop

/// An HTTP/1.1 client on an event loop that trusts nobody: a fresh connection for each request, a total deadline,
/// limits on every size, and exactly one outcome.
public struct Client: Sendable {
    private let loop: EventLoop
    private let resolver: Resolver
    private let allowed: [AddressRange]

    /// Makes a client whose fetches run on `loop`'s thread.
    ///
    /// - Parameter allowed: the addresses that it connects to, checked each time a name was resolved; any if there are
    ///   none.
    public init(loop: EventLoop, allowing allowed: [AddressRange] = []) {
        self.loop = loop
        self.allowed = allowed
        resolver = Resolver(loop: loop)
    }

    /// Gets `target` from `host` and hands over the body as it arrives.
    ///
    /// `receive` gets non-empty pieces of the body in order. While it works, about ``ClientLimits/unreadBytes`` more
    /// are read from the socket. It returns whether it wants more: after `false` the fetch throws
    /// ``FetchError/cancelled``. A name is resolved on a Dispatch queue, and its addresses are tried in order.
    /// Cancelling the task ends the fetch. Redirects to another path of the same host and port are followed,
    /// two at most.
    ///
    /// - Parameters:
    ///   - host: a name, or an address (IPv6 without brackets).
    ///   - target: path and query, visible ASCII.
    public func get(
        _ target: String, host: String, port: UInt16, limits: ClientLimits = ClientLimits(),
        receive: @escaping @Sendable ([UInt8]) async -> Bool
    ) async throws(FetchError) {
        _ = try await fetch(
            .get, target, followsRedirects: true, host: host, port: port, limits: limits, receive: receive)
    }

    /// Posts `body` to `target` at `host` and returns the whole answer, whose body is at most
    /// ``ClientLimits/bodyBytes`` long.
    ///
    /// The rest is as with ``get(_:host:port:limits:receive:)``. The body is sent once: the next address is tried only
    /// if no connection was made. But the server may have acted on a request even though its answer never arrived, and
    /// a server that refuses a long body before reading it may seem to have cut off.
    ///
    /// - Parameter contentType: what the body is, without line breaks.
    public func post(
        _ target: String, body: [UInt8], contentType: String = "application/json", host: String, port: UInt16,
        limits: ClientLimits = ClientLimits()
    ) async throws(FetchError) -> Answer {
        let content = (contentType, body)
        return try await fetch(.post, target, content: content, host: host, port: port, limits: limits)
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

    /// The addresses of a host that may be connected to, at least one, in the order in which they are tried: as text,
    /// without brackets.
    public func addresses(of host: String, port: UInt16, within limit: Duration) async throws(FetchError) -> [String] {
        try await addresses(of: host, port: port, until: .now + limit).map(\.numericHost)
    }

    private func fetch(
        _ method: Method, _ target: String, content: (type: String, body: [UInt8])? = nil,
        accepting accepted: String = "application/json", token: BearerToken? = nil, takesEveryStatus: Bool = false,
        followsRedirects: Bool = false, host: String, port: UInt16, limits: ClientLimits, receive: Fetch.Receiver? = nil
    ) async throws(FetchError) -> Answer {
        let isVisible = (target + host).utf8.allSatisfy { (0x21...0x7E).contains($0) }
        precondition(isVisible, "a line break would split the request")
        let deadline = ContinuousClock.now + limits.total
        var question = Fetch.Question(
            target: target, authority: Origin.text(host: host, port: port), method: method, accepted: accepted,
            content: content,
            token: token)
        let addresses = try await addresses(of: host, port: port, until: deadline)
        var redirectCount = 0
        while true {
            do throws(FetchError) {
                return try await ask(
                    addresses, port: port, question, limits, deadline, takesEveryStatus: takesEveryStatus,
                    followsRedirects: followsRedirects, receive)
            } catch .redirected(let location) {
                guard redirectCount < Redirect.maximumCount else { throw .redirectedTooOften }
                guard let origin = try? Origin(host: host, port: port),
                    let target = Redirect.target(of: location, from: question.target, at: origin)
                else { throw .redirected(to: Self.shown(location)) }
                redirectCount += 1
                question.target = target
            }
        }
    }

    /// The first of some addresses that is reached answers.
    private func ask(
        _ addresses: [SocketAddress], port: UInt16, _ question: Fetch.Question, _ limits: ClientLimits,
        _ deadline: ContinuousClock.Instant, takesEveryStatus: Bool, followsRedirects: Bool, _ receive: Fetch.Receiver?
    ) async throws(FetchError) -> Answer {
        for address in addresses {
            let fetch = Fetch(
                loop: loop, limits: limits, deadline: deadline, takesEveryStatus: takesEveryStatus,
                followsRedirects: followsRedirects, receive: receive)
            do throws(FetchError) {
                return try await fetch.run(question, address: address.numericHost, port: port)
            } catch .unreachable {
                continue
            }
        }
        throw .unreachable
    }

    /// The addresses of a host that may be connected to, at least one.
    private func addresses(
        of host: String, port: UInt16, until deadline: ContinuousClock.Instant
    ) async throws(FetchError) -> [SocketAddress] {
        let all = try await resolver.addresses(of: host, port: port, until: deadline)
        if allowed.isEmpty { return all }
        let some = all.filter { allowed.allow($0.numericHost) }
        if some.isEmpty { throw .notAllowed(all.first?.numericHost ?? host) }
        return some
    }

    /// Somebody else's text, fit for people.
    private static func shown(_ location: String) -> String {
        location.isEmpty
            ? "nowhere"
            : String(
                location.unicodeScalars.prefix(100).map {
                    $0.isASCII && $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?"
                })
    }
}

/// What a server answered.
public struct Answer: Sendable {
    /// The status code, from 200 to 599.
    public let status: Int

    /// The body, except for what a receiver took.
    public let body: [UInt8]

    /// The address that answered, to which the host may have been resolved.
    public let address: String

    /// Whether the request succeeded (RFC 9110, section 15.3).
    public var isSuccess: Bool { (200...299).contains(status) }
}
