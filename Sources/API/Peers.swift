public import Chain

/// How a node's peer is, as the node sees it. What an older node leaves out is nil.
public struct PeerInfo: Sendable {
    /// `host:port`.
    public let address: String
    /// In a word or two, such as `up`.
    public let state: String?
    /// How many blocks it has, if that is known.
    public let length: Int?
    /// When it last answered, in seconds since 1970.
    public let lastSeen: Double?
    /// Whether it gossips, if that is known.
    public let gossips: Bool?
    /// The version of its program, if that is known.
    public let version: String?
    /// How often in a row it did not answer, or not as it should.
    public let failures: Int?
    /// Why not, the last time.
    public let fault: String?
    /// Whether it was found among the peers of peers; else somebody has registered it.
    public let isFound: Bool?

    /// Puts them together.
    public init(
        address: String, state: String, length: Int?, lastSeen: Double?, gossips: Bool?, version: String?,
        failures: Int, fault: String?, isFound: Bool
    ) {
        self.address = address
        self.state = state
        self.length = length
        self.lastSeen = lastSeen
        self.gossips = gossips
        self.version = version
        self.failures = failures
        self.fault = fault
        self.isFound = isFound
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let address = value["address"]?.string else { return nil }
        self.address = address
        state = value["state"]?.string
        length = value["length"]?.integer
        lastSeen = value["last_seen"]?.number
        gossips = value["gossip"]?.boolean
        version = value["version"]?.string
        failures = value["failures"]?.integer
        fault = value["fault"]?.string
        isFound = value["found"]?.boolean
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "address": .string(address), "failures": .integer(failures), "fault": .string(fault),
            "found": .boolean(isFound), "gossip": .boolean(gossips), "last_seen": .double(lastSeen),
            "length": .integer(length), "state": .string(state), "version": .string(version),
        ])
    }
}

/// The answer to `GET /nodes`: who the peers are, and how.
public struct PeersAnswer: Sendable {
    /// One for each peer.
    public let peers: [PeerInfo]

    /// The state of a peer that turned out to be the node itself.
    private static let itself = "this node"

    /// Of all peers.
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
            // The node itself under another name isn't another node.
            "nodes": .array(peers.filter { $0.state != Self.itself }.map { .string($0.address) }),
            "peers": .array(peers.map(\.text)),
        ])
    }
}

/// The answer to a request that adds or removes peers.
public struct PeersReceipt: Sendable {
    /// The node's sentence.
    public let message: String
    /// All peers that it has now, as `host:port`.
    public let addresses: [String]

    /// Puts them together.
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

/// What came of asking one peer for its chain.
public struct Verdict: Hashable, Sendable {
    /// `host:port`.
    public let address: String
    /// How many blocks its chain has, if that is known.
    public let length: Int?
    /// In words: "taken", "not longer", "timed out", "refused at block 7: its proof does not fit", ...
    public let verdict: String

    /// Puts them together.
    public init(address: String, length: Int?, verdict: String) {
        self.address = address
        self.length = length
        self.verdict = verdict
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let verdict = value["verdict"]?.string else { return nil }
        self.init(address: address, length: value["length"]?.integer, verdict: verdict)
    }

    /// As an object.
    public var text: CanonicalText {
        .object(["address": .string(address), "length": .integer(length), "verdict": .string(verdict)])
    }
}

/// The answer to `GET /nodes/resolve`, but for the chain, which stands in it under ``chainKey``.
public struct ResolutionAnswer: Sendable {
    /// Whether a peer's chain took the place of the node's.
    public let wasReplaced: Bool
    /// The node's sentence.
    public let message: String
    /// One for each peer; none from a node that gives none.
    public let verdicts: [Verdict]

    /// The keys under which a chain may stand: one that is new to the node, or its own.
    public static let chainKeys = (new: "new_chain", own: "chain")

    /// What came of a round.
    public init(wasReplaced: Bool, verdicts: [Verdict]) {
        self.wasReplaced = wasReplaced
        message = wasReplaced ? "Our chain was replaced" : "Our chain is authoritative"
        self.verdicts = verdicts
    }

    /// Reads the members other than the chain.
    ///
    /// - Parameter chainKey: the key under which the chain stands.
    public init?(_ members: [String: JSONValue], chainKey: String) {
        guard let message = members["message"]?.string else { return nil }
        wasReplaced = chainKey == Self.chainKeys.new
        self.message = message
        verdicts = (members["peers"]?.elements).map(Array.init)?.compactMap(Verdict.init) ?? []
    }

    /// The key under which the chain stands.
    public var chainKey: String { wasReplaced ? Self.chainKeys.new : Self.chainKeys.own }

    /// As an object with the chain's length in place of the chain.
    public func summary(length: Int) -> CanonicalText {
        .object([
            "length": .integer(length), "message": .string(message), "peers": .array(verdicts.map(\.text)),
        ])
    }

    /// What stands before the chain's blocks, and what after them.
    public var frame: (prefix: String, suffix: String) {
        let verdicts = CanonicalText.array(self.verdicts.map(\.text))
        return wasReplaced
            ? ("{\"message\": \(CanonicalText.string(message)), \"\(chainKey)\": [", "], \"peers\": \(verdicts)}\n")
            : ("{\"\(chainKey)\": [", "], \"message\": \(CanonicalText.string(message)), \"peers\": \(verdicts)}\n")
    }
}
