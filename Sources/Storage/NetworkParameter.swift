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

    /// The parameters of a network with these rules, in the order in which people should hear of them.
    static func values(of rules: Rules) -> [(NetworkParameter, String)] {
        [
            (.rules, rules.set.name), (.difficulty, rules.difficulty.description),
            (.genesis, rules.genesis.hash.description),
        ]
    }
}

extension Database {
    /// The stored value of a parameter. A directory of an earlier version doesn't name its rules.
    func networkParameter(_ parameter: NetworkParameter) throws -> String? {
        try self.parameter(parameter.rawValue) ?? (parameter == .rules ? RuleSet.standard.name : nil)
    }
}
