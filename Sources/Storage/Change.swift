public import Chain

/// What a node decided, to be kept before it tells anybody.
public enum Change: Sendable {
    /// A transaction was accepted; it is pending.
    case accepted(AcceptedTransaction)

    /// A block was forged on the tip. It carries these accepted transactions, which are pending no more.
    case forged(Block, carrying: [Int])

    /// A longer chain took the place of the one kept.
    case replaced(Replacement)

    /// Peers were registered; those known already stay where they are.
    case registered([String], isFound: Bool = false)

    /// Peers were removed.
    case unregistered([String])
}

/// A longer chain in place of the one kept.
public struct Replacement: Sendable {
    /// The chain as it will be.
    public let chain: Blockchain

    /// How many blocks the two have in common; all above are exchanged.
    public let commonLength: Int

    /// Accepted transactions that are pending again, by number.
    public let reopened: [Int]

    /// Accepted transactions that are pending no more, by number.
    public let settled: [Int]

    /// Puts the four together.
    public init(chain: Blockchain, commonLength: Int, reopened: [Int], settled: [Int]) {
        self.chain = chain
        self.commonLength = commonLength
        self.reopened = reopened
        self.settled = settled
    }
}
