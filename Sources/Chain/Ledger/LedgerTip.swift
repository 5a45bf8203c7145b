/// What the next block of a ledger builds on: what all blocks before come to.
public struct LedgerTip: Hashable, Sendable {
    /// What the next header builds on, and the work.
    public internal(set) var header: HeaderTip
    /// The accounts.
    public internal(set) var accounts: Accounts

    init(header: HeaderTip, accounts: Accounts) {
        (self.header, self.accounts) = (header, accounts)
    }
}

extension Blockchain {
    /// What the next block would build on if the chain ended at an earlier height: blocks are undone one by one, so
    /// this takes time linear in their texts. Nil unless the chain is a ledger's.
    func ledgerTip(at height: Int) -> LedgerTip? {
        guard let rules = rules.ledger, var tip = ledger else { return nil }
        if height == length { return tip }
        if height == Block.firstIndex { return rules.firstTip }
        var work = tip.header.work
        for position in (height..<length).reversed() {
            let block = LedgerBlock.Kept(blocks[position])
            guard let changes = tip.accounts.changes(undoing: block.transactions) else {
                preconditionFailure("the accounts are those behind block \(position + 1)")
            }
            tip.accounts.apply(changes)
            work = work.subtracting(block.sealed.header.target.expectedGuesses)
        }
        tip.header = headerTip(at: height, work: work, rules)
        return tip
    }

    /// What a header after the block at a height builds on, which isn't the first.
    func headerTip(at height: Int, work: UInt256, _ rules: LedgerRules) -> HeaderTip {
        let isSecond = height == Block.firstIndex + 1
        let previous = isSecond ? rules.network.timestamp : sealedHeader(at: height - 1).header.timestamp
        return HeaderTip(
            at: sealedHeader(at: height), after: previous, work: work, parameters: rules.network.parameters)
    }

    /// The header of the block at a height, which isn't the first. Takes time linear in the header, and to copy the
    /// block.
    func sealedHeader(at height: Int) -> SealedHeader { blocks[height - 1].sealedHeader }

    /// Continues a chain that was read from what was kept, with what was kept of its tip.
    ///
    /// - Parameters:
    ///   - accounts: those behind the newest block.
    ///   - work: of the whole chain.
    package mutating func resume(accounts: Accounts, work: UInt256) {
        guard let rules = rules.ledger else { preconditionFailure("only a ledger has accounts") }
        ledger =
            length == Block.firstIndex
            ? rules.firstTip : LedgerTip(header: headerTip(at: length, work: work, rules), accounts: accounts)
    }
}

extension LedgerBlock {
    /// A block of a ledger that was checked before, read again.
    package struct Kept {
        let sealed: SealedHeader
        let transactions: BlockTransactions

        /// Reads a block that is not the first.
        init(_ block: Block) {
            guard let kept = Self(block.parsed) else {
                preconditionFailure("block \(block.index) was checked by the ledger's rules")
            }
            self = kept
        }

        /// Reads the stored text of a block that is not the first; the height is for the error. Signatures aren't
        /// checked again.
        package init(text: [UInt8], height: Int) throws(ChainError) {
            guard let document = try? JSONDocument(parsing: text), let kept = Self(document.root),
                kept.sealed.header.index == height, kept.transactions.fault == nil, kept.transactions.reward != nil
            else { throw .fault(height: height, .notOfALedger) }
            self = kept
        }

        private init?(_ value: JSONValue) {
            guard let sealed = SealedHeader(ofChecked: value), let elements = value["transactions"]?.elements else {
                return nil
            }
            (self.sealed, transactions) = (sealed, BlockTransactions(elements))
        }
    }
}

extension Block {
    /// The header of a ledger's block that was checked before. Takes time linear in the header.
    var sealedHeader: SealedHeader {
        guard let document = try? JSONDocument(parsing: textBeforeTransactions.bytes),
            let header = SealedHeader(ofChecked: document.root)
        else { preconditionFailure("block \(index) was checked by the ledger's rules") }
        return header
    }

    /// The whole block as a value. Takes time linear in its text.
    package var parsed: JSONValue {
        guard let document = try? JSONDocument(parsing: text.bytes) else {
            preconditionFailure("a block's text is JSON")
        }
        return document.root
    }
}

// MARK: - For light clients

extension Blockchain {
    /// The header of the block at a height with its proof, as light clients get it; nil for the first one, and under
    /// other rules than a ledger's. Takes time linear in the header, and to copy the block.
    public func headerText(at height: Int) -> CanonicalText? {
        guard ledger != nil, height > Block.firstIndex, height <= length else { return nil }
        return blocks[height - 1].textBeforeTransactions
    }

    /// Where a transaction is in the block at a height: what shows to those who trust nobody that it is there.
    public struct Place: Sendable {
        /// The block's header, with its proof.
        public let header: SealedHeader
        /// The hashes beside the way from the transaction to the root, from below.
        public let path: [Digest]
        /// Which of the block's transactions it is, from 0.
        public let position: Int
        /// How many the block has.
        public let count: Int
    }

    /// The place of a transaction in the block at a height; nil if it isn't there. Takes time linear in the block.
    public func place(of transaction: Transaction, at height: Int) -> Place? {
        guard ledger != nil, height > Block.firstIndex, height <= length else { return nil }
        let value = blocks[height - 1].parsed
        guard let header = SealedHeader(ofChecked: value), let elements = value["transactions"]?.elements else {
            preconditionFailure("block \(height) was checked by the ledger's rules")
        }
        let leaves = elements.map(\.canonicalText)
        guard let position = leaves.firstIndex(of: transaction.text) else { return nil }
        let path = MerkleTree(leaves: leaves).path(ofLeafAt: position)
        return Place(header: header, path: path, position: position, count: leaves.count)
    }
}
