internal import Chain
internal import GRDB

/// A parameter that identifies a network; a directory stores it under this name.
public enum NetworkParameter: String, Hashable, Sendable {
    /// The name of the set of rules.
    case rules
    /// How many leading hex zeros a proof needs.
    case difficulty
    /// The hash of the block that every chain begins with.
    case genesis

    /// The parameters of a network with these rules, in the order in which people should hear of them: a ledger's
    /// genesis says how hard proofs are.
    static func values(of rules: Rules) -> [(NetworkParameter, String)] {
        let difficulty = (NetworkParameter.difficulty, rules.difficulty.description)
        let genesis = (NetworkParameter.genesis, rules.genesis.hash.description)
        return [(.rules, rules.set.name)] + (rules.ledger == nil ? [difficulty, genesis] : [genesis, difficulty])
    }
}

extension Database {
    /// The stored value of a parameter. A directory of an earlier version doesn't name its rules.
    func networkParameter(_ parameter: NetworkParameter) throws -> String? {
        try self.parameter(parameter.rawValue) ?? (parameter == .rules ? RuleSet.standard.name : nil)
    }
}
