import TestSupport
import Testing

@testable import Chain

/// DEL may appear in JSON unescaped, as one byte, but takes six bytes in canonical text.
@Suite struct `A chain reader's limits count what is kept:` {
    private let expanding = String(repeating: "\u{7F}", count: 1_000)

    /// Reads an answer; returns the blocks of its chain, or why it was refused.
    private func read(
        _ answer: String, chunkLength: Int, maximumBytes: Int = .max, maximumBlockBytes: Int = .max
    ) -> Result<[CanonicalText], ChainError> {
        var reader = ChainReader(
            rules: .easy, maximumBytes: maximumBytes, maximumBlockBytes: maximumBlockBytes)
        let bytes = Array(answer.utf8)
        do throws(ChainError) {
            for start in stride(from: 0, to: bytes.count, by: chunkLength) {
                try reader.read(Array(bytes[start..<min(start + chunkLength, bytes.count)]))
            }
            let chain = try reader.finish()
            #expect(reader.heldBytes == chain.textLength)
            return .success(chain.blocks.map(\.text))
        } catch {
            return .failure(error)
        }
    }

    /// A block's text as it may be sent, with DEL unescaped.
    private func sent(_ block: Block) -> String {
        block.text.description.replacing(#"\u007f"#, with: "\u{7F}")
    }

    /// Blocks whose canonical text is much longer than what is sent.
    private func expandingChain(length: Int) throws -> Blockchain {
        var chain = Blockchain(rules: .easy)
        let payment = try Transaction(parse(#"{"sender": "\#(expanding)", "recipient": "b", "amount": 1}"#))
        while chain.length < length { try chain.mine([payment]) }
        return chain
    }

    @Test(arguments: [1, 100, 1 << 20])
    func `a block that is short when sent, and too long when kept, is refused`(chunkLength: Int) throws {
        let chain = try expandingChain(length: 2)
        let answer = #"{"chain": [\#(chain.blocks.map(sent).joined(separator: ", "))]}"#
        let keptBytes = chain.lastBlock.text.bytes.count
        #expect(sent(chain.lastBlock).utf8.count + 5 * 1_000 == keptBytes)
        for limit in [keptBytes - 1, keptBytes / 2] {
            #expect(answer.utf8.count < limit)
            #expect(
                read(answer, chunkLength: chunkLength, maximumBlockBytes: limit)
                    == .failure(.blockTooLong(height: 2, maximumBytes: limit)))
        }
        #expect(
            read(answer, chunkLength: chunkLength, maximumBlockBytes: keptBytes) == .success(chain.blocks.map(\.text)))
    }

    @Test(arguments: [1, 100, 1 << 20])
    func `a chain that is short when sent, and too long when kept, is refused`(chunkLength: Int) throws {
        let chain = try expandingChain(length: 4)
        let answer = #"{"chain": [\#(chain.blocks.map(sent).joined(separator: ", "))], "length": 4}"#
        for limit in [chain.textLength - 1, chain.textLength / 2] {
            #expect(answer.utf8.count < limit)
            #expect(
                read(answer, chunkLength: chunkLength, maximumBytes: limit)
                    == .failure(.tooLong(maximumBytes: limit)))
        }
        #expect(
            read(answer, chunkLength: chunkLength, maximumBytes: chain.textLength) == .success(chain.blocks.map(\.text))
        )
    }

    @Test func `what isn't kept doesn't count`() throws {
        let genesis = Block.genesis.text.description
        let answer = #"{"\#(expanding)": "\#(expanding)", "chain": [\#(genesis)], "x": ["\#(expanding)"]}"#
        for chunkLength in [1, 1 << 20] {
            let blocks = read(
                answer, chunkLength: chunkLength, maximumBytes: answer.utf8.count, maximumBlockBytes: 1_004)
            #expect(blocks == .success([Block.genesis.text]))
        }
    }

    @Test func `only the last of two chains counts`() throws {
        let chain = try expandingChain(length: 3)
        let blocks = chain.blocks.map(sent).joined(separator: ", ")
        let answer = #"{"chain": [\#(blocks)], "chain": [\#(blocks)]}"#
        let limit = chain.textLength
        #expect(answer.utf8.count < limit)
        #expect(read(answer, chunkLength: 100, maximumBytes: limit) == .success(chain.blocks.map(\.text)))
    }

    @Test func `nothing is held before the first block`() throws {
        var reader = ChainReader(rules: .easy)
        #expect(reader.heldBytes == 0)
        try reader.read(Array(#"{"length": 1, "chain": ["#.utf8))
        #expect(reader.heldBytes == 0)
        try reader.read(Block.genesis.text.bytes)
        #expect(reader.heldBytes == Block.genesis.text.bytes.count)
    }
}
