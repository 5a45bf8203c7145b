internal import HTTP
internal import Wording

/// Refuses what a browser sends on behalf of another site's page, if it would change something.
///
/// A person who opens such a page did not mean to mine here, to pay or to register a peer. But a browser sends what a
/// form, a link or an image says without asking, even to this machine's own addresses. Requests that only read are let
/// through, because no page can see another site's answer. Tools such as curl, and other nodes, are not browsers.
///
/// What browsers say differs:
/// - Sec-Fetch-Site says where the page is from, but is sent only to https and to loopback names (W3C Fetch Metadata
///   Request Headers, 2023). For an address typed by a person it is `none`.
/// - Origin names the page's origin, but is sent only with methods other than GET and HEAD, and with CORS.
/// - So an image, a link or a frame of any page makes a GET to a node in a local network that says neither. There a GET
///   that changes something is refused from whatever says that it is a browser, which a page cannot prevent.
enum BrowserRule {
    /// Why a request is refused.
    enum Fault: Error, Hashable, Stated {
        /// Sec-Fetch-Site names another site; the Origin is the page's, if it is said.
        case otherSite(String, origin: String?, host: String)
        /// The origin is not this node's.
        case otherOrigin(String, host: String)
        /// A browser asks in advance for what nobody has asked for yet.
        case prefetch
        /// A GET of a browser that doesn't say from where.
        case unknownSite(path: String)

        var statement: Statement {
            switch self {
            case .otherSite(let site, nil, _):
                Statement(.otherSite, ["site": .text(site)]).then(Self.advice(for: nil)).then(Statement(.typeAddress))
            case .otherSite(let site, let origin?, let host):
                Statement(.otherSiteOrigin, ["host": .text(host), "origin": .text(origin), "site": .text(site)])
                    .then(Self.advice(for: origin))
            case .otherOrigin(let origin, let host):
                Statement(.otherOrigin, ["host": .text(host), "origin": .text(origin)])
                    .then(Self.advice(for: origin))
            case .prefetch: Statement(.prefetch)
            case .unknownSite(let path): Statement(.siteUnknown, ["path": .text(path)])
            }
        }

        /// An origin that every page can have is not one that can be allowed.
        private static func advice(for origin: String?) -> Statement {
            guard let origin = origin.flatMap({ try? WebOrigin($0) }) else { return Statement(.useOwnPage) }
            return Statement(.allowOrigin, ["origin": .text("\(origin)")])
        }
    }

    /// Why a request that would change something is refused; nil if it isn't.
    static func fault(of request: Request, allowing origins: AllowedOrigins) -> Fault? {
        let headers = request.headers
        if isPrefetch(headers) { return .prefetch }
        let origin = headers.values(of: "origin").first
        if let origin, origins.allows(origin) { return nil }
        let host = headers.values(of: "host").first ?? ""
        if let site = headers.values(of: "sec-fetch-site").first {
            if site == "same-origin" || site == "none" { return nil }
            return .otherSite(
                String(site.prefix(shown)), origin: origin.map { String($0.prefix(shown)) },
                host: String(host.prefix(shown)))
        }
        if let origin {
            return isSame(origin, host)
                ? nil : .otherOrigin(String(origin.prefix(shown)), host: String(host.prefix(shown)))
        }
        return request.method == .get && isBrowsers(headers) ? .unknownSite(path: request.path) : nil
    }

    /// How much of a header is repeated.
    private static let shown = 100

    /// Whether a page's origin is the site that is addressed. Its scheme may be https, of a proxy in front of the node.
    private static func isSame(_ origin: String, _ host: String) -> Bool {
        guard let own = try? WebOrigin("http://\(host)"), let secure = try? WebOrigin("https://\(host)") else {
            return false
        }
        return origin == own.description || origin == secure.description
    }

    /// Sec-Purpose is Fetch's, the others are older.
    private static let purposes: [StaticString] = ["sec-purpose", "purpose", "x-moz", "x-purpose"]

    private static func isPrefetch(_ headers: Headers) -> Bool {
        purposes.contains { name in headers.values(of: name).contains { $0.lowercased().contains("prefetch") } }
    }

    /// Whether a browser sent it. Sec-Fetch-Mode is no sign of that: the fetch of Node.js sends it too.
    private static func isBrowsers(_ headers: Headers) -> Bool {
        if headers.first("upgrade-insecure-requests") != nil { return true }
        // PowerShell calls itself a browser too, but no page can make a browser call itself PowerShell.
        return headers.values(of: "user-agent").contains { $0.hasPrefix("Mozilla/") && !$0.contains("PowerShell/") }
    }
}
