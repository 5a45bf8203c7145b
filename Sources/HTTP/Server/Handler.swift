/// Answers requests. Called on the loop's thread, so it may enter an actor on that loop by `assumeIsolated`.
public typealias Handler = @Sendable (Request) -> Outcome

/// How a handler answers. The type guarantees that it answers exactly once.
public enum Outcome: Sendable {
    /// With this response, inline.
    case now(Response)

    /// With what this returns. It starts at once, on the loop. If the client leaves or the server shuts down, its task
    /// is cancelled, and it should return soon.
    case later(@Sendable () async -> Response)
}
