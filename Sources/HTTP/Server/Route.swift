/// One of a router's routes, for whoever counts.
public struct Route: Hashable, Sendable {
    /// Its place among them all, in the order they were added; from 0 on.
    public let number: Int

    /// Its path as it was written, with the parameters' names: `/blocks/{block}`.
    public let pattern: String
}

/// What a router makes of a request.
public struct RoutedOutcome: Sendable {
    /// The answer.
    public let outcome: Outcome

    /// Which route the path belongs to, whatever the method; nil when none.
    public let route: Route?
}
