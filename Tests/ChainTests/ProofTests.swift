import TestSupport
import Testing

@testable import Chain

@Suite struct `A proof` {
    @Test(arguments: [0, 1, 9, 10, 999_999_999_999_999_999, .max - 1, .max] as [UInt64])
    func `of 64 bits is that number`(word: UInt64) throws {
        let proof = Proof(word)
        #expect(proof.word == word)
        #expect(proof.description == "\(word)" && proof.digits == Array("\(word)".utf8))
        #expect(try #require(Proof(digits: "\(word)".utf8)) == proof)
        #expect(try #require(Proof(parse("\(word)"))) == proof)
        #expect(proof.text == .integer(word))
    }

    @Test(arguments: ["18446744073709551616", "99999999999999999999", "100000000000000000000"])
    func `of more bits keeps its digits`(digits: String) throws {
        let proof = try #require(Proof(digits: digits.utf8))
        #expect(proof.word == nil && proof.description == digits)
        #expect(try #require(Proof(parse(digits))) == proof)
        #expect(proof != Proof(.max))
    }

    @Test func `has as many digits as Python reads`() {
        #expect(Proof.ofNines(4_300).digits.count == 4_300)
        #expect(Proof(digits: [UInt8](repeating: UInt8(ascii: "9"), count: 4_301)) == nil)
    }

    @Test(arguments: ["", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "1 ", "x"])
    func `is nothing else than digits`(text: String) {
        #expect(Proof(digits: text.utf8) == nil)
    }

    @Test(arguments: ["-1", "1.0", "1e3", "\"1\"", "true", "null", "[]"])
    func `is no other value than an integer from 0 on`(text: String) throws {
        #expect(try Proof(parse(text)) == nil)
    }

    @Test func `that is long fits by the same rule, on either side`() throws {
        let chain = Blockchain(rules: .easy)
        let puzzle = Rules.easy.work(after: chain.lastBlock)
        let long = try #require(
            (0..<1_000).lazy.compactMap { Proof(digits: "1\(String(repeating: "0", count: 90))\(100 + $0)".utf8) }
                .first(where: puzzle.isValid))
        let text = "100\(long)\(Block.genesis.hash)"
        #expect(BlockHash(of: Array(text.utf8).span.bytes).description.hasPrefix("0"))
        var grown = chain
        try grown.append(
            Block(index: 2, timestamp: 1.5, transactions: [], proof: long, previousHash: Block.genesis.hash))
        try grown.mine()
        let next = Rules.easy.work(after: grown.blocks[1])
        #expect(next.lastProof == long)
        #expect(next.guessPrefix == long.digits)
        #expect(next.guessSuffix == grown.blocks[1].hash.hexDigits)
        #expect(next.isValid(grown.lastBlock.proof))
        #expect(try readChain(grown.answer, chunkLength: 1_000) == grown)
    }
}
