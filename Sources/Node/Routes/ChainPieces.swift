internal import Chain
internal import HTTP

/// A JSON object with all or part of a chain: `prefix`, the blocks' texts, `suffix`.
///
/// It refers to the chain as it was when requested, whatever happens to the node's chain meanwhile, and copies none of
/// it.
struct ChainPieces: BodyPieces {
    let length: Int
    private var prefix: ArraySlice<UInt8>
    private var texts: ChainText
    private var suffix: ArraySlice<UInt8>

    /// Makes one of the whole chain.
    init(prefix: String, _ chain: Blockchain, suffix: String) {
        self.init(prefix: prefix, chain, 0..<chain.length, suffix: suffix)
    }

    /// Makes one of the blocks at some positions.
    init(prefix: String, _ chain: Blockchain, _ range: Range<Int>, suffix: String) {
        self.prefix = Array(prefix.utf8)[...]
        self.suffix = Array(suffix.utf8)[...]
        texts = chain.blocks.text(of: range)
        length = self.prefix.count + texts.count + self.suffix.count
    }

    mutating func next() -> ArraySlice<UInt8>? {
        if !prefix.isEmpty { return take(&prefix) }
        if let piece = texts.next() { return piece }
        return suffix.isEmpty ? nil : take(&suffix)
    }

    /// All of it, for a short one.
    func joined() -> [UInt8] {
        var (rest, bytes): (ChainPieces, [UInt8]) = (self, [])
        bytes.reserveCapacity(length)
        while let piece = rest.next() { bytes += piece }
        return bytes
    }

    private func take(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        defer { text = [] }
        return text
    }
}
