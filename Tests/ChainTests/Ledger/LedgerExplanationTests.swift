import Cryptography
import Synchronization
import TestSupport
import Testing

@testable import Chain
import Wording

@Suite struct `The explanation of a ledger's block` {
    private let vectors: LedgerVectors

    init() throws { vectors = try LedgerVectors() }

    /// The chain of the vectors without its last block, in whose place the others may stand.
    private func chain(now: Double = .infinity, checking signatures: (any SignatureChecker)? = nil) throws -> Blockchain
    {
        let rules = Rules(LedgerRules(.practice, checking: try signatures ?? Ed25519()) { now })
        var chain = Blockchain(rules: rules)
        for value in try vectors.chain().dropFirst().dropLast() { try chain.append(Block(value)) }
        return chain
    }

    private func explanation(_ value: JSONValue, after previous: Block? = nil, in chain: Blockchain) -> BlockExplanation
    {
        BlockExplanation(value, sent: value.canonicalText.bytes, after: previous, in: chain)
    }

    // MARK: - It says what the rules say

    @Test func `of each of the 45 bad blocks finds the rule that is named, and no line before it`() throws {
        let chain = try chain()
        let cases = try vectors.elements("refused")
        #expect(cases.count == 45)
        for (number, refused) in cases.enumerated() {
            let block = try #require(refused["block"])
            let explanation = explanation(block, after: chain.lastBlock, in: chain)
            let broken = explanation.checks.first { $0.holds == false }
            #expect(broken?.rule.name == refused["rule"]?.string, "case \(number)")
            #expect(explanation.checks.map(\.rule) == BlockExplanation.Rule.ofLedger)
            #expect(explanation.holds == false && explanation.verdict == .broken && !explanation.isInChain)
            #expect(try explanation.says == LedgerState(vectors.chain().dropLast()).fault(of: block)?.description)
        }
    }

    @Test func `of each of the 11 odd blocks finds that it holds`() throws {
        let chain = try chain()
        let cases = try vectors.elements("accepted")
        #expect(cases.count == 11)
        for accepted in cases {
            let explanation = explanation(try #require(accepted["block"]), in: chain)
            #expect(explanation.holds == true && explanation.verdict == .fits, "\(accepted["what"]?.string ?? "?")")
            #expect(explanation.checks.dropLast().allSatisfy { $0.holds == true })
            #expect(explanation.hash?.description == accepted["hash"]?.string)
        }
    }

    /// Blocks of a random chain, each changed in some way: the first broken line is the rule by which a chain refuses.
    @Test(arguments: 0..<UInt64(rounds(60)))
    func `agrees with the chain`(round: UInt64) throws {
        var generator = SeededGenerator(seed: Seed.value &+ round)
        let ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<4 { try ledger.grow(&chain, by: &generator) }
        var longer = chain
        try ledger.grow(&longer, by: &generator)
        var text = longer.lastBlock.text.description
        let numbers = ["0", "1", "2", "5", "50", "-1", "7.5", "null", "\"x\"", "\(Int.max)", "[]"]
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let keys = ["amount", "fee", "nonce", "timestamp", "index", "proof", "memo", "target", "sender"]
            let key = keys.randomElement(using: &generator) ?? ""
            let ranges = text.ranges(of: "\"\(key)\": ")
            guard let range = ranges.randomElement(using: &generator),
                let end = text[range.upperBound...].firstIndex(where: { $0 == "," || $0 == "}" })
            else { continue }
            text.replaceSubrange(range.upperBound..<end, with: numbers.randomElement(using: &generator) ?? "")
        }
        let value = try parse(text)
        let explanation = BlockExplanation(value, sent: nil, after: chain.lastBlock, in: chain)
        var state = LedgerState(ledger.network)
        let ed25519 = try Ed25519()
        for block in chain.blocks.dropFirst() { try state.append(block.parsed, checking: ed25519) }
        do throws(LedgerFault) {
            _ = try state.append(value, checking: ed25519)
            #expect(explanation.holds == true, "seed \(Seed.value), round \(round): \(text)")
        } catch {
            #expect(explanation.holds == false, "seed \(Seed.value), round \(round): \(text)")
            #expect(explanation.broken.first?.name == error.rule.rawValue, "seed \(Seed.value), round \(round)")
        }
    }

    // MARK: - What it compares

    @Test func `compares with the accounts of its own time`() throws {
        var generator = SeededGenerator(seed: 4)
        let ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<30 { try ledger.grow(&chain, by: &generator) }
        for height in 2...chain.length {
            let explanation = BlockExplanation(of: chain, at: height)
            #expect(explanation.checks.map(\.rule) == BlockExplanation.Rule.ofLedger)
            #expect(explanation.checks.dropLast().allSatisfy { $0.holds == true }, "\(height)")
            #expect(explanation.verdict == .fits && explanation.isInChain)
            let header = chain.sealedHeader(at: height).header
            #expect(explanation.ledger?.seal == header.seal && explanation.ledger?.target == header.target)
            #expect(explanation.ledger?.work == header.target.expectedGuesses)
            let guess = header.guess(chain.sealedHeader(at: height).proof, after: chain.blocks[height - 2].proof)
            #expect(explanation.guess?.hash == guess.hexText)
        }
    }

    @Test func `says when it can't look so far back, and that the chain has it`() throws {
        var generator = SeededGenerator(seed: 5)
        let ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<6 { try ledger.grow(&chain, by: &generator) }
        let rules = try #require(chain.rules.ledger)
        func explanation(_ value: JSONValue, undoing limit: Int) -> BlockExplanation {
            BlockExplanation(ofLedger: value, isCanonical: nil, after: nil, in: chain, rules, undoing: limit)
        }
        let bytes = chain.blocks.textLength(from: 3)
        #expect(explanation(chain.blocks[3].parsed, undoing: bytes).finding(.of(.nonce)) == true)
        let far = explanation(chain.blocks[3].parsed, undoing: bytes - 1)
        #expect(far.finding(.of(.nonce)) == nil && far.finding(.of(.balance)) == nil)
        for rule in [LedgerRule.reward, .target, .signature] { #expect(far.finding(.of(rule)) == true) }
        #expect(far.holds == true && far.verdict == .fits)
        #expect(try far.check(.of(.nonce)).says.description.contains("MiB of blocks came since"))
        // Of another block in that place it is not known.
        var other = chain.prefix(3)
        try ledger.grow(&other, by: &generator)
        #expect(explanation(other.lastBlock.parsed, undoing: bytes).verdict == .nextDoesNotFit)
        #expect(explanation(other.lastBlock.parsed, undoing: 0).verdict == .unknown)
    }

    @Test func `of an old block that was made anew says that the next one does not fit`() throws {
        var generator = SeededGenerator(seed: 6)
        let ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<5 { try ledger.grow(&chain, by: &generator) }
        var fork = chain.prefix(3)
        try ledger.grow(&fork, by: &generator)
        let explanation = explanation(fork.lastBlock.parsed, in: chain)
        #expect(explanation.holds == true && explanation.verdict == .nextDoesNotFit && !explanation.isInChain)
        #expect(explanation.broken == [.sealed])
    }

    @Test func `of a payment that was changed names root and signature, and what was compared`() throws {
        let chain = try vectors.chain()
        let (ours, text) = (try self.chain(), chain[2].canonicalText.description)
        let changed = try parse(text.replacing(#""amount": 30, "fee""#, with: #""amount": 31, "fee""#))
        try #require(changed.canonicalText != chain[2].canonicalText)
        let explanation = explanation(changed, in: ours)
        #expect(explanation.broken == [.of(.merkleRoot), .of(.signature), .sealed])
        let root = try explanation.check(.of(.merkleRoot))
        #expect(root.found == chain[2]["merkle_root"]?.string && root.expected != root.found)
        #expect(explanation.finding(.of(.seal)) == true && explanation.finding(.of(.proof)) == true)
    }

    @Test func `of a block that is ahead of the clock says so`() throws {
        let value = try #require(vectors.chain()[4]["timestamp"])
        let time = try #require(LedgerTimestamp(value)).seconds
        #expect(explanation(try vectors.chain()[4], in: try chain(now: time - 60)).holds == true)
        let early = explanation(try vectors.chain()[4], in: try chain(now: time - 61))
        #expect(early.broken == [.of(.future)])
    }

    @Test func `of a first block says whether it is this network's`() throws {
        let chain = try chain()
        let ours = explanation(LedgerNetwork.practice.genesis.parsed, in: chain)
        #expect(ours.checks.map(\.rule) == BlockExplanation.Rule.ofFirst && ours.verdict == .fits)
        #expect(BlockExplanation(of: chain, at: 1).checks == ours.checks)
        let text = LedgerNetwork.practice.genesis.text.description
        let other = explanation(try parse(text.replacing("1795392000", with: "1795392001")), in: chain)
        #expect(other.broken == [.of(.network), .sealed] && other.verdict == .broken)
        let none = explanation(try parse(text.replacing("\"window\": 144", with: "\"window\": 1")), in: chain)
        #expect(none.broken == [.of(.genesis)] && none.verdict == .broken)
        let tutorial = explanation(Block.genesis.parsed, in: chain)
        #expect(tutorial.broken == [.of(.genesis)] && tutorial.hash == Block.genesis.hash)
    }

    @Test func `of a block whose place is not known compares what it can`() throws {
        let chain = try chain()
        let text = try vectors.chain()[4].canonicalText.description
        let far = try parse(text.replacing("\"index\": 5", with: "\"index\": 9"))
        let explanation = explanation(far, in: chain)
        #expect(explanation.finding(.of(.index)) == nil && explanation.finding(.of(.seal)) == false)
        #expect(explanation.verdict == .broken)
        // Behind a block of no chain there is no target, and there are no accounts.
        let alien = try Block(parse(vectors.chain()[3].canonicalText.description.replacing("1.", with: "1.5")))
        _ = self.explanation(try vectors.chain()[4], after: alien, in: chain)
    }

    // MARK: - What it costs

    /// Counts what is verified.
    private final class Counter: SignatureChecker {
        let ed25519: Ed25519
        let counted = Mutex(0)
        init() throws { ed25519 = try Ed25519() }
        var count: Int { counted.withLock { $0 } }
        func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] {
            counted.withLock { $0 += payments.count }
            return ed25519.areSigned(payments, on: network)
        }
    }

    @Test func `verifies few signatures of a block that nobody has worked for`() throws {
        var generator = SeededGenerator(seed: 8)
        let ledger = try RandomLedger(by: &generator)
        let counter = try Counter()
        let rules = Rules(LedgerRules(ledger.network, checking: counter) { .infinity })
        var chain = Blockchain(rules: rules)
        try chain.append(ledger.block(of: [], after: chain, by: &generator))
        let payments = try (0..<200).map { try ledger.payment(from: 0, to: 0, amount: 1, nonce: $0) }
        let block = try ledger.block(of: payments, after: chain, by: &generator)
        var before = counter.count
        #expect(explanation(block.parsed, in: chain).finding(.of(.signature)) == true)
        #expect(counter.count - before == 200)
        // The same header, and other payments.
        let other = try ledger.block(of: payments.dropLast(), after: chain, by: &generator)
        let text = block.text.description
        let root = try #require(block.parsed["merkle_root"]?.string)
        let unpaid = try parse(text.replacing(root, with: try #require(other.parsed["merkle_root"]?.string)))
        before = counter.count
        let explanation = explanation(unpaid, in: chain)
        #expect(counter.count - before == PaymentFindings.unpaidSignatures)
        #expect(explanation.finding(.of(.signature)) == nil && explanation.broken.contains(.of(.seal)))
        #expect(try explanation.check(.of(.signature)).says.description.contains("nobody has done the work"))
    }

    // MARK: - Hostile input

    @Test(arguments: [
        "null", "7", "[]", "{}", #"{"index": 1}"#, #"{"index": 2}"#, #"{"index": -9223372036854775808}"#,
        #"{"index": 2, "merkle_root": [], "previous_hash": {}, "proof": "", "target": 0, "timestamp": 0, "transactions": {}}"#,
    ])
    func `of what is no block says so`(text: String) throws {
        let explanation = explanation(try parse(text), in: try chain())
        #expect(explanation.verdict == .broken && explanation.broken.count == 1)
    }

    @Test(arguments: [Int.min, -1, 0, 1, 2, 5, 6, Int.max - 1, Int.max])
    func `survives any index, and any target, in the block and before it`(index: Int) throws {
        let chain = try chain()
        let text = try vectors.chain()[4].canonicalText.description
        let target = try #require(vectors.chain()[4]["target"]?.string)
        for number in ["0", "f"] {
            let changed = try parse(
                text.replacing("\"index\": 5", with: "\"index\": \(index)")
                    .replacing(target, with: String(repeating: number, count: 64)))
            let block = try Block(changed)
            for previous in [nil, block] + chain.blocks.map(Optional.init) {
                #expect(explanation(changed, after: previous, in: chain).holds != true)
            }
        }
    }
}

extension BlockExplanation {
    fileprivate var broken: [Rule] { checks.filter { $0.holds == false }.map(\.rule) }

    fileprivate var says: String? {
        checks.first { $0.holds == false }.map {
            let says = $0.says.description
            return String(says.prefix(1).lowercased() + says.dropFirst().dropLast())
        }
    }

    fileprivate func check(_ rule: Rule) throws -> Check { try #require(checks.first { $0.rule == rule }) }

    fileprivate func finding(_ rule: Rule) -> Bool? { checks.first { $0.rule == rule }?.holds }
}
