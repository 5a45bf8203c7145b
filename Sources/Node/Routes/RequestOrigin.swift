internal import HTTP

/// Whether a browser sent a request on behalf of another site's page.
///
/// A person who opens such a page did not mean to mine here, to pay or to register a peer. But a browser sends what a
/// form or a link says without asking, even to this machine's own addresses. Requests that only read are let through,
/// because no page can see another site's answer. Tools such as curl, and other nodes, send none of these headers.
enum RequestOrigin {
    /// The refusal of a request that would change something; nil for all others.
    static func refusal(of request: Request) -> Outcome? {
        guard changesSomething(request), isForeign(request) else { return nil }
        return .now(
            .error(
                .forbidden,
                "A page of another site made the browser send this, and it would change something here. Use this "
                    + "node's own page, or a tool such as curl."))
    }

    private static func changesSomething(_ request: Request) -> Bool {
        switch request.method {
        case .get: request.path == "/mine" || request.path == "/nodes/resolve"
        case .head, .options: false
        default: true
        }
    }

    private static func isForeign(_ request: Request) -> Bool {
        // Sent by browsers since 2023 (W3C Fetch Metadata Request Headers). For an address typed by the user it is
        // "none".
        if let site = request.headers.values(of: "sec-fetch-site").first {
            return site != "same-origin" && site != "none"
        }
        guard let origin = request.headers.values(of: "origin").first else { return false }
        return origin != "http://" + (request.headers.values(of: "host").first ?? "")
    }
}
