import TestSupport
import Testing

@testable import Chain
import Wording

@Suite struct `A chain` {
    private func fault(_ block: Block, after chain: Blockchain) -> ChainError? {
        var chain = chain
        let (length, textLength) = (chain.length, chain.textLength)
        do throws(ChainError) {
            try chain.append(block)
            return nil
        } catch {
            // A refused block leaves no trace.
            #expect(chain.length == length && chain.textLength == textLength)
            return error
        }
    }

    /// The next block, with the given differences.
    private func next(
        after chain: Blockchain, index: Int? = nil, proof: UInt64? = nil, previousHash: BlockHash? = nil
    ) throws -> Block {
        let puzzle = chain.rules.work(after: chain.lastBlock)
        return Block(
            index: index ?? chain.length + 1, timestamp: 2.5, transactions: [],
            proof: Proof(try proof ?? puzzle.smallestProof()),
            previousHash: previousHash ?? chain.lastBlock.hash)
    }

    @Test func `begins with the genesis block`() {
        let chain = Blockchain()
        #expect(Array(chain.blocks) == [.genesis])
        #expect(chain.length == 1)
        #expect(chain.rules == Rules(.tutorial, difficulty: .standard))
        #expect(chain.textLength == Block.genesis.text.bytes.count)
    }

    @Test func `grows by valid blocks`() throws {
        let chain = try Blockchain.mined(length: 5)
        #expect(chain.length == 5)
        #expect(chain.lastBlock.index == 5)
        #expect(chain.textLength == chain.blocks.reduce(0) { $0 + $1.text.bytes.count })
        #expect(try Blockchain(validating: chain.blocks, rules: .easy).blocks == chain.blocks)
    }

    @Test func `may begin with any block of index 1`() throws {
        let other = try Block(
            parse(#"{"index": 1, "previous_hash": 1, "proof": 0, "timestamp": 1, "transactions": [{}]}"#))
        #expect(try Blockchain(validating: [other], rules: Rules()).lastBlock == other)
        let second = try Blockchain.mined(length: 2).lastBlock
        #expect(throws: ChainError.wrongIndex(height: 1, index: 2)) {
            try Blockchain(validating: [second], rules: Rules())
        }
    }

    @Test func `has at least one block`() {
        #expect(throws: ChainError.empty) { try Blockchain(validating: [], rules: Rules()) }
    }

    @Test(arguments: [0, 1, 3, 5, -4, Int.max])
    func `counts its blocks from 1 without a gap`(index: Int) throws {
        let chain = try Blockchain.mined(length: 3)
        #expect(
            try fault(next(after: chain, index: index), after: chain) == .wrongIndex(height: 4, index: index))
        #expect(try fault(next(after: chain), after: chain) == nil)
    }

    @Test func `is linked by hashes`() throws {
        let chain = try Blockchain.mined(length: 3)
        let expected = ChainError.wrongPreviousHash(height: 4)
        for wrong in [chain.blocks[1].hash, Block.genesis.hash] {
            #expect(try fault(next(after: chain, previousHash: wrong), after: chain) == expected)
        }
        let text = try next(after: chain).text.description
        let hash = chain.lastBlock.hash.description
        // "1" is only for first blocks, and hashes are compared as text.
        for wrong in ["1", "", hash.uppercased(), hash + "0"] {
            let unlinked = try Block(parse(text.replacing(hash, with: wrong)))
            #expect(fault(unlinked, after: chain) == expected)
        }
    }

    @Test func `takes any proof that fits, and no other`() throws {
        let chain = try Blockchain.mined(length: 3)
        let puzzle = chain.rules.work(after: chain.lastBlock)
        var fitting = 0
        for proof in 0..<200 as Range<UInt64> {
            let other = chain.rules.otherRules(for: Proof(proof), after: chain.lastBlock)
            let expected: ChainError? = puzzle.isValid(proof) ? nil : .wrongProof(height: 4, otherwise: other)
            #expect(try fault(next(after: chain, proof: proof), after: chain) == expected)
            if expected == nil { fitting += 1 }
        }
        #expect((1...100).contains(fitting))
    }

    @Test func `of a lower difficulty is not valid at a higher one`() throws {
        let chain = try Blockchain.mined(length: 20)
        #expect(throws: ChainError.self) { try Blockchain(validating: chain.blocks, rules: Rules()) }
    }

    /// Any change to an old block breaks the link to it.
    @Test(arguments: [
        (#""timestamp": 1.5"#, #""timestamp": 1.25"#), (#""transactions": []"#, #""transactions": [{}]"#),
        (#""transactions": []"#, #""transactions": [], "z": 0"#),
        (#""index": 2"#, #""INDEX": 0, "index": 2"#),
    ])
    func `does not survive a changed block`(original: String, replacement: String) throws {
        let chain = try Blockchain.mined(length: 4)
        var blocks = Array(chain.blocks)
        let text = blocks[1].text.description
        try #require(text.contains(original))
        blocks[1] = try Block(parse(text.replacing(original, with: replacement)))
        #expect {
            try Blockchain(validating: blocks, rules: .easy)
        } throws: { error in
            guard case .wrongPreviousHash(height: 3, _) = error as? ChainError else { return false }
            return true
        }
    }

    @Test func `does not survive removed, repeated or swapped blocks`() throws {
        let blocks = try Array(Blockchain.mined(length: 5).blocks)
        for height in 2...4 {
            var removed = blocks
            removed.remove(at: height - 1)
            #expect(throws: ChainError.wrongIndex(height: height, index: height + 1)) {
                try Blockchain(validating: removed, rules: .easy)
            }
            var repeated = blocks
            repeated.insert(blocks[height - 1], at: height)
            #expect(throws: ChainError.wrongIndex(height: height + 1, index: height)) {
                try Blockchain(validating: repeated, rules: .easy)
            }
            var swapped = blocks
            swapped.swapAt(height - 1, height)
            #expect(throws: ChainError.wrongIndex(height: height, index: height + 1)) {
                try Blockchain(validating: swapped, rules: .easy)
            }
        }
    }

    @Test(arguments: 0...9)
    func `shares with a fork what is before the fork`(common: Int) throws {
        let trunk = try Blockchain.mined(length: 9)
        var fork: Blockchain
        if common == 0 {
            let other = try Block(parse(Block.genesis.text.description.replacing("100", with: "101")))
            fork = try Blockchain(first: other, rules: .easy)
        } else {
            fork = try Blockchain(validating: trunk.blocks.prefix(common), rules: .easy)
        }
        #expect(trunk.commonLength(with: fork) == common)
        while fork.length < 12 { try fork.mine(timestamp: 9.75) }
        #expect(trunk.commonLength(with: fork) == common)
        #expect(fork.commonLength(with: trunk) == common)
        #expect(fork.commonLength(with: fork) == 12)
    }

    @Test(arguments: [
        (ChainError.wrongProof(height: 7), "block 7: its proof does not fit"),
        (.wrongIndex(height: 3, index: 9), "block 3: its index is 9"),
        (.wrongPreviousHash(height: 4), "block 4: previous_hash is not the hash of block 3"),
        (.fault(height: 2, .missing(.timestamp)), "block 2: no timestamp"),
        (
            .fault(height: 5, .proofNotAnInteger),
            "block 5: proof is not an integer from 0 on"
        ),
        (.fault(height: 1, .transactionNotAnObject(position: 3)), "block 1: transaction 3 is not an object"),
        (.noChain, "no chain in the answer"), (.empty, "the chain has no blocks"),
        (
            .notJSON(JSONError(offset: 17, reason: .invalidUTF8)),
            "not JSON: byte 17: the text is not valid UTF-8"
        ),
    ])
    func `is refused with a sentence`(error: ChainError, sentence: String) {
        #expect(error.description == sentence)
    }
}

@Suite struct `A proof of work` {
    @Test(arguments: [(1, 11), (2, 251), (4, 110_650)] as [(Int, UInt64)])
    func `after the genesis block is what Python finds`(zeros: Int, proof: UInt64) throws {
        let difficulty = try #require(Difficulty(hexZeros: zeros))
        let puzzle = Rules(difficulty: difficulty).work(after: .genesis)
        #expect(puzzle.lastProof == Proof(100))
        #expect(puzzle.lastHash == Block.genesis.hash)
        #expect(puzzle.isValid(proof))
        #expect((0..<min(proof, 2_000)).allSatisfy { !puzzle.isValid($0) })
    }

    @Test func `needs all its zeros`() throws {
        let five = try #require(Difficulty(hexZeros: 5))
        #expect(!Rules(difficulty: five).work(after: .genesis).isValid(110_650))
    }

    @Test func `counts zeros by hex digit, up to 16`() {
        for (word, zeros) in [(UInt64.max, 0), (1 << 59, 1), (1 << 60, 0), (0xFFFF, 12), (1, 15), (0, 16)] {
            #expect(Digest(words: (word, 0, 0, 0)).leadingZeroHexDigits == zeros)
        }
    }

    @Test func `has from 1 to 16 zeros`() {
        #expect(Difficulty(hexZeros: 0) == nil)
        #expect(Difficulty(hexZeros: 17) == nil)
        #expect(Difficulty(hexZeros: -1) == nil)
        #expect((1...16).allSatisfy { Difficulty(hexZeros: $0)?.hexZeros == $0 })
        #expect(Difficulty.standard.hexZeros == 4)
    }
}
