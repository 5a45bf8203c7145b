package import HTTP
internal import Wording

/// Who may do what: judged before any handler sees a request.
package struct Access: Sendable {
    /// The names under which the node may be addressed.
    package var hosts = AllowedHosts()

    /// The origins whose pages may do what the node's own page may.
    package var origins = AllowedOrigins()

    /// What a request must bring to change something; nil if anyone may. Reading is open, and so is what other nodes
    /// announce, which is judged by what it says.
    package var token: BearerToken?

    /// The defaults.
    package init() {}

    /// Whether a request comes from whoever may change something, as far as the token tells.
    func isOwner(_ request: Request) -> Bool { token?.isGiven(in: request.headers) ?? true }

    /// Who registers a peer and has a share of the places; nil for the owner: who has the token, and without one who
    /// comes by a loopback address. What a proxy there passes on is not the owner's, even if its headers say nothing of
    /// use, or contradict each other because a client has sent one of them.
    package func registrant(of request: Request) -> ClientGroup? {
        if token != nil, isOwner(request) { return nil }
        guard let address = IPAddress(request.remoteHost) else { return request.remoteHost.isEmpty ? nil : .unknown }
        return address.isLoopback && !request.isPassedOn ? nil : request.client
    }

    /// The refusal of a request to a route with this effect; nil if it may be handled.
    package func refusal(of request: Request, _ effect: Effect) -> Outcome? {
        if let name = hosts.refused(in: request.headers) { return .now(.misdirected(name)) }
        guard effect != .reads else { return nil }
        // The server's second port, if it has one, is for reading.
        guard request.entrance == 0 else { return .now(.readOnly) }
        if let fault = BrowserRule.fault(of: request, allowing: origins) {
            return .now(.error(.forbidden, fault))
        }
        if effect == .changes, let token, !token.isGiven(in: request.headers) {
            return .now(.unauthorized(isWrong: request.headers.first("authorization") != nil))
        }
        return nil
    }
}

extension Request {
    /// Whether a proxy has passed it on. Its address may be the proxy's then.
    var isPassedOn: Bool { ["forwarded", "x-forwarded-for"].contains { headers.first($0) != nil } }
}

extension Response {
    fileprivate static func misdirected(_ name: String) -> Response {
        .error(.misdirected, .hostUnknown, ["name": .text(String(name.prefix(100)))])
    }

    /// It doesn't name the other port: whoever was given only this one needs to know no more.
    fileprivate static var readOnly: Response {
        .error(.forbidden, .portOnlyReads)
    }

    /// - Parameter isWrong: whether the request has brought something else than the token.
    fileprivate static func unauthorized(isWrong: Bool) -> Response {
        let challenge = #"Bearer realm="forgechain""# + (isWrong ? #", error="invalid_token""# : "")
        return .error(
            .unauthorized, headers: [Header("WWW-Authenticate", challenge)], isWrong ? .tokenWrong : .tokenMissing)
    }
}
