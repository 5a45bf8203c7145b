internal import Chain
internal import Cryptography

/// What the blocks of a ledger come to by all of its rules, one after the other, as far as they keep them.
struct RecomputedLedger {
    /// The rules of the network, whose clock lets every block pass: whoever kept one has waited for it.
    let rules: Rules

    private let ed25519: Ed25519

    /// Behind the newest block; nil once one was refused or is missing, for then nothing is known of what follows.
    private(set) var state: LedgerState?

    init(_ network: LedgerNetwork) throws {
        ed25519 = try Ed25519()
        rules = Rules(LedgerRules(network, checking: ed25519) { .infinity })
        state = LedgerState(network)
    }

    /// Checks the block at a height, all signatures included, unless nothing is known of those before it.
    ///
    /// - Returns: whether it was checked.
    mutating func append(_ block: Block, at height: Int) throws(ChainError) -> Bool {
        // The first one was read to learn of the network.
        if height == Block.firstIndex { return block.hash == state?.network.id }
        guard var next = state, next.tip.index == height - 1 else {
            state = nil
            return false
        }
        do throws(LedgerFault) {
            try next.append(block.parsed, checking: ed25519)
            state = next
        } catch {
            state = nil
            throw .ledger(height: height, error)
        }
        return true
    }
}
