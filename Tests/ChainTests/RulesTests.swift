import TestSupport
import Testing

@testable import Chain
import Wording

@Suite("Rules")
struct RulesTests {
    private static func rules(_ set: RuleSet, zeros: Int = 4) throws -> Rules {
        Rules(set, difficulty: try #require(Difficulty(hexZeros: zeros)))
    }

    /// A chain by a set of rules, mined on the genesis block.
    private static func mined(_ set: RuleSet, length: Int, zeros: Int = 2) throws -> Blockchain {
        var chain = Blockchain(rules: try rules(set, zeros: zeros))
        while chain.length < length { try chain.mine() }
        return chain
    }

    @Test func `are the tutorial's at four zeros unless told otherwise`() {
        #expect(Rules() == Rules(.tutorial, difficulty: .standard))
        #expect(Blockchain().rules == Rules())
        #expect(RuleSet.allCases.map(\.name) == ["tutorial", "article", "ledger"])
    }

    @Test(arguments: RuleSet.withoutNetwork)
    func `begin with the block that every node has`(set: RuleSet) throws {
        #expect(try Self.rules(set).genesis == .genesis)
        #expect(Blockchain(rules: try Self.rules(set)).lastBlock == .genesis)
    }

    /// The proofs that CPython finds after the proof 100, and by the article's rules after those.
    @Test(arguments: [
        (RuleSet.tutorial, [110_650] as [UInt64]), (.article, [35_293, 35_089, 119_678, 146_502]),
    ])
    func `have the proofs that Python finds`(set: RuleSet, proofs: [UInt64]) throws {
        let rules = try Self.rules(set)
        var last = rules.genesis
        for proof in proofs {
            let work = rules.work(after: last)
            #expect(work.isValid(proof) && work.isValid(Proof(proof)))
            #expect((max(proof, 500) - 500..<proof).allSatisfy { !work.isValid($0) })
            last = Block(
                index: last.index + 1, timestamp: 1, transactions: [], proof: Proof(proof), previousHash: last.hash)
        }
    }

    @Test func `say what a guess is made of`() throws {
        let hash = Block.genesis.hash
        let tutorial = try Self.rules(.tutorial).work(after: .genesis)
        #expect(tutorial.guessPrefix == Array("100".utf8) && tutorial.guessSuffix == hash.hexDigits)
        #expect(tutorial.guess(Proof(7)) == Array("1007\(hash)".utf8))
        let article = try Self.rules(.article).work(after: .genesis)
        #expect(article.guessPrefix == Array("100".utf8) && article.guessSuffix.isEmpty)
        #expect(article.guess(Proof(7)) == Array("1007".utf8))
    }

    @Test(arguments: RuleSet.withoutNetwork)
    func `take a chain of their own however it comes, and no other`(set: RuleSet) throws {
        let chain = try Self.mined(set, length: 5)
        let rules = chain.rules
        #expect(try readChain(chain.answer, rules: rules, chunkLength: 7) == chain)
        #expect(try readChain(chain.answer, rules: rules, chunkLength: 100_000) == chain)
        #expect(try readWholeChain(chain.answer, rules: rules) == chain)
        let prevalidated = PrevalidatedBlocks(in: chain.answer, rules: rules)
        #expect(prevalidated.found?.segment?.count == 4)
        for other in RuleSet.withoutNetwork where other != set {
            let error = #expect(throws: ChainError.self) {
                try readChain(chain.answer, rules: Self.rules(other, zeros: 2), chunkLength: 50)
            }
            #expect(error == .wrongProof(height: 2, otherwise: OtherRules(inForce: other, fitting: set)))
            #expect(PrevalidatedBlocks(in: chain.answer, rules: try Self.rules(other, zeros: 2)).found?.segment == nil)
        }
    }

    @Test(arguments: [
        (
            OtherRules(inForce: .tutorial, fitting: .article),
            "block 2: its proof does not fit by the tutorial's rules, but fits by the article's: its guess leaves the "
                + "last hash out", "Start a node with --rules article"
        ),
        (
            OtherRules(inForce: .article, fitting: .tutorial),
            "block 2: its proof does not fit by the article's rules, but fits by the tutorial's: its guess ends with "
                + "the last hash", "Start a node with --rules tutorial"
        ),
    ])
    func `say of a proof that fits by others which flag takes it`(other: OtherRules, sentence: String, advice: String) {
        let error = ChainError.wrongProof(height: 2, otherwise: other)
        #expect(error.description == sentence)
        #expect(error.otherRules == other && "Start a node with \(other.flag)" == advice)
        #expect(ChainError.wrongProof(height: 2).otherRules == nil && ChainError.noChain.otherRules == nil)
    }

    @Test(arguments: RuleSet.withoutNetwork)
    func `prefer a longer chain, and of two equal ones ours`(set: RuleSet) throws {
        let (short, long) = (try Self.mined(set, length: 3), try Self.mined(set, length: 4))
        #expect(short.rules.prefers(long, to: short))
        #expect(!short.rules.prefers(short, to: long))
        #expect(!short.rules.prefers(short, to: short))
    }

    @Test func `tell chains of the same blocks apart`() throws {
        let chain = Blockchain(rules: try Self.rules(.tutorial))
        #expect(chain != Blockchain(rules: try Self.rules(.article)))
        #expect(chain == Blockchain(rules: try Self.rules(.tutorial)))
    }

    @Test(arguments: RuleSet.withoutNetwork)
    func `explain a block by their own guess`(set: RuleSet) throws {
        let chain = try Self.mined(set, length: 3)
        let explanation = BlockExplanation(of: chain, at: 3)
        let (last, block) = (chain.blocks[1], chain.blocks[2])
        let guess = try #require(explanation.guess)
        #expect(explanation.holds == true && guess.rules == set && guess.otherRules == nil)
        #expect(guess.text == "\(last.proof)\(block.proof)" + (set == .tutorial ? "\(last.hash)" : ""))
        #expect(guess.lastHash == (set == .tutorial ? last.hash : nil))
    }

    @Test func `explain a block by others with the flag that takes it`() throws {
        let theirs = try Self.mined(.article, length: 2)
        let ours = Blockchain(rules: try Self.rules(.tutorial, zeros: 2))
        let value = try JSONDocument(parsing: theirs.lastBlock.text.bytes).root
        let explanation = BlockExplanation(value, sent: nil, after: nil, in: ours)
        let check = try #require(explanation.checks.first { $0.rule == .of(.proof) })
        #expect(explanation.holds == false && check.holds == false)
        #expect(
            check.says.description.hasSuffix(
                "asked for: this proof does not fit by the tutorial's rules, but fits by the article's: its guess "
                    + "leaves the last hash out. Start a node with --rules article."))
        #expect(explanation.guess?.otherRules == OtherRules(inForce: .tutorial, fitting: .article))
    }
}
