/// What a node is that has just begun, for whoever started it.
public struct Greeting: Hashable, Sendable {
    /// Who is paid for its blocks.
    public let identifier: String
    /// Where it listens.
    public let reach: Reach
    /// Where it keeps things; nil for nowhere.
    public let directory: String?
    /// How many blocks its chain has.
    public let length: Int
    /// The newest one.
    public let tip: String
    /// The name of its rules.
    public let rules: String
    /// How many hex zeros a proof begins with; nil on a ledger, which adjusts that.
    public let difficulty: Int?
    /// How many transactions wait.
    public let pending: Int
    /// How many peers it knows.
    public let peers: Int
}
