import TestSupport
import Testing

@testable import Chain
import Wording

@Suite struct `An answer that claims to continue our chain` {
    private static let ours: Result<Blockchain, any Error> = Result {
        var chain = try Blockchain.mined(length: 30)
        while chain.length < 40 { try chain.mine(timestamp: 2) }
        return chain
    }

    /// What follows ours, from a longer chain.
    private static let blocks: Result<[String], any Error> = Result {
        var chain = try ours.get()
        while chain.length < 45 { try chain.mine(timestamp: 3) }
        return chain.blocks.map(\.text.description)
    }

    private func fault(_ answer: String, maximumBytes: Int = ChainReader.maximumBytes) throws -> ChainError? {
        let whole = try fault(answer, chunkLength: .max >> 1, maximumBytes)
        #expect(try fault(answer, chunkLength: 1, maximumBytes) == whole)
        return whole
    }

    private func fault(_ answer: String, chunkLength: Int, _ maximumBytes: Int) throws -> ChainError? {
        let (bytes, ours) = (Array(answer.utf8), try Self.ours.get())
        do throws(ChainError) {
            var reader = ChainReader(beyond: ours, maximumBytes: maximumBytes)
            for start in stride(from: 0, to: bytes.count, by: chunkLength) {
                let part = Array(bytes[start..<min(start + chunkLength, bytes.count)])
                try reader.read(part, prevalidated: PrevalidatedBlocks(in: part, rules: .easy))
            }
            guard case .chain(let chain) = try reader.finding() else { return nil }
            // Whatever the result is, it is valid.
            #expect(try Blockchain(validating: chain.blocks, rules: .easy) == chain)
            return nil
        } catch {
            return error
        }
    }

    private func answer(after: String, _ blocks: some Sequence<String>, length: String = "45") -> String {
        #"{"forgechain": {}, "after": \#(after), "chain": [\#(blocks.joined(separator: ", "))], "length": \#(length)}"#
    }

    @Test func `is believed when it is true`() throws {
        let blocks = try Self.blocks.get()
        #expect(try fault(answer(after: "40", blocks[40...])) == nil)
        #expect(try fault(answer(after: "30", blocks[30...])) == nil)
        #expect(try fault(answer(after: "1", blocks[1...])) == nil)
        #expect(try fault(answer(after: "0", blocks)) == nil)
        #expect(try fault(answer(after: "40", [], length: "40")) == nil)
    }

    @Test func `continues it at a place that was named`() throws {
        let blocks = try Self.blocks.get()
        for height in [41, 45, 29, 27, 2, -1, .max, .min] {
            let rest = blocks[min(max(height, 0), 45)...]
            #expect(try fault(answer(after: "\(height)", rest)) == .wrongFork(height: height))
        }
        for after in ["null", "\"40\"", "40.0", "4e1", "[40]", "99999999999999999999", "true"] {
            #expect(try fault(answer(after: after, blocks[40...])) == .noFork)
        }
        let behind = #"{"forgechain": {}, "chain": [\#(blocks[40])], "after": 40}"#
        #expect(try fault(behind) == .noFork)
    }

    @Test func `continues it with blocks that lead on from that place`() throws {
        let blocks = try Self.blocks.get()
        for after in [39, 38, 30, 1, 0] {
            #expect(
                try fault(answer(after: "\(after)", blocks[40...])) == .wrongIndex(height: after + 1, index: 41))
        }
        #expect(try fault(answer(after: "40", blocks[39...])) == .wrongIndex(height: 41, index: 40))
        #expect(try fault(answer(after: "40", blocks[41...])) == .wrongIndex(height: 41, index: 42))
        #expect(try fault(answer(after: "40", blocks)) == .wrongIndex(height: 41, index: 1))
        #expect(try fault(answer(after: "40", [blocks[40], blocks[40]])) == .wrongIndex(height: 42, index: 41))
        var other = try Self.ours.get().prefix(38)
        while other.length < 43 { try other.mine(timestamp: 7) }
        let otherBlocks = other.blocks.map(\.text.description)
        #expect(try fault(answer(after: "40", otherBlocks[40...])) == .wrongPreviousHash(height: 41))
        #expect(try fault(answer(after: "38", otherBlocks[38...])) == nil)
        #expect(try fault(answer(after: "30", otherBlocks[30...])) == nil)
    }

    @Test func `continues it with proofs that fit`() throws {
        let ours = try Self.ours.get()
        let proof = try Rules.easy.work(after: ours.lastBlock).smallestProof(isValid: false)
        let block = Block(
            index: 41, timestamp: 1, transactions: [], proof: Proof(proof), previousHash: ours.lastBlock.hash)
        #expect(try fault(answer(after: "40", ["\(block.text)"])) == .wrongProof(height: 41))
        let blocks = try Self.blocks.get()
        #expect(try fault(answer(after: "38", [blocks[38], blocks[39], "\(block.text)"])) == .wrongProof(height: 41))
    }

    @Test func `cannot change a block that is ours`() throws {
        var blocks = try Self.blocks.get()
        blocks[34] = blocks[34].replacing(#""transactions": []"#, with: #""transactions": [{}]"#)
        for after in [0, 1, 30, 34] {
            #expect(try fault(answer(after: "\(after)", blocks[after...])) == .wrongPreviousHash(height: 36))
        }
        // Spelled differently, it is the same one.
        blocks = try Self.blocks.get().map { $0.replacing(" ", with: "  ") }
        #expect(try fault(answer(after: "30", blocks[30...])) == nil)
    }

    @Test(arguments: ["0", "-1", "null", "\"40\"", "1e1", "99999999999999999999"])
    func `says how long the chain is when it has no blocks`(length: String) throws {
        #expect(try fault(answer(after: "40", [], length: length)) == .noLength)
        #expect(try fault(#"{"forgechain": {}, "after": 40, "chain": []}"#) == .noLength)
    }

    @Test func `has blocks when the chain is longer`() throws {
        for length in [41, 45, .max] {
            #expect(try fault(answer(after: "40", [], length: "\(length)")) == .withheld(length: length))
            #expect(try fault(answer(after: "0", [], length: "\(length)")) == .withheld(length: length))
        }
    }

    @Test func `is not believed in its length when it has blocks`() throws {
        let blocks = try Self.blocks.get()
        for length in ["1", "0", "null", "1000000"] {
            #expect(try fault(answer(after: "40", blocks[40...], length: length)) == nil)
        }
    }

    @Test func `says little of itself`() throws {
        let limit = ChainReader.maximumStatusBytes
        let rest = #", "after": 40, "chain": [], "length": 40}"#
        for (length, expected) in [(limit, nil), (limit + 1, ChainError.memberTooLong(maximumBytes: limit))] {
            let status = "\"" + String(repeating: "a", count: length - 2) + "\""
            #expect(try fault(#"{"forgechain": \#(status)\#(rest)"#) == expected)
        }
    }

    @Test func `is read as a whole chain when it says who answers only behind the blocks, or not at all`() throws {
        let blocks = try Self.blocks.get()
        let all = blocks.joined(separator: ", ")
        #expect(try fault(#"{"chain": [\#(all)], "forgechain": {}, "after": 40}"#) == nil)
        #expect(try fault(#"{"after": 40, "chain": [\#(all)], "length": 1}"#) == nil)
        #expect(
            try fault(#"{"after": 40, "chain": [\#(blocks[40])], "length": 41}"#) == .wrongIndex(height: 1, index: 41))
        #expect(try fault(#"{"after": 40, "chain": [], "length": 40}"#) == .empty)
    }

    @Test func `counts with its last chain`() throws {
        let blocks = try Self.blocks.get()
        let head = #"{"forgechain": {}, "after": 40, "chain": [\#(blocks[40])]"#
        #expect(try fault(#"\#(head), "chain": 5}"#) == .noChain)
        #expect(try fault(#"\#(head), "chain": [\#(blocks[41])]}"#) == .wrongIndex(height: 41, index: 42))
        #expect(try fault(#"\#(head), "after": 1, "chain": [\#(blocks[40])]}"#) == .wrongIndex(height: 2, index: 41))
        #expect(try fault(#"\#(head), "chain": [\#(blocks[40])]}"#) == nil)
    }

    @Test func `makes no chain that is longer than the limit`() throws {
        let (ours, blocks) = (try Self.ours.get(), try Self.blocks.get())
        let bytes = ours.textLength + blocks[40...].reduce(0) { $0 + $1.utf8.count }
        #expect(try fault(answer(after: "40", blocks[40...]), maximumBytes: bytes) == nil)
        #expect(
            try fault(answer(after: "40", blocks[40...]), maximumBytes: bytes - 1)
                == .tooLong(maximumBytes: bytes - 1))
    }

    @Test(arguments: [
        (ChainError.noFork, "it does not say after which block its blocks come"),
        (.wrongFork(height: 7), "its blocks come after block 7, which was not named to it"),
        (.noLength, "it has neither blocks nor the length of its chain"),
        (.withheld(length: 9), "its chain has 9 blocks, it says, and it sent none of them"),
    ])
    func `is refused with a sentence`(error: ChainError, sentence: String) {
        #expect(error.description == sentence)
    }
}

/// Whatever is done to an answer, the result is a valid chain or a fault, however it was cut.
@Suite struct `An answer that claims to continue our chain, mutated at random,` {
    @Test func `is read in one way`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let trunk = try Blockchain.mined(length: 12)
        var (ours, theirs) = (trunk, trunk)
        for _ in 0..<2 { try ours.mine(timestamp: 8) }
        for _ in 0..<4 { try theirs.mine(timestamp: 9) }
        let after = theirs.commonHeight(with: ChainLocator(of: ours))
        let blocks = CanonicalText.array(theirs.blocks.dropFirst(after).map(\.text))
        let original = Array(#"{"forgechain": {"a": 1}, "after": \#(after), "chain": \#(blocks), "length": 16}"#.utf8)
        var validCount = 0
        let count = rounds(2_000)
        for _ in 0..<count {
            var answer = original
            let place = Int.random(in: 0..<answer.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: answer[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            case 1: answer.remove(at: place)
            default:
                let snippet = [" ", ",", "0", "\"", "[]"].randomElement(using: &generator) ?? ""
                answer.insert(contentsOf: snippet.utf8, at: place)
            }
            var results: [Result<Blockchain?, ChainError>] = []
            for chunkLength in [1, 50, 1 << 20] {
                results.append(
                    Result { () throws(ChainError) in
                        var reader = ChainReader(beyond: ours)
                        for start in stride(from: 0, to: answer.count, by: chunkLength) {
                            let part = Array(answer[start..<min(start + chunkLength, answer.count)])
                            try reader.read(part, prevalidated: PrevalidatedBlocks(in: part, rules: .easy))
                        }
                        guard case .chain(let chain) = try reader.finding() else { return nil }
                        return chain
                    })
            }
            let text = String(decoding: answer, as: UTF8.self)
            let chains = results.map { try? $0.get()?.blocks.map(\.text) }
            #expect(chains.allSatisfy { $0 == chains[0] }, "seed \(Seed.value): \(text)")
            if let chain = try? results[0].get() {
                validCount += 1
                #expect(throws: Never.self, "seed \(Seed.value): \(text)") {
                    try Blockchain(validating: chain.blocks, rules: .easy)
                }
            }
        }
        #expect((count / 200...count / 2).contains(validCount))
    }
}
