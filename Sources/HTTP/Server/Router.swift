internal import Wording

/// Finds the handler for a path and a method; answers 404 or 405, with a sentence, if there is none. It answers OPTIONS
/// itself.
///
/// A trailing slash makes a path a different one. The path alone decides the route: a route without parameters wins
/// over patterns that match too, and among patterns the one that is literal where they first differ. Only then is the
/// method checked.
///
/// A path without parameters is found with one dictionary lookup. Otherwise each pattern is tried.
public struct Router: Sendable {
    /// Two or three; a linear search finds them sooner than hashing.
    typealias Handlers = [(method: Method, effect: Effect, handler: Handler)]

    struct Entry: Sendable {
        let route: Int
        var handlers: Handlers = []
        var maximumBody: Int?
    }

    private(set) var routes: [String: Entry] = [:]

    /// The most literal first.
    private(set) var patterns: [(pattern: PathPattern, entry: Entry)] = []

    /// The routes' paths as given, with parameter names, in the order they were added.
    public private(set) var paths: [String] = []

    /// The largest number of components in a pattern.
    private(set) var longestPattern = 0

    /// What others call a path; see ``knowOtherNames(_:)``.
    var otherNames: [String: String] = [:]

    /// Called before any handler, even if there is no route: gives the answer to a request that must not be handled. It
    /// is told what the route does; what has no route only reads.
    public var refusal: (@Sendable (Request, Effect) -> Outcome?)?

    /// Whose pages of other sites may read answers; the server needs them too.
    public var origins = AllowedOrigins()

    /// Other routers below paths of this one.
    var mounts: [Mount] = []

    /// Makes a router without routes.
    public init() {}

    /// Lets `handler` answer `methods` at `path`. For HEAD the server omits the body.
    ///
    /// A component in braces is a parameter and matches any component that isn't empty: `/blocks/{block}` matches
    /// `/blocks/7`, but neither `/blocks/` nor `/blocks/7/`. The handler reads the value as
    /// `request.parameters["block"]`.
    ///
    /// Paths arrive here percent-decoded, so `%2F` has become an ordinary slash: `/blocks/a%2Fb` is `/blocks/a/b`, and
    /// no parameter's value ever contains a slash. A value that may contain one belongs in the query.
    ///
    /// - Parameter effect: what a request to it does; if not given, what HTTP says of its method: GET and HEAD read,
    ///   others change something (RFC 9110, section 9.2.1).
    public mutating func on(
        _ methods: Method..., path: String, effect: Effect? = nil, _ handler: @escaping Handler
    ) {
        guard PathPattern.hasParameter(path.utf8) else {
            var entry = routes[path] ?? newEntry(path)
            Router.add(handler, for: methods, effect, at: path, to: &entry.handlers)
            routes[path] = entry
            return
        }
        let position = position(of: PathPattern(path))
        Router.add(handler, for: methods, effect, at: path, to: &patterns[position].entry.handlers)
    }

    /// Takes at most `bytes` in the body of a request for `path`, which has handlers; otherwise the server's limit
    /// counts.
    public mutating func limitBodies(of path: String, to bytes: Int) {
        if routes[path] != nil {
            routes[path]?.maximumBody = bytes
        } else {
            patterns[position(of: PathPattern(path))].entry.maximumBody = bytes
        }
    }

    /// How many bytes the body of a request for `path` may have; nil where no route limits it.
    func maximumBody(for path: String) -> Int? {
        if !mounts.isEmpty, let maximum = mountedMaximumBody(for: path) { return maximum }
        if let entry = routes[path] { return entry.maximumBody }
        let pieces = PathPattern.pieces(of: path, splits: longestPattern)
        return patterns.first { $0.pattern.parameters(in: pieces) != nil }?.entry.maximumBody
    }

    /// How the answer to a request for an unknown path begins.
    public static let unknownPath = "There is nothing at "

    /// The answer to `request`.
    public func handle(_ request: Request) -> Outcome {
        var route: Int?
        return handle(request, noting: &route)
    }

    /// The answer to `request`. Sets `route` to the position in ``paths`` of its path's route, whatever the method;
    /// leaves it unchanged if there is no route. (An answer is too large to be returned in a tuple.)
    public func handle(_ request: Request, noting route: inout Int?) -> Outcome {
        if !mounts.isEmpty, let outcome = handleMounted(request) { return outcome }
        if let entry = routes[request.path] {
            route = entry.route
            return answer(request, by: entry.handlers)
        }
        let pieces = PathPattern.pieces(of: request.path, splits: longestPattern)
        for (pattern, entry) in patterns {
            guard let parameters = pattern.parameters(in: pieces) else { continue }
            var request = request
            request.parameters = parameters
            route = entry.route
            return answer(request, by: entry.handlers)
        }
        if let refused = refusal?(request, .reads) { return refused }
        // "OPTIONS *" asks what the server takes at all (RFC 9110, section 9.3.7).
        if request.path == "*", request.method == .options { return .now(options(request, everyMethod)) }
        return .now(.error(.notFound, unknown(request.path)))
    }
}

extension Router {
    private static func add(
        _ handler: @escaping Handler, for methods: [Method], _ effect: Effect?, at path: String,
        to handlers: inout Handlers
    ) {
        for method in methods {
            precondition(
                !handlers.contains { $0.method == method }, "\(method.rawValue) \(path) has a handler already")
            handlers.append((method, effect ?? (method.isSafe ? .reads : .changes), handler))
        }
    }

    private mutating func newEntry(_ path: String) -> Entry {
        paths.append(path)
        return Entry(route: paths.count - 1)
    }

    /// The index of `pattern` among the patterns; adds it if it is new.
    private mutating func position(of pattern: PathPattern) -> Int {
        if let position = patterns.firstIndex(where: { $0.pattern.isSame(as: pattern) }) {
            let spelling = patterns[position].pattern.text
            precondition(spelling == pattern.text, "\(pattern.text) is \(spelling) by another name")
            return position
        }
        let position = patterns.firstIndex { pattern.isMoreLiteral(than: $0.pattern) } ?? patterns.endIndex
        patterns.insert((pattern, newEntry(pattern.text)), at: position)
        longestPattern = max(longestPattern, pattern.count)
        return position
    }

    private func answer(_ request: Request, by handlers: Handlers) -> Outcome {
        if let (_, effect, handler) = handlers.first(where: { $0.method == request.method }) {
            return refusal?(request, effect) ?? handler(request)
        }
        if let refused = refusal?(request, .reads) { return refused }
        let allowed = Method.allCases.filter { method in handlers.contains { $0.method == method } }
        if request.method == .options { return .now(options(request, allowed)) }
        let statement = notAllowed(request, allowed)
        return .now(
            .error(.methodNotAllowed, headers: [Header("Allow", Router.list(allowed + [.options]))], statement))
    }

    private func notAllowed(_ request: Request, _ allowed: [Method]) -> Statement {
        let (method, path) = (Statement.Value.text(request.method.rawValue), Statement.Value.text(request.path))
        let statement = Statement(
            .methodNotAllowed, ["method": method, "methods": .text(Router.list(allowed)), "path": path])
        guard let other = meant(by: request.method, at: request.path) else { return statement }
        return statement.then(Statement(.requestMeant, ["method": method, "path": .text(other)]))
    }

    /// What may be asked for; for a page of an allowed origin, also what it may send (a preflight of CORS).
    private func options(_ request: Request, _ allowed: [Method]) -> Response {
        let names = Router.list(allowed + [.options])
        return Response(
            .noContent, headers: [Header("Allow", names)] + origins.permissions(of: request.headers, methods: names),
            body: .bytes([]))
    }

    private static func list(_ methods: [Method]) -> String {
        methods.map(\.rawValue).joined(separator: ", ")
    }

    /// The methods that some path takes.
    private var everyMethod: [Method] {
        let lists = routes.values.map(\.handlers) + patterns.map(\.entry.handlers)
        return Method.allCases.filter { method in lists.contains { $0.contains { $0.method == method } } }
    }

    var everyPath: [String] { paths + mounts.map(\.prefix) }

    /// What is said of a path without a route; of a slip of the finger, what was meant.
    private func unknown(_ path: String) -> Statement {
        let all = Statement.Value.text(everyPath.sorted().joined(separator: ", "))
        guard let meant = meant(by: path) else {
            return Statement(.pathUnknown, ["path": .text(path), "paths": all])
        }
        return Statement(.pathMisspelt, ["meant": .text(meant), "path": .text(path), "paths": all])
    }
}
