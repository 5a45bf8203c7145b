/// Answers requests. Called on the loop's thread, so it may enter an actor on that loop by `assumeIsolated`.
public typealias Handler = @Sendable (Request) -> Outcome

/// How a handler answers, which it does once.
public enum Outcome: Sendable {
    /// With this response, inline.
    case now(Response)

    /// With what this returns. It starts at once, on the loop. If the client leaves or the server shuts down, its task
    /// is cancelled, and it should return soon.
    case later(@Sendable () async -> Response)

    /// With what the promise is given. For what takes a moment and goes on even if the client leaves, as a commit does:
    /// it needs no task.
    case promised(@Sendable (Promise) -> Void)
}

extension Outcome {
    /// The response, for who waits for it without a server.
    package var response: Response {
        get async {
            switch self {
            case .now(let response): response
            case .later(let operation): await operation()
            case .promised(let begin):
                await withCheckedContinuation { continuation in
                    begin(Promise { continuation.resume(returning: $0) })
                }
            }
        }
    }
}

/// Where a handler puts its response, once, on the loop.
public struct Promise: Sendable {
    private let fulfil: @Sendable (Response) -> Void

    init(_ fulfil: @escaping @Sendable (Response) -> Void) {
        self.fulfil = fulfil
    }

    /// Gives the response.
    public func answer(_ response: Response) { fulfil(response) }
}
