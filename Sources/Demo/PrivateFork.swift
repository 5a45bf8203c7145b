/// The race of somebody who mines another branch in secret from before a payment, against all others.
struct PrivateFork: Hashable, Sendable {
    /// The part of all hash power that mines in secret: more than 0, and less than a half.
    let share: Double

    /// The odds that the secret branch is ever ahead, if it is released no earlier than behind so many confirmations.
    ///
    /// Both begin at the block before the payment's, all blocks are as hard, and equal is not ahead. While the others
    /// find `confirmations` blocks, the secret branch finds k with the negative binomial distribution; what is missing
    /// then is a random walk's ruin.
    func odds(confirmations: Int) -> Double {
        let honest = 1 - share
        // That it finds k blocks meanwhile, beginning with none.
        var finding = (0..<confirmations).reduce(1.0) { chance, _ in chance * honest }
        var caught = 1.0
        for found in 0...confirmations {
            caught -= finding * (1 - oddsOfCatchingUp(missing: confirmations - found + 1))
            finding *= share * Double(confirmations + found) / Double(found + 1)
        }
        return caught
    }

    /// The odds of ever finding so many blocks more than the others.
    func oddsOfCatchingUp(missing: Int) -> Double {
        (0..<missing).reduce(1.0) { chance, _ in chance * share / (1 - share) }
    }
}

/// Who finds the next block: drawn by lot, the same in each telling (SplitMix64).
struct Lots: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Whether the ticket that wins is the one among so many.
    mutating func isDrawn(oneOf count: UInt64) -> Bool {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ mixed >> 31) % count == 0
    }
}
