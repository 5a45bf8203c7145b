/// Answers requests. Called on the loop's thread, so it may enter an actor on that loop by `assumeIsolated`.
public typealias Handler = @Sendable (Request) -> Outcome

/// How a handler answers, which it does once.
public enum Outcome: Sendable {
    /// With this response, inline.
    case now(Response)

    /// With what this returns after a moment. It starts at once, on the loop. Its task is cancelled if the connection
    /// breaks or the server shuts down, but not when the client sends no more: it may still take the answer.
    case soon(@Sendable () async -> Response)

    /// The same for what may take long: a client that sends no more is taken for one that has left. Whoever was
    /// cancelled should return soon.
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
            case .soon(let operation), .later(let operation): await operation()
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
