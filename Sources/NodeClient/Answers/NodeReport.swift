internal import Chain

/// What a node says of itself at `GET /status`. What an older one leaves out is nil.
public struct NodeReport: Sendable {
    /// How many blocks its chain has.
    public let length: Int
    /// The hash of the newest one.
    public let tip: String
    /// How many hex zeros its proofs begin with.
    public let difficulty: Int?
    /// Whom it pays for blocks.
    public let identifier: String?
    /// The version of its program.
    public let version: String?
    /// Whether it tells its peers what is new.
    public let gossips: Bool?
    /// How many transactions wait for a block.
    public let pending: Int?
    /// How many peers it has.
    public let peers: Int?
    /// For how long it has run, in seconds.
    public let uptimeSeconds: Int?
    /// The search for a proof that is under way, if one is.
    public let search: SearchReport?

    init?(_ value: JSONValue) {
        guard let length = value["length"]?.integer, let tip = value["tip"]?.string else { return nil }
        self.length = length
        self.tip = tip
        difficulty = value["difficulty"]?.integer
        identifier = value["identifier"]?.string
        version = value["version"]?.string
        gossips = value["gossip"]?.boolean
        pending = value["pending"]?.integer
        peers = value["peers"]?.integer
        uptimeSeconds = value["uptime"]?.integer
        search = value["mining"].flatMap(SearchReport.init)
    }
}

/// How far a search for a proof has come.
public struct SearchReport: Sendable {
    /// The index of the block that is searched for.
    public let height: Int
    /// How many guesses were made.
    public let guesses: UInt64
    /// How many it takes on average.
    public let expected: UInt128
    /// Guesses a second; 0 as long as that says nothing.
    public let rate: UInt64
    /// How long it has taken.
    public let seconds: Double
    /// `searching`, `found` or `given up`, if it was said.
    public let state: String?

    init?(_ value: JSONValue) {
        guard let height = value["height"]?.integer, let guesses = value["guesses"]?.unsignedInteger,
            let expected = value["expected"].flatMap({ UInt128($0.canonicalText.description) }), expected > 0
        else { return nil }
        self.height = height
        self.guesses = guesses
        self.expected = expected
        rate = value["rate"]?.number.flatMap { UInt64(exactly: $0.rounded()) } ?? 0
        seconds = value["seconds"]?.number ?? 0
        state = value["state"]?.string
    }
}
