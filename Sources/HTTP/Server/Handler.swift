/// What answers requests. Called on the loop's thread, so it may enter an actor on that loop by
/// `assumeIsolated`.
public typealias Handler = @Sendable (Request) -> Outcome

/// How a handler answers: exactly once, by its type.
public enum Outcome: Sendable {
    /// With this, inline.
    case now(Response)

    /// With what this returns. It starts at once, on the loop; when the client leaves or the server shuts
    /// down its task is cancelled, and it should return soon.
    case later(@Sendable () async -> Response)
}
