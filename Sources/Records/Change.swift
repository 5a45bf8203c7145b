public import Chain

/// Something a node has decided, which must be stored before anybody is told.
public enum Change: Sendable {
    /// A transaction was accepted; it is pending.
    case accepted(AcceptedTransaction)

    /// A client posted a transaction that so far only other nodes had brought: see ``AcceptedTransaction/isPosted``.
    case posted(number: Int)

    /// A block was forged on the tip. It includes these accepted transactions, which are no longer pending.
    case forged(Block, including: [Int])

    /// A longer chain replaced the stored one.
    case replaced(Replacement)

    /// These accepted transactions of a ledger are forgotten: another was made of the same nonce, or they can't be
    /// paid.
    case dropped([Int])

    /// Peers were registered, or found among peers of peers. Known ones stay as they are, except that a found peer
    /// becomes registered once somebody registers it.
    case registered([String], areFound: Bool = false)

    /// Peers were removed.
    case unregistered([String])
}

/// A longer chain that replaces the stored one.
public struct Replacement: Sendable {
    /// The new chain.
    public let chain: Blockchain

    /// How many blocks the two chains share; all above are replaced.
    public let commonLength: Int

    /// Numbers of accepted transactions that are pending again.
    public let returned: [Int]

    /// Numbers of accepted transactions that are no longer pending.
    public let confirmed: [Int]

    /// Numbers of accepted transactions that are forgotten with their orphaned blocks, because no client posted them
    /// here.
    public let forgotten: [Int]

    /// Transactions with an `id` that arrive with the new blocks; they were never pending here.
    public let brought: [AcceptedTransaction]

    /// The new blocks that include transactions with an `id`, and those transactions.
    public let inclusions: [Inclusion]

    /// When it was decided, in seconds since 1970, if known.
    public let secondsSince1970: Double?

    /// The peer that had the chain, if one had it.
    public let source: String?

    /// Makes one from its parts.
    public init(
        chain: Blockchain, commonLength: Int, returned: [Int], confirmed: [Int], forgotten: [Int] = [],
        brought: [AcceptedTransaction] = [], inclusions: [Inclusion] = [], secondsSince1970: Double? = nil,
        source: String? = nil
    ) {
        self.chain = chain
        self.commonLength = commonLength
        self.returned = returned
        self.confirmed = confirmed
        self.forgotten = forgotten
        self.brought = brought
        self.inclusions = inclusions
        (self.secondsSince1970, self.source) = (secondsSince1970, source)
    }
}
