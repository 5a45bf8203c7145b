internal import API
internal import Chain
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Asking a peer for what is beyond our chain")
struct ChainRequestTests {
    private func status(of chain: Blockchain, rules: String = "tutorial", difficulty: Int = 1) -> NodeStatus {
        NodeStatus(
            instance: String(repeating: "a", count: 32), version: "1", rules: rules, difficulty: difficulty,
            genesis: chain.blocks.hash(at: 0), length: chain.length, tip: chain.lastBlock.hash, port: 5000,
            gossips: false)
    }

    /// What a node with their chain answers to one with ours.
    private func answer(
        _ theirs: Blockchain, to ours: Blockchain, rules: String = "tutorial", difficulty: Int = 1
    ) -> [UInt8] {
        let status = status(of: theirs, rules: rules, difficulty: difficulty)
        return ChainPieces(answering: ChainRequest(beyond: ours), theirs, status).joined()
    }

    private func fork(at common: Int, _ ours: Int, _ theirs: Int) throws -> (ours: Blockchain, theirs: Blockchain) {
        let trunk = try Blockchain.mined(length: common)
        return (try trunk.extended(to: ours, timestamp: 8), try trunk.extended(to: theirs, timestamp: 9))
    }

    private func fault(_ text: String, beyond ours: Blockchain) -> PeerFault? {
        PeerAnswer.chain(in: Array(text.utf8), beyond: ours).failure
    }

    @Test func `the target names places of our chain and its length`() throws {
        let chain = try Blockchain.mined(length: 3)
        let places = [2, 1, 0].map { "\($0 + 1)-\(chain.blocks.hash(at: $0))" }.joined(separator: ",")
        #expect(ChainRequest(beyond: chain).target == "/chain?after=\(places)&above=3")
    }

    @Test func `the answer says who answers, then where its blocks go on, then the blocks`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let blocks = theirs.blocks.dropFirst(4).map(\.text.description).joined(separator: ", ")
        let expected = #"{"forgechain": \#(status(of: theirs).text), "after": 4, "chain": [\#(blocks)], "length": 7}"#
        #expect(String(decoding: answer(theirs, to: ours), as: UTF8.self) == expected + "\n")
    }

    @Test func `of a chain that is no longer only the length is answered`() throws {
        for theirs in [2, 4, 5] {
            let (ours, theirs) = try fork(at: 2, 5, theirs)
            let root = try JSONDocument(parsing: answer(theirs, to: ours)).root
            #expect(root["chain"]?.elements?.count == 0)
            #expect(root["length"]?.integer == theirs.length)
            let found = try PeerAnswer.chain(in: answer(theirs, to: ours), beyond: ours).get()
            #expect(found.length == theirs.length && found.longer == nil)
            #expect(found.status == status(of: theirs))
        }
    }

    @Test func `whatever two chains share, the longer one comes whole, by bytes in proportion to the fork`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let trunk = try Blockchain.mined(length: 600)
        let blockBytes = trunk.textLength / trunk.length + 2
        for _ in 0..<rounds(100) {
            let common = Int.random(in: 1...trunk.length, using: &generator)
            let ahead = Int.random(in: 0...60, using: &generator)
            let ours = try trunk.prefix(common).extended(
                to: common + Int.random(in: 0...60, using: &generator), timestamp: 8)
            let theirs = try trunk.prefix(common).extended(to: common + ahead, timestamp: 9)
            let answer = answer(theirs, to: ours)
            let found = try PeerAnswer.chain(in: answer, beyond: ours).get()
            #expect(found.length == theirs.length, "seed \(Seed.value)")
            let isLonger = theirs.length > ours.length
            #expect(found.longer?.blocks.map(\.text) == (isLonger ? theirs.blocks.map(\.text) : nil))
            let mostBlocks = isLonger ? ahead + max(ours.length - common, 1) : 0
            #expect(answer.count < 1_000 + mostBlocks * (blockBytes + 20), "seed \(Seed.value)")
        }
    }

    @Test func `a tutorial node's whole chain is read as ever`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        for (chain, isLonger) in [(theirs, true), (ours, false), (ours.prefix(2), false)] {
            let blocks = CanonicalText.array(chain.blocks.map(\.text))
            let answer = Array(#"{"chain": \#(blocks), "length": 1}"#.utf8)
            let found = try PeerAnswer.chain(in: answer, beyond: ours).get()
            #expect(found.status == nil && found.length == chain.length)
            #expect(found.longer == (isLonger ? chain : nil))
        }
        #expect(fault(#"{"chain": [], "length": 9}"#, beyond: ours) == .refused(.empty))
    }

    @Test func `a node of another difficulty is named as such, whatever its blocks are`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let words = "of another network: its difficulty is 5, and ours is 1"
        for chain in [theirs, ours, ours.prefix(2)] {
            let answer = answer(chain, to: ours, difficulty: 5)
            #expect(PeerAnswer.chain(in: answer, beyond: ours).failure == .otherNetwork(.difficulty(5, ours: 1)))
            #expect(PeerAnswer.chain(in: answer, beyond: ours).failure?.description == words)
        }
        let text = String(decoding: answer(theirs, to: ours, difficulty: 5), as: UTF8.self)
        let wrong = text.replacing(#""proof": "#, with: #""proof": 7"#)
        #expect(fault(wrong, beyond: ours) == .otherNetwork(.difficulty(5, ours: 1)))
        // It is known before the blocks arrive.
        var reading = PeerAnswer(beyond: ours)
        #expect(throws: PeerFault.otherNetwork(.difficulty(5, ours: 1))) {
            for byte in text.utf8.prefix(while: { $0 != UInt8(ascii: "[") }) { try reading.read([byte]) }
        }
    }

    @Test(arguments: ["article", "someday"])
    func `a node of other rules is named as such, whatever its blocks and its difficulty are`(rules: String) throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let words = "of another network: its rules are \(rules), and ours are tutorial"
        for (chain, difficulty) in [(theirs, 1), (theirs, 5), (ours, 1), (ours.prefix(2), 1)] {
            let answer = answer(chain, to: ours, rules: rules, difficulty: difficulty)
            #expect(PeerAnswer.chain(in: answer, beyond: ours).failure?.description == words)
        }
    }

    @Test func `a node that does not name its rules has the tutorial's`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let text = String(decoding: answer(theirs, to: ours), as: UTF8.self)
        let without = text.replacing(#""rules": "tutorial", "#, with: "")
        #expect(without != text)
        let found = try PeerAnswer.chain(in: Array(without.utf8), beyond: ours).get()
        #expect(found.longer == theirs && found.status?.rules == "tutorial")
    }

    @Test func `who says nothing that is understood of itself is refused`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let text = String(decoding: answer(theirs, to: ours), as: UTF8.self)
        let status = "\(status(of: theirs).text)"
        for other in ["{}", "null", "[]", "7", status.replacing(#""port": 5000"#, with: #""port": 70000"#)] {
            let fault = fault(text.replacing(status, with: other), beyond: ours)
            #expect(fault == .noAnswer(Statement(.statusNotUnderstood)))
        }
    }

    @Test func `what is wrong with an answer is said in words`() throws {
        let (ours, theirs) = try fork(at: 4, 5, 7)
        let text = String(decoding: answer(theirs, to: ours), as: UTF8.self)
        let cases: [(String, String, String)] = [
            (#""after": 4"#, #""after": 9"#, "refused: its blocks come after block 9, which was not named to it"),
            (#""after": 4, "#, "", "refused: it does not say after which block its blocks come"),
            (#""after": 4"#, #""after": 3"#, "refused at block 4: its index is 5"),
            (#""proof": "#, #""proof": 7"#, "refused at block 5: its proof does not fit"),
        ]
        for (original, replacement, words) in cases {
            try #require(text.contains(original))
            #expect(fault(text.replacing(original, with: replacement), beyond: ours)?.description == words)
        }
    }
}

// Under a sanitizer and beside other tests, ten minutes.
@Suite("Answers that are validated while they arrive", .timeLimit(.minutes(20)))
struct ChainValidationTests {
    private func answer(_ theirs: Blockchain, to ours: Blockchain) -> [UInt8] {
        ChainPieces(answering: ChainRequest(beyond: ours), theirs, .of(1, theirs)).joined()
    }

    private func validated(
        _ answer: [UInt8], beyond ours: Blockchain, budget: AnswerBudget, pieceLength: Int
    ) async -> Result<PeerChain, PeerFault> {
        let validation = ChainValidation(
            beyond: ours, maximumBytes: ChainReader.maximumBytes, budget: budget, queues: ValidationQueues())
        for start in stride(from: 0, to: answer.count, by: pieceLength) {
            guard await validation.read(Array(answer[start..<min(start + pieceLength, answer.count)])) else { break }
        }
        return await validation.finish()
    }

    /// Chains whose common part is longer than what is read at once.
    private static let chains: Result<(ours: Blockchain, theirs: Blockchain), any Error> = Result {
        let trunk = try Blockchain.mined(length: 3_000)
        return (try trunk.extended(to: 3_010, timestamp: 8), try trunk.extended(to: 5_500, timestamp: 9))
    }

    @Test(arguments: [1_000, 100_000, 10_000_000])
    func `a long continuation is the chain that it was`(pieceLength: Int) async throws {
        let (ours, theirs) = try Self.chains.get()
        let answer = answer(theirs, to: ours)
        #expect(answer.count > ChainValidation.partBytes)
        let budget = AnswerBudget(blockBytes: 2 * (theirs.textLength - ours.prefix(3_000).textLength))
        let found = try await validated(answer, beyond: ours, budget: budget, pieceLength: pieceLength).get()
        #expect(found.longer == theirs)
        #expect(found.status?.tip == theirs.lastBlock.hash)
    }

    @Test func `only new blocks count towards what all peers may hold together`() async throws {
        let (ours, theirs) = try Self.chains.get()
        let answer = answer(theirs, to: ours)
        let new = theirs.textLength - ours.prefix(3_000).textLength
        let budget = AnswerBudget(blockBytes: 2 * new)
        for _ in 0..<3 {
            // Each returns what it took.
            let found = await validated(answer, beyond: ours, budget: budget, pieceLength: 9_999)
            #expect(try found.get().longer == theirs)
        }
        #expect(budget.holding == AnswerBudget.Holding())
        let less = AnswerBudget(blockBytes: new)
        let part = try await validated(answer, beyond: ours, budget: less, pieceLength: 9_999).get()
        #expect(part.rest == .noAnswer(AnswerBudget.refusal))
        #expect(part.length < theirs.length)
    }

    // MARK: - Answers that never end

    /// Makes this many peers send the beginning of a string that is a piece of a chain, at most so many bytes each.
    private func held(_ count: Int, of bytes: Int, in budget: AnswerBudget) async -> [ChainValidation] {
        let queues = ValidationQueues()
        let ours = Blockchain(rules: .easy)
        var validations: [ChainValidation] = []
        for _ in 0..<count {
            let validation = ChainValidation(
                beyond: ours, maximumBytes: ChainReader.maximumBytes, budget: budget, queues: queues)
            validations.append(validation)
            var wantsMore = await validation.read(Array(#"{"chain":[""#.utf8))
            var sent = 0
            while wantsMore, sent < bytes {
                wantsMore = await validation.read(Array(repeating: UInt8(ascii: "a"), count: 100_000))
                sent += 100_000
            }
        }
        return validations
    }

    @Test func `what isn't whole is counted, and many who send much leave room for one who comes later`() async throws {
        let budget = AnswerBudget(blockBytes: 1 << 30, unfinishedBytes: 4 << 20)
        let hostile = await held(16, of: 5_000_000, in: budget)
        #expect(budget.holding.unfinished <= 4 << 20)
        for validation in hostile {
            let fault = await validation.fault()
            #expect(fault.map { $0.description.hasPrefix("given up") } ?? true)
        }
        let (ours, theirs) = try Self.chains.get()
        let found = await validated(answer(theirs, to: ours), beyond: ours, budget: budget, pieceLength: 9_999)
        #expect(try found.get().longer == theirs)
    }

    @Test func `one alone may send half of what all may`() async throws {
        let budget = AnswerBudget(blockBytes: 1 << 30, unfinishedBytes: 4 << 20)
        let alone = await held(1, of: 1_900_000, in: budget)
        #expect(await alone[0].fault() == nil)
        #expect(budget.holding.unfinished >= 1_900_000)
    }

    @Test func `who holds as much as may be held keeps out nobody`() async throws {
        let budget = AnswerBudget(blockBytes: 1 << 30, unfinishedBytes: 1 << 20)
        let hostile = await held(6, of: 200_000, in: budget)
        #expect(budget.holding.unfinished > 1 << 20)
        let (ours, theirs) = try Self.chains.get()
        let found = await validated(answer(theirs, to: ours), beyond: ours, budget: budget, pieceLength: 9_999)
        #expect(try found.get().longer == theirs)
        withExtendedLifetime(hostile) {}
    }

    // MARK: - Answers that break off

    @Test func `what is valid of an answer that breaks off is a chain`() async throws {
        let ours = try Blockchain.mined(length: 3)
        var theirs = Blockchain(rules: .easy)
        let recipient = String(repeating: "b", count: 40_000)
        for _ in 0..<30 { try theirs.mine([.payment(1, to: recipient)]) }
        let budget = AnswerBudget(blockBytes: 1 << 30)
        let validation = ChainValidation(
            beyond: ours, maximumBytes: ChainReader.maximumBytes, budget: budget, queues: ValidationQueues())
        let bytes = answer(theirs, to: ours)
        let sent = ChainValidation.leastPartBytes + ChainValidation.partBytes
        for start in stride(from: 0, to: sent, by: 10_000) {
            #expect(await validation.read(Array(bytes[start..<start + 10_000])))
        }
        let found = try await validation.breakOff(.noAnswer(Statement(.timedOut))).get()
        let longer = try #require(found.longer)
        #expect(found.rest == .noAnswer(Statement(.timedOut)))
        #expect((ours.length + 1..<theirs.length).contains(longer.length))
        #expect(longer == theirs.prefix(longer.length))
        #expect(budget.holding == AnswerBudget.Holding())
    }

    @Test func `a few blocks of an answer that breaks off are nothing`() async throws {
        let theirs = try Blockchain.mined(length: 100)
        let ours = Blockchain(rules: .easy)
        let validation = ChainValidation(
            beyond: ours, maximumBytes: ChainReader.maximumBytes, budget: AnswerBudget(blockBytes: 1 << 30),
            queues: ValidationQueues())
        #expect(await validation.read(Array(answer(theirs, to: ours).dropLast(100))))
        #expect(await validation.breakOff(.noAnswer(Statement(.timedOut))).failure == .noAnswer(Statement(.timedOut)))
    }

    @Test func `nothing is taken of an answer in which something is wrong`() async throws {
        let (ours, theirs) = try Self.chains.get()
        let bytes = answer(theirs, to: ours).dropLast(100) + Array("wrong".utf8)
        let found = await validated(
            Array(bytes), beyond: ours, budget: AnswerBudget(blockBytes: 1 << 30), pieceLength: 100_000)
        #expect(found.failure != nil)
    }
}
