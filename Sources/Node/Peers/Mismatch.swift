package import API
internal import Chain

extension NodeStatus {
    /// Why that node is incompatible with ours, in the words of a verdict, or nil.
    ///
    /// - Parameter pinsGenesis: whether ours accepts only chains with its own first block.
    package func mismatch(with ours: NodeStatus, pinsGenesis: Bool) -> String? {
        Self.mismatch(rules: rules, ours: ours.rules)
            ?? Self.mismatch(difficulty: difficulty, ours: ours.difficulty)
            ?? (pinsGenesis ? Self.mismatch(genesis: genesis, ours: ours.genesis) : nil)
    }

    /// Why a node with these rules is incompatible with one that has its own, or nil.
    static func mismatch(rules: String, ours: String) -> String? {
        rules == ours ? nil : "of another network: its rules are \(rules), and ours are \(ours)"
    }

    /// Why a node with this difficulty is incompatible with one that has its own, or nil.
    static func mismatch(difficulty: Int, ours: Int) -> String? {
        difficulty == ours ? nil : "of another network: its difficulty is \(difficulty), and ours is \(ours)"
    }

    /// Why a chain with this first block is incompatible with a node that is pinned to its own, or nil.
    static func mismatch(genesis: BlockHash, ours: BlockHash) -> String? {
        if genesis == ours { return nil }
        return "of another network: its chain begins with block \(genesis), and ours is pinned to \(ours)"
    }
}

extension Node {
    /// This node's status.
    package var status: NodeStatus {
        NodeStatus(
            instance: identity.instance, version: NodeStatus.currentVersion, rules: chain.rules.set.name,
            difficulty: chain.rules.difficulty.hexZeros, genesis: chain.blocks.hash(at: 0), length: chain.length,
            tip: chain.tipHash, port: port, gossips: options.gossips)
    }
}
