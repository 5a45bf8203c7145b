package import HTTP

/// Who may do what: judged before any handler sees a request.
package struct Access: Sendable {
    /// The names under which the node may be addressed.
    package var hosts = AllowedHosts()

    /// The origins whose pages may do what the node's own page may.
    package var origins = AllowedOrigins()

    /// The defaults.
    package init() {}

    /// The refusal of a request to a route with this effect; nil if it may be handled.
    func refusal(of request: Request, _ effect: Effect) -> Outcome? {
        if let name = hosts.refused(in: request.headers) { return .now(.misdirected(name)) }
        guard effect != .reads else { return nil }
        if let fault = BrowserRule.fault(of: request, allowing: origins) {
            return .now(.error(.forbidden, fault.description))
        }
        return nil
    }
}

extension Response {
    fileprivate static func misdirected(_ name: String) -> Response {
        .error(
            .misdirected,
            "This node is not known as \(name.prefix(100)): the Host header has to hold an address, a name without a "
                + "dot, or one that nobody can register, such as node.local. To use this name, start the node with "
                + "--allow-host \(name.prefix(100)).")
    }
}
