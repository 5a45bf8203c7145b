/// A block without its transactions: how many there are, and everything else.
///
/// Read from the block's text in one pass that builds nothing. Parsing a block of 16 MiB would take a second and
/// hundreds of megabytes.
public struct BlockSummary: Hashable, Sendable {
    /// The place in the chain, from 1.
    public let index: Int
    /// The SHA-256 of the text.
    public let hash: BlockHash
    /// `previous_hash` as spelled in the block, quotes included.
    public let previousHash: CanonicalText
    /// The proof as spelled in the block.
    public let proof: CanonicalText
    /// When the block was made, in seconds since 1970, as spelled in the block.
    public let timestamp: CanonicalText
    /// How many transactions it includes.
    public let transactionCount: Int
    /// How long its text is, in bytes.
    public let textLength: Int
    /// What a block of a ledger has besides, but for a first one.
    public let ledger: Ledger?

    /// What a block of a ledger has besides.
    public struct Ledger: Hashable, Sendable {
        /// What the hash of its guess may be at most.
        public let target: UInt256
        /// What its payments pay to its maker.
        public let fees: Int

        /// How many guesses it takes on average.
        public var work: UInt256 { target.expectedGuesses }
    }

    /// Takes time linear in the block's text.
    ///
    /// - Parameter rules: of the chain that the block is in.
    public init(of block: Block, by rules: Rules = Rules()) {
        index = block.index
        hash = block.hash
        textLength = block.text.bytes.count
        let text = block.text.bytes
        var scanner = BlockScanner(text)
        func value(_ key: Block.Key) -> CanonicalText {
            guard let range = scanner.value(of: key) else {
                preconditionFailure("a block's text is an object with all five keys")
            }
            return CanonicalText(uncheckedBytes: Array(text[range]))
        }
        previousHash = value(.previousHash)
        proof = value(.proof)
        timestamp = value(.timestamp)
        var (count, last) = (0, 0..<0)
        if scanner.find(.transactions) {
            while scanner.nextTransaction(), let (range, _) = scanner.transaction() {
                (count, last) = (count + 1, range)
            }
        }
        transactionCount = count
        ledger = rules.ledger.flatMap { Ledger(of: block, rewardAt: last, by: $0) }
    }
}

extension BlockSummary.Ledger {
    /// Nil of a first block.
    fileprivate init?(of block: Block, rewardAt place: Range<Int>, by rules: LedgerRules) {
        guard block.index > Block.firstIndex,
            let reward = try? JSONDocument(parsing: block.text.bytes, in: place),
            let amount = RewardTransaction(reward.root)?.amount
        else { return nil }
        target = block.sealedHeader.header.target
        fees = amount - rules.network.parameters.reward(at: block.index)
    }
}

extension Blockchain {
    /// Summaries of the blocks at some positions: from the first on, as many as have texts of at most this total
    /// length; but at least one, if there is one.
    public func summaries(_ range: Range<Int>, textBytes: Int) -> [BlockSummary] {
        blocks.range(range, holding: textBytes).map { BlockSummary(of: blocks[$0], by: rules) }
    }
}

extension BlockSequence {
    /// The leading part of some positions whose blocks have texts of at most this total length; but at least one, if
    /// there is one.
    public func range(_ range: Range<Int>, holding textBytes: Int) -> Range<Int> {
        var (end, bytes) = (range.lowerBound, 0)
        while end < range.upperBound {
            bytes += textLength(at: end)
            if bytes > textBytes, end > range.lowerBound { break }
            end += 1
        }
        return range.lowerBound..<end
    }
}
