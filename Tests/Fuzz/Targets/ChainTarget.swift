@testable internal import Chain
internal import TestSupport

/// Answers to `GET /chain`: the fast reader, however the answer is cut and whatever was validated beforehand, comes to
/// the verdict of a reader that parses the whole text first and then checks block by block; and the explanation of the
/// block in question says the same.
final class ChainTarget: FuzzTarget {
    static let name = "chain"

    /// What becomes of an answer.
    enum Verdict: Equatable {
        /// The hashes of the blocks.
        case taken([BlockHash])
        case refused(ChainError)
    }

    private let ours: [Blockchain]

    init() throws {
        ours = try ChainRecipe.rules.map { rules in
            var chain = Blockchain(rules: rules)
            for _ in 0..<3 { try chain.mine() }
            return chain
        }
    }

    func run(_ input: [UInt8]) throws {
        var draws = Draws(input)
        let head = draws.byte()
        let rules = ChainRecipe.rules[Int(head & 1)]
        let sizes = draws.bytes(3) + [0]
        let answer = head & 2 == 0 ? draws.remainder() : ChainRecipe(&draws, rules: rules).answer
        let fast = Self.verdict([answer], by: rules)
        try compare(fast, cut: answer, sizes, rules)
        try compareWithSlow(fast, answer, rules)
        try compareBeyondOurs(fast, answer, ours[Int(head & 1)])
        guard case .taken = fast else { return }
        try keep(try Self.read([answer], by: rules))
    }

    private static func verdict(_ pieces: [[UInt8]], by rules: Rules, isPrevalidated: Bool = false) -> Verdict {
        do throws(ChainError) {
            let chain = try read(pieces, by: rules, isPrevalidated: isPrevalidated)
            return .taken(chain.blocks.indices.map { chain.blocks.hash(at: $0) })
        } catch {
            return .refused(error)
        }
    }

    private static func read(
        _ pieces: [[UInt8]], by rules: Rules, isPrevalidated: Bool = false
    ) throws(ChainError) -> Blockchain {
        var reader = ChainReader(rules: rules)
        for piece in pieces {
            try reader.read(
                piece, prevalidated: isPrevalidated ? PrevalidatedBlocks(in: piece, rules: rules) : nil)
        }
        return try reader.finish()
    }

    private func compare(_ fast: Verdict, cut answer: [UInt8], _ sizes: [UInt8], _ rules: Rules) throws {
        let pieces = answer.cut(into: sizes)
        let halves = [Array(answer.prefix(answer.count / 2)), Array(answer.dropFirst(answer.count / 2))]
        try demandEqual(Self.verdict(pieces, by: rules), fast, "in pieces")
        if answer.count < 1_000 {
            try demandEqual(Self.verdict(answer.map { [$0] }, by: rules), fast, "byte by byte")
        }
        // Each of these takes 128 KiB for a moment, so there are few.
        for pieces in [[answer], halves] {
            try demandEqual(Self.verdict(pieces, by: rules, isPrevalidated: true), fast, "validated beforehand")
        }
        // From some length on the blocks of one piece are built together.
        let long = answer + [UInt8](repeating: 0x20, count: 20_000)
        let verdict = Self.verdict([long], by: rules)
        if case .refused(.notJSON(let error)) = fast, error.reason == .unexpectedEnd {
            guard case .refused = verdict else { throw Disagreement("spaces at the end make it valid: \(verdict)") }
        } else {
            try demandEqual(verdict, fast, "with spaces at the end")
        }
    }

    private func compareWithSlow(_ fast: Verdict, _ answer: [UInt8], _ rules: Rules) throws {
        guard let root = try? JSONDocument(parsing: answer).root else {
            guard case .refused = fast else { throw Disagreement("no JSON, and taken") }
            return
        }
        let slow = try SlowChain(root, rules)
        if Self.hasSeveralChains(answer) {
            // The fast reader wants all of them to be valid, and the slow one sees only the last.
            if case .taken = fast { try demandEqual(fast, slow.verdict, "the last of several chains") }
        } else {
            try demandEqual(fast, slow.verdict, "read as a whole")
        }
    }

    /// Whether the key `chain`, in any spelling, may occur more than once at the top.
    private static func hasSeveralChains(_ answer: [UInt8]) -> Bool {
        var stream = ObjectStream(arrays: [], maximumElementBytes: .max, maximumMemberBytes: .max)
        var (index, count) = (0, 0)
        do throws(ObjectStream.Fault) {
            while let event = try stream.next(in: answer, from: &index) {
                if case .key("chain", _) = event { count += 1 }
            }
        } catch {
            return true
        }
        return count > 1
    }

    /// A reader that knows a chain finds the same in an answer of a node that doesn't say that it is like this one.
    private func compareBeyondOurs(_ fast: Verdict, _ answer: [UInt8], _ ours: Blockchain) throws {
        guard (try? JSONDocument(parsing: answer).root)?["forgechain"] == nil else { return }
        var reader = ChainReader(beyond: ours)
        let verdict: Verdict
        do {
            try reader.read(answer)
            switch try reader.finding() {
            case .chain(let chain): verdict = .taken(chain.blocks.indices.map { chain.blocks.hash(at: $0) })
            case .notLonger: throw Disagreement("an answer of blocks is no longer")
            }
        } catch let error as ChainError {
            verdict = .refused(error)
        }
        // Members that only nodes like this one send may be longer elsewhere.
        if case .refused(.notJSON) = fast, case .refused = verdict { return }
        try demandEqual(verdict, fast, "beyond a chain of ours")
    }

    /// A valid chain is the same when it is sent on, and when it is stored and read again.
    private func keep(_ chain: Blockchain) throws {
        let texts = chain.blocks.map(\.text)
        let answer = CanonicalText.object(["chain": .array(texts), "length": .integer(chain.length)]).bytes
        try demandEqual(try Self.read([answer], by: chain.rules).blocks.map(\.text), texts, "sent on")
        let joined = chain.blocks.text(of: 0..<chain.length).flatMap { $0 }
        try demandEqual(Array("[".utf8) + joined + Array("]".utf8), CanonicalText.array(texts).bytes, "joined")
        var kept = try Blockchain(firstKept: texts[0].bytes, rules: chain.rules)
        for text in texts.dropFirst() { try kept.appendKept(text.bytes) }
        try demandEqual(kept.blocks.map(\.text), texts, "stored and read again")
        for height in 1...chain.length {
            try demand(
                BlockExplanation(of: chain, at: height).holds == true,
                "block \(height) of a valid chain is explained away")
        }
        for block in chain.blocks {
            _ = BlockSummary(of: block)
            _ = block.identifiedTransactions
        }
    }

    static func seeds() throws -> [[UInt8]] {
        let head: [UInt8] = [0, 7, 64, 255]
        let answers = try ChainRecipe.rules.map { rules in
            var chain = Blockchain(rules: rules)
            try chain.mine([.payment(1), .identified(2)])
            try chain.mine()
            return CanonicalText.object(["chain": .array(chain.blocks.map(\.text)), "length": .integer(3)]).bytes
        }
        return [head + answers[0], [1] + head.dropFirst() + answers[1]]
            + [#"{"chain": [1], "chain": []}"#, "[]", #"{"a": [{"chain": 1}]}"#].map { head + Array($0.utf8) }
            + [
                [2, 9, 40, 3, 0, 0, 0, 0, 0, 0, 0],
                [3, 200, 1, 255, 1, 5, 0x31, 0x2C, 0x32, 0x2C, 0x33, 0, 2, 9, 1, 3, 1, 4],
            ]
    }
}

/// The twin that takes its time: it parses the whole text first, checks block by block, and has each explained.
private struct SlowChain {
    let verdict: ChainTarget.Verdict

    init(_ root: JSONValue, _ rules: Rules) throws {
        do {
            guard let elements = root["chain"]?.elements else { throw ChainError.noChain }
            var chain: Blockchain?
            for (position, element) in elements.enumerated() {
                try Self.explained(element, position + 1, in: &chain, rules)
            }
            guard let chain else { throw ChainError.empty }
            verdict = .taken(chain.blocks.map { BlockHash(of: $0.text) })
        } catch let error as ChainError {
            verdict = .refused(error)
        }
    }

    private static func explained(
        _ element: JSONValue, _ height: Int, in chain: inout Blockchain?, _ rules: Rules
    ) throws {
        let before = chain?.lastBlock
        let explanation = BlockExplanation(
            element, sent: nil, after: before, in: chain ?? Blockchain(rules: rules))
        do throws(ChainError) {
            try append(element, height, to: &chain, rules)
        } catch {
            // A first block of another index would be explained as one whose predecessor is unknown.
            try demand(before == nil || explanation.holds == false, "\(error), and the explanation finds nothing")
            throw error
        }
        try demand(explanation.holds == true, "block \(height) is valid, and the explanation finds something")
    }

    private static func append(
        _ element: JSONValue, _ height: Int, to chain: inout Blockchain?, _ rules: Rules
    ) throws(ChainError) {
        let block: Block
        do throws(BlockFault) { block = try Block(element) } catch { throw .fault(height: height, error) }
        if chain == nil {
            chain = try Blockchain(first: block, rules: rules)
        } else {
            try chain?.append(block)
        }
    }
}
