public import Cryptography

/// A chain of a ledger without its blocks: what the next one builds on, and the accounts.
///
/// The rules in one piece, each block at once and in order. It is what everything faster is held against.
public struct LedgerState: Sendable {
    /// The network.
    public let network: LedgerNetwork
    /// What the next header builds on.
    public private(set) var tip: HeaderTip
    /// The hash of the newest block.
    public private(set) var lastHash: BlockHash
    /// The accounts behind the newest block.
    public private(set) var accounts: Accounts

    /// The state behind a network's first block.
    public init(_ network: LedgerNetwork) {
        self.network = network
        (tip, lastHash, accounts) = (network.tip, network.id, network.accounts)
    }

    /// Checks a block by all rules and adds it. One that is refused changes nothing.
    ///
    /// - Parameter now: seconds since 1970; nil where blocks from the future are none of the caller's concern.
    /// - Throws: the first rule that is broken, in the order of ``LedgerRule``.
    /// - Returns: the block, and what it has changed.
    @discardableResult
    public mutating func append(
        _ value: JSONValue, now: Double? = nil, checking ed25519: Ed25519
    ) throws(LedgerFault) -> (block: Block, changes: AccountChanges) {
        let sealed = try SealedHeader(ofBlock: value, after: tip, now: now)
        let block = try LedgerBlock(value, sealed: sealed, lastHash: lastHash)
        var transactions = BlockTransactions(block.transactions)
        transactions.checkSignatures(on: network.id, by: ed25519)
        let changes = try accounts.changes(
            by: transactions, at: sealed.header.index, parameters: network.parameters)
        accounts.apply(changes)
        tip = tip.appending(sealed)
        lastHash = block.hash
        return (block.block, changes)
    }
}
