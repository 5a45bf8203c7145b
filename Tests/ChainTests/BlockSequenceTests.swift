internal import TestSupport
internal import Testing

@testable import Chain

@Suite("Blocks in segments")
struct BlockSequenceTests {
    /// Small blocks, enough for two segments and a part of one.
    private static let small: Result<[Block], any Error> = Result {
        var chain = Blockchain(rules: .easy)
        var blocks = [chain.lastBlock]
        while blocks.count < 2 * BlockSequence.segmentLength + 10 {
            try chain.mine([payment(blocks.count)])
            blocks.append(chain.lastBlock)
        }
        return blocks
    }

    /// Blocks of all sizes up to four segments' bytes.
    private static let mixed: Result<[Block], any Error> = Result {
        var chain = Blockchain(rules: .easy)
        var blocks = [chain.lastBlock]
        for bytes in [10, 100_000, 10, 300_000, 70_000, 10, 1_000_000, 1_000_000, 10, 200_000, 100_000, 65_000, 10] {
            try chain.mine([payment(1, to: String(repeating: "x", count: bytes))])
            blocks.append(chain.lastBlock)
        }
        return blocks
    }

    private static func payment(_ amount: Int, to recipient: String = "bob") throws -> Transaction {
        try Transaction(parse(#"{"sender": "alice", "recipient": "\#(recipient)", "amount": \#(amount)}"#))
    }

    private func sequence(_ blocks: some Sequence<Block>) throws -> BlockSequence {
        try Blockchain(validating: blocks, rules: .easy).blocks
    }

    /// Whether they are the same in every part, including those that equality ignores.
    private func isSame(_ left: Block, _ right: Block) -> Bool {
        left == right && left.text == right.text && left.index == right.index && left.proof == right.proof
            && left.previousHash == right.previousHash
    }

    private func address(_ piece: ArraySlice<UInt8>) -> Int {
        piece.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    }

    private func text(_ chain: Blockchain) -> [UInt8] {
        chain.blocks.text(of: 0..<chain.length).reduce(into: []) { $0 += $1 }
    }

    // Whole texts are put together and compared at once: byte by byte, a debug build takes minutes over the long ones.

    private func text(_ pieces: [ArraySlice<UInt8>]) -> [UInt8] {
        pieces.reduce(into: []) { $0 += $1 }
    }

    private func joined(_ blocks: ArraySlice<Block>) -> [UInt8] {
        blocks.reduce(into: []) { text, block in
            if !text.isEmpty { text += Array(", ".utf8) }
            text += block.text.bytes
        }
    }

    @Test func `every block is found again as it was, whatever its segment`() throws {
        for blocks in [try Self.small.get(), try Self.mixed.get()] {
            let sequence = try sequence(blocks)
            #expect(sequence.count == blocks.count)
            #expect(zip(sequence, blocks).allSatisfy(isSame))
            #expect(sequence.indices.allSatisfy { sequence.hash(at: $0) == blocks[$0].hash })
        }
    }

    @Test func `blocks are passed one after another as they are, from anywhere to anywhere`() throws {
        for blocks in [try Self.small.get(), try Self.mixed.get()] {
            let sequence = try sequence(blocks)
            let borders = [0, 1, 2, 255, 256, 257, 512, 513, blocks.count - 1, blocks.count].filter {
                $0 <= blocks.count
            }
            for (start, end) in borders.flatMap({ start in borders.map { (start, $0) } }) where start <= end {
                var next = start
                sequence.forEach(in: start..<end) { position, hash, text in
                    #expect(position == next && hash == blocks[position].hash)
                    let isSame = text.withUnsafeBytes { $0.elementsEqual(blocks[position].text.bytes) }
                    #expect(isSame)
                    next += 1
                }
                #expect(next == end)
            }
        }
    }

    @Test func `a chain that begins anyhow is found again as well`() throws {
        let text =
            #"{"index": 1, "previous_hash": "\#(String(repeating: "a", count: 64))", "proof": 7, "#
            + #""timestamp": 0, "transactions": []}"#
        let first = try Block(JSONDocument(parsing: Array(text.utf8)).root)
        var chain = try Blockchain(first: first, rules: .easy)
        while chain.length < BlockSequence.segmentLength + 2 { try chain.mine() }
        #expect(isSame(chain.blocks[0], first))
        #expect(chain.blocks[0].previousHash != nil)
    }

    /// Keys and strings that look like the proof come before it, and the proof may be the placeholder for a long one.
    @Test func `proofs of any length are found again`() throws {
        let proofs = [Proof(7), Proof(.max - 1), Proof(.max), .ofNines(20), .ofNines(98), .ofNines(4_300)]
        let keys = ["", #""a": {"proof": 1}, "#, #""a\"": "\\\", \"proof\": 1", "#, #""prooe": [[], "proof"], "#]
        var blocks: [Block] = []
        while blocks.count < BlockSequence.segmentLength + 1 {
            let (proof, key) = (proofs[blocks.count % proofs.count], keys[blocks.count / proofs.count % keys.count])
            let text = """
                {\(key)"index": \(blocks.count + 1), "previous_hash": "\(blocks.last?.hash.description ?? "1")",
                "proof": \(proof), "timestamp": 0, "transactions": []}
                """
            blocks.append(try Block(JSONDocument(parsing: Array(text.utf8)).root))
            #expect(blocks.last?.proof == proof)
        }
        var sequence = BlockSequence(first: blocks[0])
        for block in blocks.dropFirst() { sequence.append(block) }
        #expect(zip(sequence, blocks).allSatisfy(isSame))
    }

    @Test func `joined texts are those of an array, wherever they begin and end`() throws {
        let blocks = try Self.small.get()
        let sequence = try sequence(blocks)
        let places = [0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 521, 522]
        for start in places {
            for end in places where end >= start {
                let texts = sequence.text(of: start..<end)
                let pieces = Array(texts)
                #expect(pieces.allSatisfy { !$0.isEmpty })
                #expect(pieces.reduce(0) { $0 + $1.count } == texts.count)
                #expect(text(pieces) == joined(blocks[start..<end]), "\(start)..<\(end)")
            }
        }
    }

    @Test func `long blocks are joined too, in pieces of bounded length`() throws {
        let blocks = try Self.mixed.get()
        let longest = blocks.map(\.text.bytes.count).max() ?? 0
        for length in 1...blocks.count {
            let sequence = try sequence(blocks.prefix(length))
            for start in 0..<length {
                let texts = sequence.text(of: start..<length)
                let pieces = Array(texts)
                #expect(pieces.reduce(0) { $0 + $1.count } == texts.count)
                #expect(text(pieces) == joined(blocks[start..<length]))
                #expect(pieces.allSatisfy { $0.count < BlockSequence.segmentBytes + longest + 2 * 256 })
            }
        }
    }

    @Test func `joining copies no text of a full segment and no long one`() throws {
        let small = try sequence(try Self.small.get())
        let (first, second) = (Array(small.text(of: 0..<522)), Array(small.text(of: 0..<522)))
        #expect(first.count == 3)
        #expect(first.dropLast().map(address) == second.dropLast().map(address))
        let long = try sequence(try Self.mixed.get().prefix(8))
        let last = try #require(Array(long.text(of: 7..<8)).first)
        #expect(address(last) == long[7].text.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) })
    }

    @Test func `a copy stays as it is while the chain grows`() throws {
        let blocks = try Self.small.get()
        var chain = try Blockchain(validating: blocks.prefix(200), rules: .easy)
        var copies: [(BlockSequence, ChainText)] = []
        for block in blocks.dropFirst(200) {
            copies.append((chain.blocks, chain.blocks.text(of: 0..<chain.length)))
            try chain.append(block)
        }
        for (offset, (copy, texts)) in copies.enumerated() where offset % 23 == 0 {
            #expect(copy.count == 200 + offset)
            #expect(zip(copy, blocks).allSatisfy(isSame))
            #expect(text(Array(texts)) == joined(blocks.prefix(200 + offset)))
        }
        #expect(copies[0].0 != chain.blocks)
        #expect(copies[0].0 == (try sequence(blocks.prefix(200))))
    }

    @Test func `its first blocks are what it was when it had so many`() throws {
        for blocks in [try Self.small.get(), try Self.mixed.get()] {
            let chain = try Blockchain(validating: blocks, rules: .easy)
            for length in 1...blocks.count {
                var first = chain.prefix(length)
                #expect(first.length == length)
                #expect(first.textLength == blocks.prefix(length).reduce(0) { $0 + $1.text.bytes.count })
                #expect(isSame(first.lastBlock, blocks[length - 1]))
                #expect(first.blocks.hash(at: length / 2) == blocks[length / 2].hash)
                guard length % 50 == 6 || length > 510 || blocks.count < 50 else { continue }
                #expect(text(first) == joined(blocks.prefix(length)))
                // It continues as the chain did.
                for block in blocks.dropFirst(length).prefix(300) { try first.append(block) }
                #expect(zip(first.blocks, blocks).allSatisfy(isSame))
                #expect(text(first) == joined(blocks.prefix(first.length)))
                #expect(first.blocks.text(of: 0..<first.length).count == text(first).count)
            }
            #expect(zip(chain.blocks, blocks).allSatisfy(isSame))
        }
    }

    @Test func `its first blocks share the full segments before them`() throws {
        let chain = try Blockchain(validating: try Self.small.get(), rules: .easy)
        for length in [257, 511, 512, 515] {
            let (all, first) = (chain.blocks.text(of: 0..<522), chain.prefix(length).blocks.text(of: 0..<length))
            #expect(address(try #require(Array(first).first)) == address(try #require(Array(all).first)))
        }
    }

    @Test(arguments: [0, 1, 255, 256, 521])
    func `no blocks have no text`(position: Int) throws {
        let texts = try sequence(try Self.small.get()).text(of: position..<position)
        #expect(texts.count == 0)
        #expect(Array(texts).isEmpty)
    }
}
