internal import Chain
internal import HTTP

/// A JSON object with a chain or a part of it, made while it is sent: `prefix`, the blocks' texts, `suffix`.
///
/// It holds the chain as it was when asked for, whatever becomes of the node's meanwhile.
struct ChainPieces: BodyPieces {
    /// Pieces get no smaller than this, but for the last, and no larger than twice this: what a client has not taken
    /// is held for it.
    static let pieceBytes = 256 * 1024

    let length: Int
    private let prefix: [UInt8]
    private let chain: Blockchain
    private let suffix: [UInt8]
    private let range: Range<Int>
    private var position: Int
    private var offset = 0
    private var isDone = false

    private static let separator = Array(", ".utf8)

    /// Of the whole chain.
    init(prefix: String, _ chain: Blockchain, suffix: String) {
        self.init(prefix, chain, 0..<chain.length, textLength: chain.textLength, suffix)
    }

    /// Of the blocks at some positions. Takes time linear in their number.
    init(prefix: String, _ chain: Blockchain, _ range: Range<Int>, suffix: String) {
        let textLength = chain.blocks[range].reduce(0) { $0 + $1.text.bytes.count }
        self.init(prefix, chain, range, textLength: textLength, suffix)
    }

    private init(_ prefix: String, _ chain: Blockchain, _ range: Range<Int>, textLength: Int, _ suffix: String) {
        self.prefix = Array(prefix.utf8)
        self.chain = chain
        self.suffix = Array(suffix.utf8)
        self.range = range
        position = range.lowerBound
        let separators = max(range.count - 1, 0) * ChainPieces.separator.count
        length = self.prefix.count + textLength + separators + self.suffix.count
    }

    mutating func next() -> [UInt8]? {
        if isDone { return nil }
        var piece: [UInt8] = []
        piece.reserveCapacity(min(length, ChainPieces.pieceBytes + 64 * 1024))
        if position == range.lowerBound, offset == 0 { piece += prefix }
        while position < range.upperBound {
            if piece.count >= ChainPieces.pieceBytes { return piece }
            if position > range.lowerBound, offset == 0 { piece += ChainPieces.separator }
            let rest = chain.blocks[position].text.bytes[offset...]
            piece += rest.prefix(ChainPieces.pieceBytes)
            offset = rest.count > ChainPieces.pieceBytes ? offset + ChainPieces.pieceBytes : 0
            if offset == 0 { position += 1 }
        }
        isDone = true
        return piece + suffix
    }
}
