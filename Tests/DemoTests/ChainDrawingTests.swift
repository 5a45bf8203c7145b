internal import Chain
internal import Terminal
internal import TestSupport
internal import Testing

@testable import Demo
import Wording

@Suite("The drawing of two chains")
struct ChainDrawingTests {
    private func lines(_ left: Blockchain, _ right: Blockchain, _ language: Language = .english) -> [String] {
        ChainDrawing(
            left: ("alice", Array(left.blocks)), right: ("bob", Array(right.blocks)), language: language
        ).lines
    }

    @Test func `marks what both have, and where they part`() throws {
        let trunk = try Blockchain.mined(length: 2)
        let lines = lines(try trunk.extended(to: 3), try trunk.extended(to: 4, timestamp: 2.5))
        #expect(lines.count { $0.contains("========") } == 2 * 2)
        let fork = try #require(lines.firstIndex { $0.contains("the fork: from here on they differ") })
        #expect(lines[..<fork].contains { $0.contains("| 2  ") } && !lines[..<fork].contains { $0.contains("| 3  ") })
        #expect(lines[fork...].count { $0.contains("| 3  ") } == 1)
        #expect(lines[fork...].count { $0.contains("| 4  ") } == 1)
    }

    @Test func `has no fork where the chains are one`() throws {
        let chain = try Blockchain.mined(length: 3)
        #expect(!lines(chain, chain).contains { $0.contains("~") })
    }

    @Test func `says a block's first payment, how many more there are, and no reward`() throws {
        var chain = Blockchain(rules: .easy)
        try chain.mine([.reward(to: "carol"), .payment(5), .payment(6)])
        try chain.mine([.reward(to: "carol")])
        let text = lines(chain, chain).joined(separator: "\n")
        #expect(text.contains("the first block"))
        #expect(text.contains("alice -> bob 5 +1"))
        #expect(text.contains("(no payment)"))
        #expect(!text.contains("carol"))
    }

    @Test func `calls those who have nicknames by them`() throws {
        var chain = Blockchain(rules: .easy)
        try chain.mine([.payment(5)])
        let blocks = Array(chain.blocks)
        let lines = ChainDrawing(
            left: ("one", blocks), right: ("two", blocks), language: .english, nicknames: ["alice": "the baker"]
        ).lines
        #expect(lines.contains { $0.contains("| the baker -> bob 5 ") })
    }

    @Test(arguments: Language.allCases)
    func `is as wide in each language`(language: Language) throws {
        let lines = lines(try .mined(length: 2), try .mined(length: 3, timestamp: 2.5), language)
        #expect(lines.allSatisfy { $0.columns <= 2 + 2 * 30 + 12 })
    }
}

@Suite("A forger's draft")
struct DraftBlockTests {
    @Test func `is the block it was made of, until something changes`() throws {
        var chain = try Blockchain.mined(length: 2)
        try chain.mine([.payment(5)])
        let block = chain.lastBlock
        var draft = DraftBlock(block)
        #expect(draft.block == block)
        draft.transactions = []
        #expect(draft.block.hash != block.hash)
        #expect(draft.block.previousHash == block.previousHash)
    }

    @Test func `follows another once it is linked to it, and only a proof is missing`() throws {
        var chain = try Blockchain.mined(length: 2)
        let next = DraftBlock(after: DraftBlock(chain.lastBlock), transactions: [])
        #expect(next.block.previousHash == chain.lastBlock.hash)
        var linked = next
        linked.previousHash = .string("elsewhere")
        linked.link(to: DraftBlock(chain.lastBlock))
        #expect(linked.block == next.block)
        linked.proof = Proof(try chain.rules.work(after: chain.lastBlock).smallestProof())
        try chain.append(linked.block)
        #expect(chain.length == 3)
    }

    @Test func `is offered as a tutorial node would answer`() throws {
        let forgery = Forgery()
        let chain = try Blockchain.mined(length: 3)
        forgery.offer(chain.blocks.map(DraftBlock.init))
        let answer = try JSONDocument(parsing: forgery.answer).root
        #expect(answer["length"]?.integer == 3)
        #expect(answer.blocks == Array(chain.blocks))
    }
}
