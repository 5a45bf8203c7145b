internal import Chain
internal import GRDB

/// What a network is known by; a directory keeps it as parameters of these names.
public enum NetworkParameter: String, Hashable, Sendable {
    /// The name of the set of rules.
    case rules
    /// How many hex zeros a proof begins with.
    case difficulty
    /// The hash of the block that every new chain begins with.
    case genesis

    /// What a network of these rules has, in the order in which a person should hear of it.
    static func values(of rules: Rules) -> [(NetworkParameter, String)] {
        [
            (.rules, rules.set.name), (.difficulty, rules.difficulty.description),
            (.genesis, rules.genesis.hash.description),
        ]
    }
}

extension Database {
    /// What is kept of a parameter. A directory of an earlier version does not name its rules.
    func networkParameter(_ parameter: NetworkParameter) throws -> String? {
        try self.parameter(parameter.rawValue) ?? (parameter == .rules ? RuleSet.standard.name : nil)
    }
}
