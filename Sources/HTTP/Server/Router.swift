/// Finds the handler for a path and a method; answers 404 or 405, with a sentence, if there is none.
///
/// A trailing slash makes a path a different one. The path alone decides the route: a route without parameters wins
/// over patterns that match too, and among patterns the one that is literal where they first differ. Only then is the
/// method checked.
///
/// A path without parameters is found with one dictionary lookup. Otherwise each pattern is tried.
public struct Router: Sendable {
    /// Two or three; a linear search finds them sooner than hashing.
    private typealias Handlers = [(method: Method, handler: Handler)]

    private struct Entry: Sendable {
        let route: Int
        var handlers: Handlers = []
    }

    private var routes: [String: Entry] = [:]

    /// The most literal first.
    private var patterns: [(pattern: PathPattern, entry: Entry)] = []

    /// The routes' paths as given, with parameter names, in the order they were added.
    public private(set) var paths: [String] = []

    /// The largest number of components in a pattern.
    private var longestPattern = 0

    /// Called before any handler, even if there is no route: gives the answer to a request that must not be handled.
    public var refusal: (@Sendable (Request) -> Outcome?)?

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
    public mutating func on(_ methods: Method..., path: String, _ handler: @escaping Handler) {
        guard PathPattern.hasParameter(path.utf8) else {
            var entry = routes[path] ?? newEntry(path)
            Router.add(handler, for: methods, at: path, to: &entry.handlers)
            routes[path] = entry
            return
        }
        let position = position(of: PathPattern(path))
        Router.add(handler, for: methods, at: path, to: &patterns[position].entry.handlers)
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
        if let entry = routes[request.path] {
            route = entry.route
            return refusal?(request) ?? answer(request, by: entry.handlers)
        }
        let pieces = PathPattern.pieces(of: request.path, splits: longestPattern)
        for (pattern, entry) in patterns {
            guard let parameters = pattern.parameters(in: pieces) else { continue }
            var request = request
            request.parameters = parameters
            route = entry.route
            return refusal?(request) ?? answer(request, by: entry.handlers)
        }
        return refusal?(request) ?? .now(.error(.notFound, "\(Self.unknownPath)\(request.path). \(summary)"))
    }
}

extension Router {
    private static func add(
        _ handler: @escaping Handler, for methods: [Method], at path: String, to handlers: inout Handlers
    ) {
        for method in methods {
            precondition(
                !handlers.contains { $0.method == method }, "\(method.rawValue) \(path) has a handler already")
            handlers.append((method, handler))
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
        if let (_, handler) = handlers.first(where: { $0.method == request.method }) { return handler(request) }
        let allowed = Method.allCases.filter { method in handlers.contains { $0.method == method } }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return .now(
            .error(
                .methodNotAllowed, headers: [Header("Allow", names)],
                "\(request.path) does not take \(request.method.rawValue). Use \(names)."))
    }

    private var summary: String {
        "The paths are \(paths.sorted().joined(separator: ", "))."
    }
}
