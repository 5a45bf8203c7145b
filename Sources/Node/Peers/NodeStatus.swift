public import Chain

/// What a node says of itself to another: in its answers about the chain, and when they gossip.
public struct NodeStatus: Hashable, Sendable {
    /// The key under which it stands in an answer.
    package static let key = ChainReader.statusKey

    /// What this program calls its version.
    public static let currentVersion = "0.1.0"

    /// Which running node this is, in 32 hex digits: random, so a node that reads its own has met itself.
    public let instance: String

    /// The version of its program.
    public let version: String

    /// The name of its set of rules, which may be one that this program does not know.
    public let rules: String

    /// How many hex zeros its proofs begin with.
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

    /// Puts them together.
    public init(
        instance: String, version: String, rules: String, difficulty: Int, genesis: BlockHash, length: Int,
        tip: BlockHash, port: UInt16, gossips: Bool
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
    }
}

// MARK: - As JSON

extension NodeStatus {
    /// The longest version, or name of rules, that is read: it stands in answers and logs.
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
        self.init(
            instance: instance, version: version, rules: rules, difficulty: difficulty, genesis: genesis,
            length: length, tip: tip, port: port, gossips: gossips)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "difficulty": .integer(difficulty),
            "genesis": .string(genesis.description),
            "gossip": .boolean(gossips),
            "instance": .string(instance),
            "length": .integer(length),
            "port": .integer(port),
            "rules": .string(rules),
            "tip": .string(tip.description),
            "version": .string(version),
        ])
    }

    private static func isInstance(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maximumWordBytes && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

// MARK: - Another network

extension NodeStatus {
    /// Why a node's chain is none for ours, in the words of a verdict; nil when nothing speaks against it.
    ///
    /// - Parameter pinsGenesis: whether ours takes only chains with its own first block.
    package func mismatch(with ours: NodeStatus, pinsGenesis: Bool) -> String? {
        Self.mismatch(rules: rules, ours: ours.rules)
            ?? Self.mismatch(difficulty: difficulty, ours: ours.difficulty)
            ?? (pinsGenesis ? Self.mismatch(genesis: genesis, ours: ours.genesis) : nil)
    }

    /// Why blocks by these rules are none for a node with its own.
    static func mismatch(rules: String, ours: String) -> String? {
        rules == ours ? nil : "of another network: its rules are \(rules), and ours are \(ours)"
    }

    /// Why proofs of this difficulty are none for a node with its own.
    static func mismatch(difficulty: Int, ours: Int) -> String? {
        difficulty == ours ? nil : "of another network: its difficulty is \(difficulty), and ours is \(ours)"
    }

    /// Why a chain with this first block is none for a node that is pinned to its own.
    static func mismatch(genesis: BlockHash, ours: BlockHash) -> String? {
        if genesis == ours { return nil }
        return "of another network: its chain begins with block \(genesis), and ours is pinned to \(ours)"
    }
}

extension Node {
    /// What this node says of itself.
    package var status: NodeStatus {
        NodeStatus(
            instance: identity.instance, version: NodeStatus.currentVersion, rules: chain.rules.set.name,
            difficulty: chain.rules.difficulty.hexZeros, genesis: chain.blocks.hash(at: 0), length: chain.length,
            tip: chain.tipHash, port: port, gossips: options.gossips)
    }
}
