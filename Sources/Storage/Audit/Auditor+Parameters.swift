internal import Chain
internal import GRDB
internal import Wording

extension Auditor {
    /// Returns the rules, if they are stored.
    mutating func checkParameters() throws -> Rules? {
        let name = try db.networkParameter(.rules)
        let set = name.flatMap(RuleSet.init)
        if set == nil {
            let sets = RuleSet.allCases.map(\.name)
            let names = sets.dropFirst().reduce(Wording.Statement(said: sets[0])) { rest, name in
                Wording.Statement(.placeOr, ["place": .text(name), "rest": .statement(rest)])
            }
            report(.parameter(NetworkParameter.rules.rawValue, kept: name, wanted: names))
        }
        if set == .ledger { return try checkLedgerParameters() }
        let text = try db.networkParameter(.difficulty)
        let difficulty = text.flatMap { Int($0) }.flatMap { Difficulty(hexZeros: $0) }
        if difficulty == nil || text != difficulty?.description {
            let range = Difficulty.range
            let wanted = Wording.Statement(
                .fromTo, ["first": .number(range.lowerBound), "last": .number(range.upperBound)])
            report(.parameter(NetworkParameter.difficulty.rawValue, kept: text, wanted: wanted))
        }
        let rules = set.flatMap { set in difficulty.map { Rules(set, difficulty: $0) } }
        try check(.genesis, is: (rules ?? Rules()).genesis.hash.description)
        return rules
    }

    /// A ledger's network is its first block, from which all else follows.
    private mutating func checkLedgerParameters() throws -> Rules? {
        let network: LedgerNetwork
        do {
            network = try db.firstBlockNetwork(upTo: easiestTarget)
        } catch let error as ChainError {
            report(.rule(error))
            return nil
        }
        let recomputed = try RecomputedLedger(network)
        ledger = recomputed
        for (parameter, wanted) in NetworkParameter.values(of: recomputed.rules) { try check(parameter, is: wanted) }
        return recomputed.rules
    }

    private mutating func check(_ parameter: NetworkParameter, is wanted: String) throws {
        let kept = try db.networkParameter(parameter)
        if kept != wanted { report(.parameter(parameter.rawValue, kept: kept, wanted: .init(said: wanted))) }
    }
}
