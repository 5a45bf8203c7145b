/// Finds what answers a path and a method; says 404 and 405 in words where nothing does.
///
/// A slash at its end makes a path another one. The path alone decides which route it is: one without parameters
/// wins over patterns that fit as well, and of several patterns the one that is literal where they first differ.
/// Only then is the method looked at.
///
/// A path without parameters is found in one look at a dictionary. Otherwise each pattern is tried.
public struct Router: Sendable {
    /// Two or three, which are found sooner than by hashing.
    private typealias Handlers = [(method: Method, handler: Handler)]

    private struct Entry: Sendable {
        let route: Int
        var handlers: Handlers = []
    }

    private var routes: [String: Entry] = [:]

    /// The more literal first.
    private var patterns: [(pattern: PathPattern, entry: Entry)] = []

    /// The routes' paths as they were written, with the parameters' names, in the order in which they were added.
    public private(set) var paths: [String] = []

    /// The most components a pattern has.
    private var longestPattern = 0

    /// Asked before any handler, and also where nothing is found: the answer to a request that nobody is to hear.
    public var refusal: (@Sendable (Request) -> Outcome?)?

    /// Makes a router without routes.
    public init() {}

    /// Lets `handler` answer `methods` at `path`. For HEAD the server leaves the body out.
    ///
    /// A component in braces is a parameter and stands for any component that is not empty: `/blocks/{block}`
    /// fits `/blocks/7`, but neither `/blocks/` nor `/blocks/7/`. The handler finds what stands there as
    /// `request.parameters["block"]`.
    ///
    /// Paths come here percent-decoded, so `%2F` has become a slash like any other: `/blocks/a%2Fb` is
    /// `/blocks/a/b`, and no parameter's value ever holds a slash. What may hold one belongs in the query.
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

    /// What the answer to a request for a path that no handler has begins with.
    public static let unknownPath = "There is nothing at "

    /// The answer to `request`.
    public func handle(_ request: Request) -> Outcome {
        var route: Int?
        return handle(request, noting: &route)
    }

    /// The answer to `request`. Which route its path belongs to, whatever the method, is put into `route` as a position
    /// in ``paths``; it stays as it is when to none. (An answer is too large to be handed on with something else.)
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

    /// Where `pattern` is among the patterns; it is put there if it is new.
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
