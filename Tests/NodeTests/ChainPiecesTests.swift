internal import Chain
internal import TestSupport
internal import Testing

@testable import Node

@Suite("A chain in pieces")
struct ChainPiecesTests {
    /// Blocks of about 2 KiB, enough for several pieces.
    private static let long: Result<Blockchain, any Error> = Result {
        var chain = Blockchain(rules: .easy)
        let payment = try Transaction.payment(1, to: String(repeating: "x", count: 2_000))
        while chain.length < 400 { try chain.mine([payment]) }
        return chain
    }

    /// All pieces until the end.
    private func pieces(_ source: ChainPieces) -> [ArraySlice<UInt8>] {
        var (source, pieces): (ChainPieces, [ArraySlice<UInt8>]) = (source, [])
        while let piece = source.next() { pieces.append(piece) }
        #expect(source.next() == nil)
        return pieces
    }

    /// A client's answer must be JSON that contains the chain.
    private func check(_ text: [UInt8], holds chain: Blockchain) throws {
        let root = try JSONDocument(parsing: text).root
        #expect(root["length"]?.integer == chain.length)
        let elements = try #require(root["chain"]?.elements)
        #expect(elements.map(\.canonicalText) == chain.blocks.map(\.text))
        var reader = ChainReader(rules: chain.rules)
        try reader.read(text)
        #expect(try reader.finish().blocks == chain.blocks)
    }

    private func answer(_ chain: Blockchain) -> ChainPieces {
        ChainPieces(prefix: #"{"chain": ["#, chain, suffix: "], \"length\": \(chain.length)}\n")
    }

    @Test(arguments: [1, 2, 3, 100, 129, 130, 131, 132, 260, 400])
    func `the length is that of all pieces, and together they are JSON`(length: Int) throws {
        let all = try Self.long.get()
        let chain = try Blockchain(validating: all.blocks.prefix(length), rules: all.rules)
        let source = answer(chain)
        let pieces = pieces(source)
        #expect(source.length == pieces.map(\.count).reduce(0, +))
        try check(pieces.flatMap { $0 }, holds: chain)
        #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 300_000 })
    }

    @Test(arguments: [1, 1_000, 60_000, 70_000, 300_000, 1_000_000])
    func `long blocks are whole as well`(bytes: Int) throws {
        var chain = Blockchain(rules: .easy)
        let payment = try Transaction.payment(1, to: String(repeating: "x", count: bytes))
        for _ in 0..<10 {
            try chain.mine([payment])
            let source = answer(chain)
            let pieces = pieces(source)
            #expect(source.length == pieces.map(\.count).reduce(0, +))
            try check(pieces.flatMap { $0 }, holds: chain)
        }
    }

    @Test func `a part of a chain is those blocks`() throws {
        let chain = try Self.long.get()
        for range in [0..<1, 0..<0, 400..<400, 100..<300, 255..<257, 399..<400, 1..<400] {
            let source = ChainPieces(prefix: "[", chain, range, suffix: "]")
            let text = pieces(source).flatMap { $0 }
            #expect(source.length == text.count)
            #expect(
                try JSONDocument(parsing: text).root.elements?.map(\.canonicalText) == chain.blocks[range].map(\.text))
        }
    }

    @Test func `a body holds the chain as it was, whatever becomes of it`() throws {
        var chain = try Self.long.get()
        var source = answer(chain)
        let before = chain
        var text = Array(source.next() ?? [])
        for _ in 0..<300 { try chain.mine() }
        chain = try Blockchain.mined(length: 3)
        while let piece = source.next() { text += piece }
        try check(text, holds: before)
    }
}
