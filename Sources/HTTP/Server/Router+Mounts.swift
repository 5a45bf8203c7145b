internal import Wording

/// Another router below a path of a router, and behind a port of its server's.
struct Mount: Sendable {
    /// Such as `/alice/`.
    let prefix: String

    /// The port of the server by which a request is for it whatever its path; see ``Request/entrance``.
    let entrance: Int

    /// The router of this moment.
    let router: @Sendable () -> Router

    /// The rest of a path that is below this one, with a slash; nil if it isn't.
    func rest(of path: String) -> String? {
        // By bytes, as patterns are.
        path.utf8.starts(with: prefix.utf8) ? String(Substring(path.utf8.dropFirst(prefix.utf8.count - 1))) : nil
    }
}

// Several routers in one server, as several nodes in one process have. Each sees requests as if it were alone.
extension Router {
    /// Hands what is for paths below `prefix` to another router, without the prefix, and so what comes by a port of
    /// the server's. It is asked for at each request, so that another can take its place.
    ///
    /// - Parameters:
    ///   - prefix: `/name/`, with one name.
    ///   - entrance: the number of the port, from 1 on.
    public mutating func mount(at prefix: String, entrance: Int, _ router: @escaping @Sendable () -> Router) {
        precondition(
            prefix.hasPrefix("/") && prefix.hasSuffix("/") && prefix.count { $0 == "/" } == 2,
            "\(prefix) is not /name/")
        precondition(entrance > 0, "by the first port come paths of all")
        mounts.append(Mount(prefix: prefix, entrance: entrance, router: router))
    }

    /// The answer to what is for a mounted router; nil for what isn't. `/name` leads to `/name/`, below which a page's
    /// addresses count.
    func handleMounted(_ request: Request) -> Outcome? {
        var request = request
        if request.entrance > 0 {
            guard let mount = mounts.first(where: { $0.entrance == request.entrance }) else { return nil }
            request.entrance = 0
            return mount.router().handle(request)
        }
        for mount in mounts {
            if let rest = mount.rest(of: request.path) {
                request.path = rest
                return mount.router().handle(request)
            }
            if request.path.utf8.elementsEqual(mount.prefix.utf8.dropLast()) {
                return .now(.moved(to: mount.prefix, query: request.query))
            }
        }
        return nil
    }

    /// How long a body may be for a mounted router. By which port it comes isn't known: their limits are alike.
    func mountedMaximumBody(for path: String) -> Int? {
        for mount in mounts {
            if let rest = mount.rest(of: path) { return mount.router().maximumBody(for: rest) }
        }
        return mounts.first?.router().maximumBody(for: path)
    }
}

extension Response {
    /// A body is sent again there, too.
    fileprivate static func moved(to path: String, query: String?) -> Response {
        let address = path + (query.map { "?\($0)" } ?? "")
        return .error(
            .permanentRedirect, headers: [Header("Location", address)], .pathMoved, ["address": .text(address)])
    }
}
