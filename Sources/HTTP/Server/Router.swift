/// Finds what answers a path and a method; says 404 and 405 in words where nothing does.
public struct Router: Sendable {
    private var routes: [String: [Method: Handler]] = [:]

    /// Makes a router without routes.
    public init() {}

    /// Lets `handler` answer `methods` at `path`. For HEAD the server leaves the body out.
    public mutating func on(_ methods: Method..., path: String, _ handler: @escaping Handler) {
        for method in methods {
            precondition(routes[path]?[method] == nil, "\(method.rawValue) \(path) has a handler already")
            routes[path, default: [:]][method] = handler
        }
    }

    /// The answer to `request`.
    public func handle(_ request: Request) -> Outcome {
        guard let methods = routes[request.path] else {
            return .now(.error(.notFound, "There is nothing at \(request.path). \(summary)"))
        }
        if let handler = methods[request.method] { return handler(request) }
        let allowed = Method.allCases.filter { methods[$0] != nil }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return .now(
            .error(
                .methodNotAllowed, headers: [Header("Allow", names)],
                "\(request.path) does not take \(request.method.rawValue). Use \(names)."))
    }

    private var summary: String {
        "The paths are \(routes.keys.sorted().joined(separator: ", "))."
    }
}
