public import Chain

/// What a node tells another about itself: in its answers about the chain, and in gossip.
///
/// It is read strictly, because a node acts on it.
public struct NodeStatus: Hashable, Sendable {
    /// Its key in an answer.
    public static let key = ChainReader.statusKey

    /// This program's version.
    public static let currentVersion = "0.2.0"

    /// Identifies a running node, in 32 hex digits. It is random, so a node that reads its own has met itself.
    public let instance: String

    /// The version of its program.
    public let version: String

    /// The name of its set of rules, which this program may not know.
    public let rules: String

    /// How many leading hex zeros its proofs need.
    public let difficulty: Int

    /// The hash of its chain's first block.
    public let genesis: BlockHash

    /// How many blocks its chain has.
    public let length: Int

    /// The hash of its newest block.
    public let tip: BlockHash

    /// The port it listens on.
    public let port: UInt16

    /// Whether it gossips.
    public let gossips: Bool

    /// The work in its chain, if its rules are a ledger's.
    public let work: UInt256?

    /// Makes one from its parts.
    public init(
        instance: String, version: String, rules: String, difficulty: Int, genesis: BlockHash, length: Int,
        tip: BlockHash, port: UInt16, gossips: Bool, work: UInt256? = nil
    ) {
        self.instance = instance
        self.version = version
        self.rules = rules
        self.difficulty = difficulty
        self.genesis = genesis
        self.length = length
        self.tip = tip
        self.port = port
        self.gossips = gossips
        self.work = work
    }

    /// The same without the work, for a node whose rules go by the length.
    public var withoutWork: NodeStatus {
        NodeStatus(
            instance: instance, version: version, rules: rules, difficulty: difficulty, genesis: genesis,
            length: length, tip: tip, port: port, gossips: gossips)
    }

    /// What its chain is compared with others by.
    public var weight: ChainWeight { work.map { ChainWeight(work: $0) } ?? ChainWeight(length: length) }
}

// MARK: - As JSON

extension NodeStatus {
    /// The longest version or rules name that is accepted, because it appears in answers and logs.
    private static let maximumWordBytes = 32

    /// Reads what another node says; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let instance = value["instance"]?.string, Self.isInstance(instance),
            let version = value["version"]?.string, Self.isWord(version),
            let rules = value["rules"].map({ $0.string }) ?? RuleSet.standard.name, Self.isWord(rules),
            let difficulty = value["difficulty"]?.integer, Difficulty.range.contains(difficulty),
            let genesis = value["genesis"]?.string.flatMap({ BlockHash(hexDigits: Array($0.utf8)[...]) }),
            let length = value["length"]?.integer, length >= 1,
            let tip = value["tip"]?.string.flatMap({ BlockHash(hexDigits: Array($0.utf8)[...]) }),
            let port = value["port"]?.integer.flatMap(UInt16.init(exactly:)),
            let gossips = value["gossip"].flatMap({ $0.boolean })
        else { return nil }
        let work = value["work"]?.string.flatMap { UInt256(hexDigits: Array($0.utf8)[...]) }
        guard work != nil || value["work"] == nil && rules != RuleSet.ledger.name else { return nil }
        self.init(
            instance: instance, version: version, rules: rules, difficulty: difficulty, genesis: genesis,
            length: length, tip: tip, port: port, gossips: gossips, work: work)
    }

    /// As an object.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("difficulty", .integer(difficulty)),
            ("genesis", .string(genesis.description)),
            ("gossip", .boolean(gossips)),
            ("instance", .string(instance)),
            ("length", .integer(length)),
            ("port", .integer(port)),
            ("rules", .string(rules)),
            ("tip", .string(tip.description)),
            ("version", .string(version)),
        ]
        guard let work else { return .object(members) }
        return .object(members + [("work", .string(work.hexText))])
    }

    private static func isInstance(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maximumWordBytes && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
