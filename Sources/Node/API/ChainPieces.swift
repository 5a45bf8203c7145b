internal import Chain
internal import HTTP

/// A JSON object with a chain in it, made while it is sent: `prefix`, the blocks' texts, `suffix`.
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
    private var position = 0
    private var offset = 0
    private var isDone = false

    private static let separator = Array(", ".utf8)

    init(prefix: String, _ chain: Blockchain, suffix: String) {
        self.prefix = Array(prefix.utf8)
        self.chain = chain
        self.suffix = Array(suffix.utf8)
        let separators = (chain.length - 1) * ChainPieces.separator.count
        length = self.prefix.count + chain.textLength + separators + self.suffix.count
    }

    mutating func next() -> [UInt8]? {
        if isDone { return nil }
        var piece: [UInt8] = []
        piece.reserveCapacity(min(length, ChainPieces.pieceBytes + 64 * 1024))
        if position == 0, offset == 0 { piece += prefix }
        while position < chain.length {
            if piece.count >= ChainPieces.pieceBytes { return piece }
            if position > 0, offset == 0 { piece += ChainPieces.separator }
            let rest = chain.blocks[position].text.bytes[offset...]
            piece += rest.prefix(ChainPieces.pieceBytes)
            offset = rest.count > ChainPieces.pieceBytes ? offset + ChainPieces.pieceBytes : 0
            if offset == 0 { position += 1 }
        }
        isDone = true
        return piece + suffix
    }
}
