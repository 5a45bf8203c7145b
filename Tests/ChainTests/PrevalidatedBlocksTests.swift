import TestSupport
import Testing

@testable import Chain

@Suite struct `Blocks validated beforehand in a part of an answer` {
    @Test func `are those that lie whole in it, one behind the other`() throws {
        let chain = try Blockchain.mined(length: 5)
        let answer = chain.answer
        let texts = chain.blocks.map { Array($0.text.bytes) }
        for start in 0..<texts[0].count * 2 {
            let prevalidated = PrevalidatedBlocks(in: Array(answer[start...]), rules: .easy)
            let first = start <= 11 ? 0 : start <= 11 + texts[0].count + 2 ? 1 : 2
            #expect(prevalidated.blocks == Array(chain.blocks.dropFirst(first)))
            let place = start + (prevalidated.found?.range.lowerBound ?? 0)
            #expect(answer[place...].starts(with: #"{"index":"#.utf8))
        }
        for end in 0..<answer.count {
            let prevalidated = PrevalidatedBlocks(in: Array(answer[..<end]), rules: .easy)
            #expect(prevalidated.blocks == Array(chain.blocks.prefix(prevalidated.blocks.count)))
            #expect((prevalidated.found?.range.upperBound ?? 0) <= end)
        }
    }

    @Test func `end before one that breaks a rule`() throws {
        let chain = try Blockchain.mined(length: 4)
        let proof = try Rules.easy.work(after: chain.blocks[1]).smallestProof(isValid: false)
        let last = chain.blocks[1]
        for wrong in [
            Block(index: 3, timestamp: 1, transactions: [], proof: Proof(proof), previousHash: last.hash),
            Block(
                index: 3, timestamp: 1, transactions: [], proof: chain.blocks[2].proof,
                previousHash: chain.blocks[0].hash),
            Block(index: 4, timestamp: 1, transactions: [], proof: chain.blocks[2].proof, previousHash: last.hash),
        ] {
            let blocks = [chain.blocks[0], last, wrong, chain.blocks[3]]
            let part = CanonicalText.array(blocks.map(\.text)).bytes
            #expect(PrevalidatedBlocks(in: part, rules: .easy).blocks == [chain.blocks[0], last])
        }
    }

    @Test func `are not taken for what lies elsewhere in the document`() throws {
        // A payment that contains a chain, within a chain: the inner blocks are found first.
        var chain = Blockchain(rules: .easy)
        let inner = try Blockchain.mined(length: 3, timestamp: 9)
        let blocks = CanonicalText.array(inner.blocks.map(\.text))
        let payment = #"{"a": \#(blocks), "amount": 1, "recipient": "[{\"index\": 1", "sender": "b"}"#
        for _ in 0..<3 { try chain.mine([Transaction(parse(payment))]) }
        let answer = chain.answer
        for cut in 0..<answer.count {
            var reader = ChainReader(rules: .easy)
            for part in [Array(answer[..<cut]), Array(answer[cut...])] {
                try reader.read(part, prevalidated: PrevalidatedBlocks(in: part, rules: .easy))
            }
            #expect(try reader.finish().blocks.map(\.text) == chain.blocks.map(\.text))
        }
    }

    @Test func `count towards the limits`() throws {
        let chain = try Blockchain.mined(length: 5)
        let answer = chain.answer
        let prevalidated = PrevalidatedBlocks(in: answer, rules: .easy)
        #expect(prevalidated.blocks.count == 5)
        let limit = chain.textLength - 1
        var reader: ChainReader
        for maximumBytes in [answer.count, 2 * answer.count] {
            reader = ChainReader(rules: .easy, maximumBytes: maximumBytes)
            try reader.read(answer, prevalidated: prevalidated)
            #expect(try reader.finish() == chain)
            #expect(reader.heldBytes == chain.textLength)
        }
        reader = ChainReader(rules: .easy, maximumBytes: limit)
        #expect(throws: ChainError.tooLong(maximumBytes: limit)) { try reader.read(answer, prevalidated: prevalidated) }
        let blockLimit = chain.lastBlock.text.bytes.count - 1
        reader = ChainReader(rules: .easy, maximumBlockBytes: blockLimit)
        #expect(throws: ChainError.blockTooLong(height: 2, maximumBytes: blockLimit)) {
            try reader.read(answer, prevalidated: prevalidated)
        }
    }
}

extension PrevalidatedBlocks {
    /// All of them.
    fileprivate var blocks: [Block] {
        guard let found else { return [] }
        let rest = found.segment.map { segment in (segment.start..<segment.end).map(segment.block) } ?? []
        #expect(found.textLength == ([found.first] + rest).reduce(0) { $0 + $1.text.bytes.count })
        return [found.first] + rest
    }
}
