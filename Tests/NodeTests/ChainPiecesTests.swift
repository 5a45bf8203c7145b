internal import Chain
internal import Testing

@testable import Node

@Suite("A chain in pieces")
struct ChainPiecesTests {
    /// Blocks of about 2 KiB, enough for some pieces.
    private static let long: Result<Blockchain, any Error> = Result {
        var chain = Blockchain(difficulty: .easy)
        let payment = try Transaction.payment(1, to: String(repeating: "x", count: 2_000))
        while chain.length < 400 { try chain.mine([payment]) }
        return chain
    }

    /// The pieces, which are asked for until there is none.
    private func pieces(_ source: ChainPieces) -> [[UInt8]] {
        var (source, pieces): (ChainPieces, [[UInt8]]) = (source, [])
        while let piece = source.next() { pieces.append(piece) }
        #expect(source.next() == nil)
        return pieces
    }

    /// What a client gets for a chain has to be JSON, with the chain in it.
    private func check(_ text: [UInt8], holds chain: Blockchain) throws {
        let root = try JSONDocument(parsing: text).root
        #expect(root["length"]?.integer == chain.length)
        let elements = try #require(root["chain"]?.elements)
        #expect(elements.map(\.canonicalText) == chain.blocks.map(\.text))
        var reader = ChainReader(difficulty: chain.difficulty)
        try reader.read(text)
        #expect(try reader.finish().blocks == chain.blocks)
    }

    private func answer(_ chain: Blockchain) -> ChainPieces {
        ChainPieces(prefix: #"{"chain": ["#, chain, suffix: "], \"length\": \(chain.length)}\n")
    }

    @Test(arguments: [1, 2, 3, 100, 129, 130, 131, 132, 260, 400])
    func `the length is that of all pieces, and together they are JSON`(length: Int) throws {
        let all = try Self.long.get()
        let chain = try Blockchain(validating: all.blocks.prefix(length), difficulty: all.difficulty)
        let source = answer(chain)
        let pieces = pieces(source)
        #expect(source.length == pieces.map(\.count).reduce(0, +))
        try check(pieces.flatMap { $0 }, holds: chain)
        let sizes = ChainPieces.pieceBytes...2 * ChainPieces.pieceBytes + 100
        for piece in pieces.dropLast() { #expect(sizes.contains(piece.count)) }
        #expect(pieces.allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: [-2, -1, 0, 1, 2, 1_000_000])
    func `blocks as large as a piece and larger are cut`(more: Int) throws {
        var chain = Blockchain(difficulty: .easy)
        try chain.mine([.payment(1)])
        let recipient = ChainPieces.pieceBytes - chain.lastBlock.text.bytes.count + more
        let payment = try Transaction.payment(1, to: String(repeating: "x", count: recipient))
        for _ in 0..<3 { try chain.mine([payment]) }
        let source = answer(chain)
        let pieces = pieces(source)
        #expect(source.length == pieces.map(\.count).reduce(0, +))
        for piece in pieces { #expect((1...2 * ChainPieces.pieceBytes + 100).contains(piece.count)) }
        try check(pieces.flatMap { $0 }, holds: chain)
    }

    @Test func `around the size of one piece nothing is lost`() throws {
        let all = try Self.long.get()
        let chain = try Blockchain(validating: all.blocks.prefix(100), difficulty: all.difficulty)
        let room = ChainPieces.pieceBytes - answer(chain).length
        for padding in [room - 1, room, room + 1, room + 30] {
            let blanks = String(repeating: " ", count: padding)
            let source = ChainPieces(
                prefix: #"{"chain": ["# + blanks, chain, suffix: "], \"length\": \(chain.length)}\n")
            let text = pieces(source).flatMap { $0 }
            #expect(source.length == text.count)
            try check(text, holds: chain)
        }
    }

    @Test func `a body holds the chain as it was, whatever becomes of it`() throws {
        var chain = try Blockchain.mined(length: 3)
        let source = answer(chain)
        let before = chain
        try chain.mine()
        try check(pieces(source).flatMap { $0 }, holds: before)
    }
}
