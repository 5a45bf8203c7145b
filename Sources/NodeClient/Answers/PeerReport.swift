internal import Chain

/// How a node's peer is, as the node sees it.
public struct PeerReport: Sendable {
    /// `host:port`.
    public let address: String
    /// In a word or two, such as `up`.
    public let state: String?
    /// How many blocks it has, if that is known.
    public let length: Int?
    /// When it last answered, in seconds since 1970.
    public let lastSeen: Double?
    /// Whether it tells others what is new.
    public let gossips: Bool?
    /// The version of its program.
    public let version: String?
    /// What was wrong last time.
    public let fault: String?

    init?(_ value: JSONValue) {
        guard let address = value["address"]?.string else { return nil }
        self.address = address
        state = value["state"]?.string
        length = value["length"]?.integer
        lastSeen = value["last_seen"]?.number
        gossips = value["gossip"]?.boolean
        version = value["version"]?.string
        fault = value["fault"]?.string
    }
}

/// What came of asking all peers for their chains.
public struct ResolutionReport: Sendable {
    /// What came of one peer's.
    public struct Verdict: Sendable {
        /// `host:port`.
        public let address: String
        /// How many blocks its chain has, if that is known.
        public let length: Int?
        /// Why it was taken or not.
        public let verdict: String
    }

    /// The node's sentence.
    public let message: String
    /// How many blocks the chain has now.
    public let length: Int
    /// One for each peer; none from a node that gives none.
    public let verdicts: [Verdict]

    /// Whether a peer's chain took the place of the node's.
    public var wasReplaced: Bool { message == "Our chain was replaced" }

    init?(_ members: [String: JSONValue], length: Int) {
        guard let message = members["message"]?.string else { return nil }
        self.message = message
        self.length = length
        verdicts = (members["peers"]?.elements).map(Array.init)?.compactMap(Verdict.init) ?? []
    }
}

extension ResolutionReport.Verdict {
    fileprivate init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let verdict = value["verdict"]?.string else { return nil }
        self.init(address: address, length: value["length"]?.integer, verdict: verdict)
    }
}
