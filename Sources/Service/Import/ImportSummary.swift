public import Chain
public import Wording

/// What an import did, or would do.
public struct ImportSummary: Hashable, Sendable {
    /// The network of a ledger's chain; nil under other rules.
    public let network: BlockHash?
    /// The chain's last block.
    public let tip: BlockHash
    /// How many blocks the chain has.
    public let length: Int
    /// How many blocks the replaced chain had; 0 if there was none.
    public let previousLength: Int
    /// How many accepted transactions are pending again, because their blocks were orphaned.
    public internal(set) var returned = 0
    /// How many accepted transactions are no longer pending, because their blocks came back.
    public internal(set) var confirmed = 0
    /// How many payments of a ledger are gone for good, because they can't be paid, or another has their nonce.
    public internal(set) var dropped = 0
    /// The file in which the chain began, if there were several.
    public private(set) var source: String?
    /// The files in which something is wrong, each with a sentence.
    public private(set) var refused: [Statement] = []

    init(of chain: Blockchain, previousLength: Int) {
        (network, tip, length) = (chain.rules.ledger?.network.id, chain.lastBlock.hash, chain.length)
        self.previousLength = previousLength
    }

    func with(_ files: SavedFiles) -> ImportSummary {
        var summary = self
        (summary.source, summary.refused) = (files.source, files.refused)
        return summary
    }
}
