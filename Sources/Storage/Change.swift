public import Chain

/// What a node decided, to be kept before it tells anybody.
public enum Change: Sendable {
    /// A transaction was accepted; it is pending.
    case accepted(AcceptedTransaction)

    /// A client has posted a transaction that only other nodes had brought: see ``AcceptedTransaction/isPosted``.
    case posted(number: Int)

    /// A block was forged on the tip. It includes these accepted transactions, which are pending no more.
    case forged(Block, including: [Int])

    /// A longer chain took the place of the one kept.
    case replaced(Replacement)

    /// Peers were registered, or found among peers of peers; those known already stay where they are. One that was
    /// found and is registered then is a registered one.
    case registered([String], areFound: Bool = false)

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
    public let returned: [Int]

    /// Accepted transactions that are pending no more, by number.
    public let confirmed: [Int]

    /// Accepted transactions that fall with their blocks and are forgotten, by number; no client has posted them here.
    public let forgotten: [Int]

    /// Transactions with an `id` that its new blocks have brought here; they were never pending here.
    public let brought: [AcceptedTransaction]

    /// Which of its new blocks include transactions with an `id`, and which.
    public let inclusions: [Inclusion]

    /// Puts them together.
    public init(
        chain: Blockchain, commonLength: Int, returned: [Int], confirmed: [Int], forgotten: [Int] = [],
        brought: [AcceptedTransaction] = [], inclusions: [Inclusion] = []
    ) {
        self.chain = chain
        self.commonLength = commonLength
        self.returned = returned
        self.confirmed = confirmed
        self.forgotten = forgotten
        self.brought = brought
        self.inclusions = inclusions
    }
}
