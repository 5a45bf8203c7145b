public import Chain

/// A block that every chain must have at its place.
public struct Checkpoint: Hashable, Sendable, CustomStringConvertible {
    /// The block's index; 1 is the first block's.
    public let height: Int

    /// Its hash.
    public let hash: BlockHash

    /// Makes one from its parts.
    public init(height: Int, hash: BlockHash) {
        precondition(height > 0, "blocks are counted from 1")
        self.height = height
        self.hash = hash
    }

    /// Parses `HEIGHT-HASH`, such as `120-0000c49b...`; nil for anything else.
    public init?(_ text: String) {
        guard let dash = text.firstIndex(of: "-") else { return nil }
        let digits = text[..<dash].utf8
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let height = Int(text[..<dash]), height > 0,
            let hash = BlockHash(hexDigits: Array(text[text.index(after: dash)...].utf8)[...])
        else { return nil }
        self.init(height: height, hash: hash)
    }

    /// `HEIGHT-HASH`.
    public var description: String { "\(height)-\(hash)" }
}
