package import API
public import Chain
public import Wording

/// What makes a node one of another network.
public enum NetworkMismatch: Hashable, Sendable, Stated {
    /// It has other rules.
    case rules(String, ours: String)
    /// Its proofs are harder or easier to find.
    case difficulty(Int, ours: Int)
    /// Its chain begins with another block, and ours is pinned to its own.
    case genesis(BlockHash, ours: BlockHash)

    /// The words of a verdict.
    public var statement: Statement {
        switch self {
        case .rules(let theirs, let ours):
            Statement(.otherRules, ["ours": .text(ours), "theirs": .text(theirs)])
        case .difficulty(let theirs, let ours):
            Statement(.otherDifficulty, ["ours": .number(ours), "theirs": .number(theirs)])
        case .genesis(let theirs, let ours):
            Statement(.otherGenesis, ["ours": .text("\(ours)"), "theirs": .text("\(theirs)")])
        }
    }

}

extension NodeStatus {
    /// What makes this node one of another network than ours; nil if nothing does.
    ///
    /// - Parameter pinsGenesis: whether ours accepts only chains with its own first block.
    package func mismatch(with ours: NodeStatus, pinsGenesis: Bool) -> NetworkMismatch? {
        mismatch(rules: ours.rules, difficulty: ours.difficulty)
            ?? (pinsGenesis && genesis != ours.genesis ? .genesis(genesis, ours: ours.genesis) : nil)
    }

    /// What makes this node one of another network than one of these parameters; nil if nothing does.
    func mismatch(rules ourRules: String, difficulty ourDifficulty: Int) -> NetworkMismatch? {
        if RuleSet.takes(chainsOf: rules, by: ourRules), difficulty >= ourDifficulty { return nil }
        if rules != ourRules { return .rules(rules, ours: ourRules) }
        return difficulty != ourDifficulty ? .difficulty(difficulty, ours: ourDifficulty) : nil
    }
}
