import TestSupport
import Testing

@testable import Chain

@Suite struct `The explanation of a block` {
    private let chain: Blockchain

    init() throws {
        chain = try Blockchain.mined(length: 4)
    }

    /// A block of the chain with one piece of its text replaced.
    private func block(
        _ height: Int, with new: String, for old: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let text = chain.blocks[height - 1].text.description
        try #require(text.contains(old), sourceLocation: sourceLocation)
        return text.replacing(old, with: new)
    }

    private func explanation(
        of text: String, after previous: Block? = nil, in chain: Blockchain? = nil
    ) throws -> BlockExplanation {
        try BlockExplanation(parse(text), sent: Array(text.utf8), after: previous, in: chain ?? self.chain)
    }

    // MARK: - What a chain says

    @Test func `of every block in a chain finds nothing broken`() {
        for height in 1...chain.length {
            let explanation = BlockExplanation(of: chain, at: height)
            #expect(explanation.checks.map(\.rule) == BlockExplanation.Rule.ofTutorial)
            #expect(explanation.broken == [])
            #expect(explanation.holds == true && explanation.isInChain)
            #expect(explanation.block == chain.blocks[height - 1])
            #expect((explanation.guess == nil) == (height == 1))
        }
    }

    @Test func `of the first block has nothing to compare with`() {
        let explanation = BlockExplanation(of: chain, at: 1)
        #expect(explanation.finding(.of(.previousHash)) == nil)
        #expect(explanation.finding(.of(.proof)) == nil)
        #expect(explanation.finding(.sealed) == true)
    }

    @Test func `of the newest block leaves open what only the next one can close`() throws {
        var chain = chain
        #expect(BlockExplanation(of: chain, at: 4).finding(.sealed) == nil)
        try chain.mine()
        #expect(BlockExplanation(of: chain, at: 4).finding(.sealed) == true)
    }

    @Test func `reads no other block's text, unless the proof before is a long one`() throws {
        var chain = Blockchain(rules: .easy)
        let puzzle = Rules.easy.work(after: chain.lastBlock)
        let long = try #require(
            (0..<1_000).lazy.compactMap { Proof(digits: "1\(String(repeating: "0", count: 90))\(100 + $0)".utf8) }
                .first(where: puzzle.isValid))
        let previousHash = chain.lastBlock.hash
        try chain.append(Block(index: 2, timestamp: 1.5, transactions: [], proof: long, previousHash: previousHash))
        try chain.mine()
        #expect(BlockExplanation.neighbourBytes(at: 3, in: chain) == 0)
        while chain.length < BlockSequence.segmentLength + 2 { try chain.mine() }
        #expect(BlockExplanation.neighbourBytes(at: 3, in: chain) == chain.blocks[1].text.bytes.count)
        for height in [.min, 0, 1, 2, 4, chain.length + 1, chain.length + 2, .max] {
            #expect(BlockExplanation.neighbourBytes(at: height, in: chain) == 0)
        }
        let explanation = BlockExplanation(of: chain, at: 3)
        #expect(explanation.holds == true && explanation.finding(.sealed) == true)
        #expect(explanation.guess?.lastProof == long)
    }

    @Test func `shows the guess whose hash it counts zeros of`() throws {
        for height in 2...chain.length {
            let guess = try #require(BlockExplanation(of: chain, at: height).guess)
            let (last, block) = (chain.blocks[height - 2], chain.blocks[height - 1])
            #expect(guess.text == "\(last.proof)\(block.proof)\(last.hash)")
            #expect(guess.hash == BlockHash(of: Array(guess.text.utf8).span.bytes).description)
            #expect(guess.hash.hasPrefix(String(repeating: "0", count: guess.zeros)))
            #expect(guess.zeros >= guess.difficulty)
        }
    }

    // MARK: - One rule broken at a time

    /// What is changed in block 3, and the rules which that breaks.
    @Test(
        arguments: [
            (#""timestamp": 1.5"#, #""timestamp": 1.25"#, [.sealed]),
            (#""transactions": []"#, #""transactions": [{"amount": 9}]"#, [.sealed]),
            (#""index": 3"#, #""x": 1, "index": 3"#, [.canonical, .sealed]),
            (#""previous_hash": ""#, #""previous_hash": "0"#, [.of(.previousHash), .sealed]),
            (#""index": 3"#, #""index":  3"#, [.canonical]),
            (#""index": 3"#, #""index": 0"#, [.of(.index)]),
            (#""index": 3"#, #""index": -3"#, [.of(.index)]),
            (#""index": 3"#, #""index": 2"#, [.of(.previousHash), .sealed]),
            (#""index": 3"#, #""index": 1"#, [.sealed]),
            (#""index": 3"#, #""index": 3.0"#, [.of(.shape)]),
            (#""index": 3"#, #""index": 3e0"#, [.of(.shape)]),
            (#""proof": "#, #""proof": -"#, [.of(.shape)]),
            (#""timestamp": 1.5"#, #""timestamp": true"#, [.of(.shape)]),
            (#""timestamp": 1.5"#, #""timestamp": 15e-1"#, [.canonical]),
            (#""transactions": []"#, #""transactions": {}"#, [.of(.shape)]),
            (#""transactions": []"#, #""transactions": [null]"#, [.of(.shape)]),
            (#""transactions": []"#, #""transaction": []"#, [.of(.shape)]),
        ] as [(String, String, [BlockExplanation.Rule])])
    func `names exactly what a change breaks`(old: String, new: String, broken: [BlockExplanation.Rule]) throws {
        let explanation = try explanation(of: block(3, with: new, for: old))
        // A different index means a different previous block, whose puzzle this proof may solve by chance.
        #expect(explanation.broken.filter { $0 != .of(.proof) || broken.contains(.of(.proof)) } == broken)
        #expect((explanation.block == nil) == broken.contains(.of(.shape)))
    }

    @Test func `names a proof that does not fit`() throws {
        let (last, block) = (chain.blocks[1], chain.blocks[2])
        let wrong = try Rules.easy.work(after: last).smallestProof(isValid: false)
        let text = try self.block(3, with: #""proof": \#(wrong)"#, for: #""proof": \#(block.proof)"#)
        let explanation = try explanation(of: text)
        #expect(explanation.broken == [.of(.proof), .sealed])
        #expect(explanation.holds == false)
        #expect(explanation.guess?.zeros == 0)
    }

    @Test func `knows a block behind another that is given`() throws {
        let other = try Blockchain.mined(length: 3, timestamp: 9)
        let text = other.blocks[2].text.description
        #expect(try explanation(of: text).finding(.of(.previousHash)) == false)
        let explanation = try explanation(of: text, after: other.blocks[1])
        #expect(explanation.holds == true && !explanation.isInChain)
        #expect(explanation.broken == [.sealed])
        #expect(try self.explanation(of: text, after: other.blocks[0]).finding(.of(.index)) == false)
    }

    // MARK: - It agrees with the chain

    /// Correct blocks with random changes: the explanation holds exactly when the chain takes them.
    @Test(arguments: 0..<UInt64(rounds(300)))
    func `holds for what a chain would take, and for nothing else`(round: UInt64) throws {
        var generator = SeededGenerator(seed: Seed.value &+ round)
        var longer = chain
        try longer.mine(timestamp: 2.5)
        let numbers = ["0", "1", "4", "5", "6", "-1", "\(Int.max)", "\(UInt64.max)", "1.5", "null", #""5""#]
        let number = numbers.randomElement(using: &generator) ?? ""
        var text = longer.lastBlock.text.description
        let proof = #""proof": \#(longer.lastBlock.proof)"#
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: text.replace(#""index": 5"#, with: #""index": \#(number)"#)
        case 1: text.replace(proof, with: #""proof": \#(number)"#)
        case 2: text.replace(proof, with: #""proof": \#(UInt64.random(in: 0...99, using: &generator))"#)
        case 3: text.replace(chain.lastBlock.hash.description, with: chain.blocks[1].hash.description)
        default: text.replace(#""timestamp": 2.5"#, with: #""timestamp": \#(number)"#)
        }
        let explanation = try explanation(of: text, after: chain.lastBlock)
        let isTaken = (try? Block(parse(text))).map { block in
            var chain = chain
            return (try? chain.append(block)) != nil
        }
        #expect(explanation.holds == (isTaken ?? false), "seed \(Seed.value), round \(round): \(text)")
    }

    // MARK: - Hostile input

    @Test(arguments: [Int.min, -1, 0, 1, 2, 5, 6, Int.max - 1, Int.max])
    func `survives any index, in the block and before it`(index: Int) throws {
        let text = try block(3, with: #""index": \#(index)"#, for: #""index": 3"#)
        let block = try Block(parse(text))
        for previous in [nil, block] + chain.blocks.map(Optional.init) {
            let explanation = try explanation(of: text, after: previous)
            #expect(explanation.checks.count == BlockExplanation.Rule.ofTutorial.count)
            if index < 1 { #expect(explanation.holds == false && explanation.finding(.of(.index)) == false) }
        }
        for index in 1...chain.length {
            _ = try explanation(of: chain.blocks[index - 1].text.description, after: block)
        }
    }

    @Test func `does not repeat a long value that stands where a hash belongs`() throws {
        func found(_ length: Int) throws -> String? {
            let long = #""previous_hash": "\#(String(repeating: "x", count: length))""#
            let text = try block(1, with: long, for: #""previous_hash": "1""#)
            return try explanation(of: text).check(.of(.previousHash)).found
        }
        #expect(try found(200) == String(repeating: "x", count: 200))
        #expect(try found(201) == String(repeating: "x", count: 200) + "...")
        // In a long text it isn't even looked for.
        #expect(try found(100_000) == nil)
        let nested = try block(1, with: #""previous_hash": [{"a": null}]"#, for: #""previous_hash": "1""#)
        #expect(try explanation(of: nested).check(.of(.previousHash)).found == #"[{"a": null}]"#)
    }

    @Test(arguments: ["null", "true", "1e0", #""block""#, "[]", "{}", #"{"index": 1}"#])
    func `of what is no block says so, and nothing else`(text: String) throws {
        let explanation = try explanation(of: text)
        #expect(explanation.block == nil && explanation.guess == nil && !explanation.isInChain)
        #expect(explanation.holds == false)
        #expect(explanation.checks.map(\.holds) == [false] + Array(repeating: nil, count: 5))
    }

    @Test func `takes a repeated key's last value, as it is hashed`() throws {
        let text = try block(3, with: #"{"index": 99, "index": 3"#, for: #"{"index": 3"#)
        let explanation = try explanation(of: text)
        #expect(explanation.isInChain)
        #expect(explanation.broken == [.canonical])
    }
}

extension BlockExplanation {
    fileprivate var broken: [Rule] { checks.filter { $0.holds == false }.map(\.rule) }

    fileprivate func check(_ rule: Rule) throws -> Check { try #require(checks.first { $0.rule == rule }) }

    fileprivate func finding(_ rule: Rule) -> Bool? { checks.first { $0.rule == rule }?.holds }
}
