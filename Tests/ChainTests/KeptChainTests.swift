import TestSupport
import Testing

@testable import Chain

/// Reads a chain back from the texts of its blocks.
private func kept(_ texts: [[UInt8]], rules: Rules = .easy) throws(ChainError) -> Blockchain {
    var chain = try Blockchain(firstKept: texts[0], rules: rules)
    for text in texts.dropFirst() { try chain.appendKept(text) }
    return chain
}

private func error(_ texts: [[UInt8]]) -> ChainError? {
    do throws(ChainError) {
        _ = try kept(texts)
        return nil
    } catch {
        return error
    }
}

@Suite struct `A chain that was kept` {
    /// Blocks in the usual layout, and in every other that a peer may send.
    private static let shapes = [
        #"{"index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1, "transactions": [{}, {"a": "b"}]}"#,
        #"{"index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": -1e-9, "transactions": []}"#,
        #"{"": 1, "index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1.5, "transactions": []}"#,
        #"{"INDEX": [], "index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": INDEX, "j": {"index": 7}, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": INDEX, "previous_hash": "HASH", "previous_hash2": "", "proof": PROOF, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": INDEX, "previous_hash": "HASH", "proof": PROOF, "proof2": 1, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": INDEX, "previous_hash": "HASH", "proof": PROOF, "timestamp": 1.5, "transactions": [], "z": "}"}"#,
    ]

    /// A chain on any first block, followed by a block of every layout.
    private static func chain(first: String = Block.genesis.text.description) throws -> Blockchain {
        var chain = try Blockchain(first: Block(parse(first)), rules: .easy)
        for shape in shapes {
            let proof = try Rules.easy.work(after: chain.lastBlock).smallestProof()
            let text =
                shape.replacing("INDEX,", with: "\(chain.length + 1),").replacing("PROOF", with: "\(proof)")
                .replacing("HASH", with: chain.lastBlock.hash.description)
            try chain.append(Block(parse(text)))
        }
        return chain
    }

    @Test(arguments: [
        Block.genesis.text.description,
        #"{"index": 1, "previous_hash": 1, "proof": 0, "timestamp": 1, "transactions": [{}]}"#,
        #"{"a": {}, "index": 1, "previous_hash": [], "proof": 18446744073709551615, "timestamp": 0, "transactions": []}"#,
    ])
    func `is the chain it was, block by block`(first: String) throws {
        let chain = try Self.chain(first: first)
        let copy = try kept(chain.blocks.map(\.text.bytes))
        #expect(copy == chain && copy.rules == chain.rules)
        #expect(copy.length == chain.length && copy.textLength == chain.textLength)
        for (block, original) in zip(copy.blocks, chain.blocks) {
            #expect(block.text == original.text && block.hash == original.hash)
            #expect(block.index == original.index && block.proof == original.proof)
            #expect(block.previousHash == original.previousHash)
        }
        var (grown, twin) = (chain, copy)
        try grown.mine()
        try twin.mine()
        #expect(grown == twin)
    }

    @Test(arguments: [
        Proof(0), Proof(1), Proof(10_000_000_000_000_000_000), Proof(.max), .ofNines(20), .ofNines(98), .ofNines(4_300),
    ])
    func `has proofs of all sizes`(proof: Proof) throws {
        // Proofs aren't checked again.
        let block = Block(
            index: 2, timestamp: 1.5, transactions: [], proof: proof, previousHash: Block.genesis.hash)
        #expect(try kept([Block.genesis.text.bytes, block.text.bytes]).lastBlock.proof == proof)
    }

    @Test func `does not survive a text that is changed anywhere`() throws {
        let texts = try Self.chain().blocks.map(\.text.bytes)
        for height in 1..<texts.count {
            for position in texts[height - 1].indices {
                var changed = texts
                changed[height - 1][position] ^= 1
                guard let error = error(changed) else {
                    Issue.record("byte \(position) of block \(height)")
                    return
                }
                // It is found at the block or at the link to it.
                let sentence = "\(error)"
                #expect(
                    sentence.hasPrefix("block \(height): ") || error == .wrongPreviousHash(height: height + 1),
                    "\(sentence)")
            }
        }
    }

    @Test func `does not survive removed, repeated or swapped blocks`() throws {
        let texts = try Blockchain.mined(length: 5).blocks.map(\.text.bytes)
        for height in 2...4 {
            var removed = texts
            removed.remove(at: height - 1)
            #expect(error(removed) == .wrongIndex(height: height, index: height + 1))
            var repeated = texts
            repeated.insert(texts[height - 1], at: height)
            #expect(error(repeated) == .wrongIndex(height: height + 1, index: height))
            var swapped = texts
            swapped.swapAt(height - 1, height)
            #expect(error(swapped) == .wrongIndex(height: height, index: height + 1))
        }
        #expect(error(Array(texts.dropFirst())) == .wrongIndex(height: 1, index: 2))
    }

    @Test func `is refused with the block that is none`() throws {
        let genesis = Block.genesis.text.bytes
        let next = try Blockchain.mined(length: 2).lastBlock.text.description
        let hash = Block.genesis.hash.description
        let cases: [(String, ChainError)] = [
            ("", .fault(height: 2, .notCanonical)), ("{", .fault(height: 2, .notCanonical)),
            (next + " ", .fault(height: 2, .notCanonical)), (" " + next, .fault(height: 2, .notCanonical)),
            (next.replacing(": ", with: ":"), .fault(height: 2, .notCanonical)),
            ("[]", .fault(height: 2, .notAnObject)),
            (next.replacing("proof", with: "prooF"), .fault(height: 2, .missing(.proof))),
            (next.replacing(#""proof": "#, with: #""proof": -"#), .fault(height: 2, .proofNotAnInteger)),
            (next.replacing(#""index": 2"#, with: #""index": 3"#), .wrongIndex(height: 2, index: 3)),
            (next.replacing(hash, with: hash.uppercased()), .wrongPreviousHash(height: 2)),
            (next.replacing(hash, with: ""), .wrongPreviousHash(height: 2)),
        ]
        for (text, expected) in cases { #expect(error([genesis, Array(text.utf8)]) == expected, "\(text)") }
        #expect(error([Array("x".utf8)]) == .fault(height: 1, .notCanonical))
    }

    /// The texts of a chain's blocks at some positions, as they are stored together.
    private static func joined(_ chain: Blockchain, _ positions: Range<Int>) -> [UInt8] {
        positions.flatMap { chain.blocks[$0].text.bytes + [KeptBlocks.separator] }
    }

    @Test(arguments: [1, 2, 3, 7, 50])
    func `is the same when many blocks are read at once`(count: Int) throws {
        var chain = Blockchain(rules: .easy)
        for _ in 0..<50 { try chain.mine() }
        var copy = try kept([chain.blocks[0].text.bytes])
        while copy.length < chain.length {
            let positions = copy.length..<min(copy.length + count, chain.length)
            let read = KeptBlocks(texts: Self.joined(chain, positions), from: copy.length + 1)
            let some = try #require(read)
            #expect(
                some.count == positions.count
                    && some.hash(at: some.count - 1) == chain.blocks.hash(at: positions.upperBound - 1))
            let before = copy
            let areTaken = [copy.appendKept(some), copy.appendKept(some)]
            #expect(areTaken == [true, false])
            // They follow no other block.
            var other = before.prefix(1)
            let follow = other.appendKept(some)
            #expect(follow == (before.length == 1))
        }
        #expect(copy == chain && copy.textLength == chain.textLength)
        for (block, original) in zip(copy.blocks, chain.blocks) {
            #expect(block.text == original.text && block.previousHash == original.previousHash)
            #expect(block.index == original.index && block.proof == original.proof)
        }
    }

    /// What is read at once is what is read block by block, whichever byte is another.
    @Test func `is never another when many blocks are read at once`() throws {
        var chain = Blockchain(rules: .easy)
        for _ in 0..<4 { try chain.mine() }
        let good = Self.joined(chain, 1..<4)
        var read = 0
        for place in good.indices {
            for byte in Array(" \n,0\"}{a".utf8) {
                var bad = good
                bad[place] = byte
                guard let some = KeptBlocks(texts: bad, from: 2) else { continue }
                var (fast, slow) = (chain.prefix(1), chain.prefix(1))
                guard fast.appendKept(some) else { continue }
                for text in bad.dropLast().split(separator: KeptBlocks.separator, omittingEmptySubsequences: false) {
                    try slow.appendKept(Array(text))
                }
                #expect(fast == slow)
                read += 1
            }
        }
        // Nothing has changed, or only the last block, whose hash nobody gives.
        #expect(read > 0)
        #expect(KeptBlocks(texts: Array(good.dropLast()), from: 2) == nil)
        #expect(KeptBlocks(texts: [], from: 2) == nil)
        #expect(KeptBlocks(texts: good, from: 3) == nil)
    }
}
