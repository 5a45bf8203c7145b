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

    /// Blocks are read two at a time. The slow twin parses each block and checks it alone.
    @Test func `are those that one look after the other allows, wherever a block is wrong`() throws {
        let chain = try Blockchain.mined(length: 8)
        let texts = chain.blocks.map(\.text.description)
        for place in 1..<8 {
            let wrongProof = try Rules.easy.work(after: chain.blocks[place - 1]).smallestProof(isValid: false)
            let block = chain.blocks[place]
            for wrong in [
                block.text.description.replacing("\"proof\": \(block.proof)", with: "\"proof\": \(wrongProof)"),
                block.text.description.replacing("\"index\": \(block.index)", with: "\"index\": \(block.index + 1)"),
                block.text.description.replacing(
                    chain.blocks[place - 1].hash.description, with: Block.genesis.hash.description.reversed()),
                // Another layout, and a block that is right but not the one the next builds on.
                block.text.description.replacing("\"index\"", with: "\"id\": 1, \"index\""),
                block.text.description.replacing("\"transactions\": []", with: "\"transactions\": [{}]"),
                "1",
            ] {
                var changed = texts
                changed[place] = wrong
                let part = Array(("[" + changed.joined(separator: ", ") + "]").utf8)
                let found = PrevalidatedBlocks(in: part, rules: .easy)
                #expect(found.blocks.map(\.text) == Self.oneByOne(changed), "\(place + 1): \(wrong)")
                #expect(
                    found.found?.range.count == changed.prefix(found.blocks.count).joined(separator: ", ").utf8.count)
            }
        }
    }

    /// The texts of the blocks that are in the usual layout and valid, one after the other.
    private static func oneByOne(_ texts: [String]) -> [CanonicalText] {
        var blocks: [Block] = []
        for text in texts {
            var recognizer = BlockRecognizer()
            guard let block = recognizer.block(in: Array(text.utf8).span.bytes, at: 0)?.block else { break }
            if let last = blocks.last {
                guard (try? Rules.easy.check(block, after: last, at: last.index + 1)) != nil else { break }
            }
            blocks.append(block)
        }
        return blocks.map(\.text)
    }

    @Test func `are the same whether they are short or do not fit into the buffer two at a time`() throws {
        var chain = Blockchain(rules: .easy)
        let longest = CanonicalRecognizer.maximumLength
        for length in [10, longest / 2, longest / 2, 10, longest - 400, 10, 10, longest - 1_000, longest + 10, 10] {
            let name = String(repeating: "a", count: length)
            try chain.mine([Transaction(parse(#"{"amount": 1, "recipient": "\#(name)", "sender": "b"}"#))])
        }
        let answer = chain.answer
        #expect(PrevalidatedBlocks(in: answer, rules: .easy).blocks == Array(chain.blocks.prefix(9)))
        var reader = ChainReader(rules: .easy)
        try reader.read(answer)
        #expect(try reader.finish() == chain)
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
