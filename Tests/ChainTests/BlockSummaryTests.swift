import TestSupport
import Testing

@testable import Chain

@Suite struct `A block's summary` {
    /// A block with these transactions and extra keys.
    private func block(_ transactions: String, keys: String = "") throws -> Block {
        let text = """
            {"index": 2, "timestamp": 1.50, "proof": 3, "previous_hash": "\(Block.genesis.hash)",
            "transactions": \(transactions)\(keys)}
            """
        return try Block(parse(text))
    }

    /// Compares with the result of parsing all of it.
    private func expect(_ block: Block, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let summary = BlockSummary(of: block)
        let root = try JSONDocument(parsing: block.text.bytes).root
        #expect(summary.transactionCount == root["transactions"]?.elements?.count, sourceLocation: sourceLocation)
        #expect(summary.previousHash == root["previous_hash"]?.canonicalText, sourceLocation: sourceLocation)
        #expect(summary.proof == root["proof"]?.canonicalText, sourceLocation: sourceLocation)
        #expect(summary.timestamp == root["timestamp"]?.canonicalText, sourceLocation: sourceLocation)
        #expect(summary.index == block.index, sourceLocation: sourceLocation)
        #expect(summary.hash == block.hash, sourceLocation: sourceLocation)
        #expect(summary.textLength == block.text.bytes.count, sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "[]", "[{}]", "[{},{}]", #"[{"a": "x, y"}, {"b": [1, 2, [3, {}]]}]"#, #"[{"a": "\"], }{", "b\\\\": null}, {}]"#,
        #"[{"transactions": [1, 2, 3]}, {"proof": 9}]"#, #"[{"a": true, "b": -1.5e300, "c": "é\u0000"}]"#,
    ])
    func `is what parsing the block comes to`(transactions: String) throws {
        try expect(block(transactions))
        for key in ["", "a", "indey", "proofs", "z", "previous_hashes", "\\\"", "é"] {
            for value in ["1", "null", "[]", "{}", #""}, ""#, #"{"transactions": [1], "proof": "x"}"#, "[[[], {}], 2]"]
            {
                try expect(block(transactions, keys: #", "\#(key)": \#(value)"#))
            }
        }
    }

    @Test func `is there for the first block, whatever it names as the one before`() throws {
        try expect(.genesis)
        for value in ["1", "null", #"{"a": [1, "]"]}"#, "[]", #""\"""#, "12.0"] {
            let text = #"{"index": 1, "timestamp": 0, "proof": 0, "transactions": [], "previous_hash": \#(value)}"#
            try expect(Block(parse(text)))
        }
    }

    @Test func `is the same of blocks that lie in a segment and of those that don't`() throws {
        var chain = try Blockchain.mined(length: 300)
        try chain.mine([.reward(to: "node")])
        let summaries = chain.summaries(0..<chain.length, textBytes: .max)
        #expect(summaries == chain.blocks.map { BlockSummary(of: $0) })
        #expect(summaries.map(\.textLength) == chain.blocks.indices.map { chain.blocks.textLength(at: $0) })
    }

    @Test func `of several are as many as hold so many bytes, and one at least`() throws {
        let chain = try Blockchain.mined(length: 300)
        let lengths = chain.blocks.indices.map { chain.blocks.textLength(at: $0) }
        for range in [0..<300, 10..<12, 254..<258, 299..<300] {
            for bytes in [0, 1, lengths[range.lowerBound], 1_000, 10_000, 1_000_000] {
                let found = chain.blocks.range(range, holding: bytes)
                let sum = lengths[found].reduce(0, +)
                #expect(found.lowerBound == range.lowerBound && found.upperBound <= range.upperBound)
                #expect(found.count == 1 || sum <= bytes)
                #expect(found == range || sum + lengths[found.upperBound] > bytes)
            }
        }
        #expect(chain.blocks.range(5..<5, holding: 10) == 5..<5)
        #expect(chain.summaries(5..<5, textBytes: 10).isEmpty)
    }
}
