public import Chain
public import Wording

/// A node's peer, as the node sees it. Members that an older node leaves out are nil.
public struct PeerInfo: Sendable {
    /// `host:port`.
    public let address: String
    /// Its state in a word or two, such as `up`.
    public let state: String?
    /// How many blocks it has, if known.
    public let length: Int?
    /// The hash of the newest of them, if known.
    public let tip: String?
    /// The work in its chain, in 64 hex digits, if it keeps a ledger and that is known.
    public let work: String?
    /// When it last answered, in seconds since 1970.
    public let lastSeen: Double?
    /// Whether it gossips, if known.
    public let gossips: Bool?
    /// The version of its program, if known.
    public let version: String?
    /// How many times in a row it failed to answer, or answered wrongly.
    public let failures: Int?
    /// The reason for the last failure, in English.
    public let fault: String?
    /// The same, for any language; nil from an older node, and of something that this program doesn't know.
    public let statement: Statement?
    /// Whether it was found among peers of peers; otherwise somebody registered it.
    public let isFound: Bool?

    /// Makes one from its parts.
    public init(
        address: String, state: String, length: Int?, tip: String?, work: String?, lastSeen: Double?, gossips: Bool?,
        version: String?, failures: Int, fault: Statement?, isFound: Bool
    ) {
        self.address = address
        self.state = state
        self.length = length
        self.tip = tip
        self.work = work
        self.lastSeen = lastSeen
        self.gossips = gossips
        self.version = version
        self.failures = failures
        (self.fault, statement) = (fault?.description, fault)
        self.isFound = isFound
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let address = value["address"]?.string else { return nil }
        self.address = address
        state = value["state"]?.string
        length = value["length"]?.integer
        tip = value["tip"]?.string
        work = value["work"]?.string
        lastSeen = value["last_seen"]?.number
        gossips = value["gossip"]?.boolean
        version = value["version"]?.string
        failures = value["failures"]?.integer
        (fault, statement) = (value["fault"]?.string, Statement(value))
        isFound = value["found"]?.boolean
    }

    /// As an object.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("address", .string(address)), ("failures", .integer(failures)), ("fault", .string(fault)),
            ("found", .boolean(isFound)), ("gossip", .boolean(gossips)), ("last_seen", .double(lastSeen)),
            ("length", .integer(length)), ("state", .string(state)), ("tip", .string(tip)),
            ("version", .string(version)), ("work", .string(work)),
        ]
        return .object(members + Statement.members(of: statement))
    }
}

/// The answer to `GET /nodes`: the peers and their state.
public struct PeersAnswer: Sendable {
    /// One entry per peer.
    public let peers: [PeerInfo]

    /// The state of a peer that turned out to be the node itself.
    private static let itself = "this node"

    /// Makes an answer about all peers.
    public init(_ peers: [PeerInfo]) {
        self.peers = peers
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let peers = value["peers"]?.elements else { return nil }
        self.peers = peers.compactMap(PeerInfo.init)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            // The node itself, under another name, isn't another node.
            "nodes": .array(peers.filter { $0.state != Self.itself }.map { .string($0.address) }),
            "peers": .array(peers.map(\.text)),
        ])
    }
}

/// The answer to a request that adds or removes peers.
public struct PeersReceipt: Sendable {
    /// The node's sentence.
    public let message: String
    /// All its peers afterwards, as `host:port`.
    public let addresses: [String]

    /// Makes one from its parts.
    public init(message: String, addresses: [String]) {
        self.message = message
        self.addresses = addresses
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let addresses = value["total_nodes"]?.elements else { return nil }
        message = value["message"]?.string ?? ""
        self.addresses = addresses.map(\.shown)
    }

    /// As an object.
    public var text: CanonicalText {
        .object(["message": .string(message), "total_nodes": .array(addresses.map { .string($0) })])
    }
}

/// The result of asking one peer for its chain.
public struct Verdict: Hashable, Sendable {
    /// `host:port`.
    public let address: String
    /// How many blocks its chain has, if known.
    public let length: Int?
    /// In English: "taken", "not longer", "timed out", "refused at block 7: its proof does not fit", ...
    public let verdict: String
    /// The same, for any language; nil from an older node, and of something that this program doesn't know.
    public let statement: Statement?

    /// Makes one from its parts.
    public init(address: String, length: Int?, verdict: Statement) {
        self.address = address
        self.length = length
        (self.verdict, statement) = (verdict.description, verdict)
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let verdict = value["verdict"]?.string else { return nil }
        self.address = address
        length = value["length"]?.integer
        (self.verdict, statement) = (verdict, Statement(value))
    }

    /// As an object.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("address", .string(address)), ("length", .integer(length)), ("verdict", .string(verdict)),
        ]
        return .object(members + Statement.members(of: statement))
    }
}

/// The answer to `GET /nodes/resolve`, except for the chain, which has the key ``chainKey``.
public struct ResolutionAnswer: Sendable {
    /// Whether a peer's chain replaced the node's.
    public let wasReplaced: Bool
    /// The node's sentence.
    public let message: String
    /// One per peer; empty from a node that gives none.
    public let verdicts: [Verdict]

    /// The keys that the chain may have: a new chain's, or the node's own.
    public static let chainKeys = (new: "new_chain", own: "chain")

    /// Makes the result of a round.
    public init(wasReplaced: Bool, verdicts: [Verdict]) {
        self.wasReplaced = wasReplaced
        message = wasReplaced ? "Our chain was replaced" : "Our chain is authoritative"
        self.verdicts = verdicts
    }

    /// Reads the members other than the chain.
    ///
    /// - Parameter chainKey: the chain's key.
    public init?(_ members: [String: JSONValue], chainKey: String) {
        guard let message = members["message"]?.string else { return nil }
        wasReplaced = chainKey == Self.chainKeys.new
        self.message = message
        verdicts = (members["peers"]?.elements).map(Array.init)?.compactMap(Verdict.init) ?? []
    }

    /// The chain's key.
    public var chainKey: String { wasReplaced ? Self.chainKeys.new : Self.chainKeys.own }

    /// As an object with the chain's length in place of the chain.
    public func summary(length: Int) -> CanonicalText {
        .object([
            "length": .integer(length), "message": .string(message), "peers": .array(verdicts.map(\.text)),
        ])
    }

    /// The text before the chain's blocks, and the text after them.
    public var frame: (prefix: String, suffix: String) {
        let verdicts = CanonicalText.array(self.verdicts.map(\.text))
        return wasReplaced
            ? ("{\"message\": \(CanonicalText.string(message)), \"\(chainKey)\": [", "], \"peers\": \(verdicts)}\n")
            : ("{\"\(chainKey)\": [", "], \"message\": \(CanonicalText.string(message)), \"peers\": \(verdicts)}\n")
    }
}
