internal import Wording

extension BlockExplanation {
    /// Explains a value that may be a block of a ledger.
    ///
    /// - Parameter limit: how many bytes of blocks are undone for the accounts before it, at most.
    init(
        ofLedger value: JSONValue, isCanonical: Bool?, after previous: Block?, in chain: Blockchain,
        _ ledger: LedgerRules, undoing limit: Int = LedgerPlace.maximumUndoneBytes
    ) {
        let index = value["index"]?.integer
        if index == Block.firstIndex, previous == nil {
            self.init(firstOfLedger: value, isCanonical: isCanonical, in: chain, ledger)
            return
        }
        let members: HeaderMembers
        do throws(LedgerFault) {
            members = try HeaderMembers(ofBlock: value)
        } catch {
            self.init(noBlockOfLedger: value, error, Rule.ofLedger)
            return
        }
        let place =
            if let previous {
                LedgerPlace(behind: previous, in: chain, ledger, undoing: limit)
            } else {
                index.flatMap { LedgerPlace(at: $0, in: chain, ledger, undoing: limit) }
            }
        let text = value.canonicalText
        let hash = BlockHash(of: text)
        let findings = LedgerFindings(value, text: text, members, at: place, by: chain.rules)
        let isInChain = index.map { chain.has(hash, at: $0) } ?? false
        self.init(
            block: try? Block(value), text: text, hash: hash, guess: findings.guess, ledger: findings.figures,
            checks: [.shapeOfLedger, .canonical(isCanonical)] + findings.checks
                + [.sealed(hash, at: index ?? 0, isInChain: isInChain, in: chain)],
            isInChain: isInChain, holds: isInChain ? true : findings.checks.allHold)
    }

    /// A first block, with which a network begins.
    private init(
        firstOfLedger value: JSONValue, isCanonical: Bool?, in chain: Blockchain, _ ledger: LedgerRules
    ) {
        let text = value.canonicalText
        let hash = BlockHash(of: text)
        let isOurs = hash == ledger.network.id
        do throws(LedgerFault) {
            if !isOurs { _ = try LedgerNetwork(genesis: value) }
        } catch {
            self.init(noBlockOfLedger: value, error, Rule.ofFirst)
            return
        }
        self.init(
            block: try? Block(value), text: text, hash: hash, guess: nil, ledger: nil,
            checks: [
                .genesis, .canonical(isCanonical), .network(hash, ledger.network),
                .sealed(hash, at: Block.firstIndex, isInChain: isOurs, in: chain),
            ],
            isInChain: isOurs, holds: isOurs)
    }

    private init(noBlockOfLedger value: JSONValue, _ fault: LedgerFault, _ rules: [Rule]) {
        let block = try? Block(value)
        self.init(
            block: block, text: block?.text, hash: block?.hash, guess: nil, ledger: nil,
            checks: rules.map { rule in
                rule == .of(fault.rule)
                    ? .broken(fault) : Check(rule: rule, holds: nil, says: Statement(.noLedgerBlockToLookAt))
            },
            isInChain: false, holds: false)
    }
}

extension [BlockExplanation.Check] {
    /// Whether all rules hold; nil if none is broken, but one can't be compared.
    fileprivate var allHold: Bool? {
        if contains(where: { $0.holds == false }) { return false }
        return contains { $0.holds == nil } ? nil : true
    }
}

extension Blockchain {
    /// Whether the block at a height, which may be any number, has this hash.
    package func has(_ hash: BlockHash, at height: Int) -> Bool {
        (1...length).contains(height) && blocks.hash(at: height - 1) == hash
    }
}
