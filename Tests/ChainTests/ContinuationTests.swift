import TestSupport
import Testing

@testable import Chain

/// Answers of nodes that were told where our chain is.
@Suite struct `A reader that knows our chain` {
    private static let status = #"{"difficulty": 1, "note": "]},{\"chain\": [7]"}"#

    /// What a node answers, as it writes it.
    private func answer(
        _ theirs: Blockchain, to ours: Blockchain, status: String = status, after: Int? = nil, length: String? = nil
    ) -> [UInt8] {
        let after = after ?? theirs.commonHeight(with: ChainLocator(of: ours))
        let blocks = theirs.length > ours.length ? theirs.blocks.dropFirst(after).map(\.text) : []
        let length = length ?? "\(theirs.length)"
        let head = #"{"forgechain": \#(status), "after": \#(after), "chain": "#
        return Array(#"\#(head)\#(CanonicalText.array(blocks)), "length": \#(length)}"#.utf8)
    }

    private func read(
        _ answer: [UInt8], beyond ours: Blockchain, chunkLength: Int = .max >> 1
    ) throws(ChainError) -> (finding: ChainReader.Finding, heldBytes: Int) {
        var reader = ChainReader(beyond: ours)
        for start in stride(from: 0, to: answer.count, by: chunkLength) {
            try reader.read(Array(answer[start..<min(start + chunkLength, answer.count)]))
        }
        return (try reader.finding(), reader.heldBytes)
    }

    private func fault(_ answer: String, beyond ours: Blockchain, chunkLength: Int = .max >> 1) -> ChainError? {
        do throws(ChainError) {
            _ = try read(Array(answer.utf8), beyond: ours, chunkLength: chunkLength)
            return nil
        } catch {
            return error
        }
    }

    /// Two chains that share their first blocks.
    private func fork(at common: Int, _ ours: Int, _ theirs: Int) throws -> (ours: Blockchain, theirs: Blockchain) {
        let trunk = try Blockchain.mined(length: common)
        var chains = (ours: trunk, theirs: trunk)
        while chains.ours.length < ours { try chains.ours.mine(timestamp: 8) }
        while chains.theirs.length < theirs { try chains.theirs.mine(timestamp: 9) }
        return chains
    }

    private func texts(_ chain: Blockchain) -> [CanonicalText] { chain.blocks.map(\.text) }

    // MARK: - Whole chains from what follows the fork

    @Test func `puts the whole chain together, wherever the answer is cut`() throws {
        let (ours, theirs) = try fork(at: 20, 22, 24)
        let answer = answer(theirs, to: ours)
        for cut in 0...answer.count {
            var reader = ChainReader(beyond: ours)
            try reader.read(Array(answer[..<cut]))
            try reader.read(Array(answer[cut...]))
            guard case .chain(let chain) = try reader.finding() else {
                Issue.record("no chain when cut at \(cut)")
                continue
            }
            #expect(texts(chain) == texts(theirs))
            #expect(chain.textLength == theirs.textLength)
            #expect(reader.heldBytes == theirs.textLength - theirs.prefix(20).textLength)
        }
        for chunkLength in [1, 2, 3, 7, 100] {
            guard case .chain(let chain) = try read(answer, beyond: ours, chunkLength: chunkLength).finding else {
                Issue.record("no chain in chunks of \(chunkLength)")
                continue
            }
            #expect(chain == theirs)
        }
    }

    @Test func `knows who answers before the blocks`() throws {
        let (ours, theirs) = try fork(at: 5, 5, 8)
        let answer = answer(theirs, to: ours)
        var reader = ChainReader(beyond: ours)
        let end = try #require(String(decoding: answer, as: UTF8.self).firstRange(of: #", "after""#))
        for byte in answer.prefix(end.lowerBound.utf16Offset(in: String(decoding: answer, as: UTF8.self))) {
            #expect(reader.status == nil)
            try reader.read([byte])
        }
        #expect(reader.status?["difficulty"]?.integer == 1)
        #expect(reader.status?.canonicalText.description == Self.status)
    }

    @Test func `is not finished before the end`() throws {
        let (ours, theirs) = try fork(at: 12, 13, 15)
        let answer = answer(theirs, to: ours)
        for length in 0..<answer.count {
            #expect(throws: ChainError.notJSON(JSONError(offset: length, reason: .unexpectedEnd))) {
                try read(Array(answer[..<length]), beyond: ours, chunkLength: 64)
            }
        }
    }

    @Test func `finds a peer's chain at every fork, and holds only what is new`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let trunk = try Blockchain.mined(length: 700)
        for _ in 0..<rounds(120) {
            let common = Int.random(in: 1...trunk.length, using: &generator)
            var (ours, theirs) = (trunk.prefix(common), trunk.prefix(common))
            let count = (ours: [0, 1, 12, 90], theirs: [0, 1, 2, 13, 300])
            for _ in 0..<(count.ours.randomElement(using: &generator) ?? 0) { try ours.mine(timestamp: 8) }
            for _ in 0..<(count.theirs.randomElement(using: &generator) ?? 0) { try theirs.mine(timestamp: 9) }
            let answers = [answer(theirs, to: ours), theirs.answer, answer(theirs, to: ours, after: 0)]
            for (kind, answer) in answers.enumerated() {
                let length = [7, 300, 40_000, 1 << 20].randomElement(using: &generator) ?? 1
                let (finding, heldBytes) = try read(answer, beyond: ours, chunkLength: length)
                switch finding {
                case .chain(let chain):
                    #expect(texts(chain) == texts(theirs), "seed \(Seed.value)")
                    #expect(chain.textLength == theirs.textLength)
                    #expect(kind == 1 || theirs.length > ours.length)
                    // A segment, up to the end of a chunk, is held as a whole.
                    let new = theirs.textLength - theirs.prefix(ours.commonLength(with: theirs)).textLength
                    #expect(length > 16_384 ? heldBytes >= new : heldBytes == new, "seed \(Seed.value)")
                case .notLonger(let length):
                    #expect(kind != 1 && length == theirs.length && length <= ours.length, "seed \(Seed.value)")
                }
            }
        }
    }

    @Test func `takes over what was prevalidated of a long continuation`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let (ours, theirs) = try fork(at: 300, 320, 1_500)
        for answer in [answer(theirs, to: ours), theirs.answer] {
            for _ in 0..<10 {
                var reader = ChainReader(beyond: ours)
                var start = 0
                while start < answer.count {
                    let end = min(start + Int.random(in: 1...60_000, using: &generator), answer.count)
                    let part = Array(answer[start..<end])
                    try reader.read(part, prevalidated: PrevalidatedBlocks(in: part, rules: .easy))
                    start = end
                }
                guard case .chain(let chain) = try reader.finding() else { throw ChainError.noChain }
                #expect(texts(chain) == texts(theirs), "seed \(Seed.value)")
                #expect(chain.textLength == theirs.textLength)
            }
        }
    }

    @Test func `shares what is ours with our chain`() throws {
        let (ours, theirs) = try fork(at: 600, 601, 605)
        func addresses(_ chain: Blockchain) -> [Int] {
            chain.blocks.text(of: 0..<chain.length).map { piece in
                piece.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
            }
        }
        for answer in [answer(theirs, to: ours), theirs.answer] {
            let finding = try read(answer, beyond: ours, chunkLength: 10_000).finding
            guard case .chain(let chain) = finding else { throw ChainError.noChain }
            #expect(chain == theirs)
            #expect(addresses(chain).prefix(2) == addresses(ours).prefix(2))
        }
    }

    @Test func `is told of a chain that is no longer by its length alone`() throws {
        let (ours, theirs) = try fork(at: 5, 9, 9)
        for length in [1, 8, 9] {
            let answer = answer(theirs, to: ours, length: "\(length)")
            guard case .notLonger(length) = try read(answer, beyond: ours).finding else {
                Issue.record("not read as \(length) blocks")
                continue
            }
        }
    }

    @Test func `reads a whole chain that is no longer than ours`() throws {
        let (ours, theirs) = try fork(at: 5, 9, 9)
        for chain in [theirs, ours, ours.prefix(3)] {
            guard case .chain(chain) = try read(chain.answer, beyond: ours).finding else { throw ChainError.noChain }
        }
    }
}
