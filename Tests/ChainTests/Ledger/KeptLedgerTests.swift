import TestSupport
import Testing

@testable import Chain

/// A chain of a ledger that is read back from the texts of its blocks.
@Suite struct `A ledger's chain that was kept` {
    private let ledger: RandomLedger
    private let chain: Blockchain

    init() throws {
        var generator = SeededGenerator(seed: Seed.value)
        ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<12 { try ledger.grow(&chain, payments: 2, by: &generator) }
        self.chain = chain
    }

    private func kept(_ texts: some Collection<[UInt8]>) throws(ChainError) -> Blockchain {
        var chain = ledger.chain
        for text in texts { try chain.appendKept(text) }
        return chain
    }

    @Test func `is the chain it was, block by block`() throws {
        var copy = try kept(chain.blocks.dropFirst().map(\.text.bytes))
        #expect(copy == chain && copy.textLength == chain.textLength)
        for (block, original) in zip(copy.blocks, chain.blocks) {
            #expect(block.text == original.text && block.hash == original.hash)
            #expect(block.index == original.index && block.proof == original.proof)
            #expect(block.previousHash == original.previousHash)
        }
        let tip = try #require(chain.ledger)
        copy.resume(accounts: tip.accounts, work: tip.header.work)
        #expect(copy.ledger == tip)
    }

    /// The head of a block is recognised; the twin parses all of it.
    @Test func `is what a parser makes of it, whichever byte is another, or none`() throws {
        let last = chain.lastBlock.text.bytes
        let before = try kept(chain.blocks.dropFirst().dropLast().map(\.text.bytes))
        var taken = 0
        // Behind the head, no byte but the last is looked at: the hash, which is compared later, tells.
        let head = last.count - chain.lastBlock.transactionsText.bytes.count - 1
        for place in Array(0..<head) + [last.count - 1] {
            for byte in Array(" 0a\"}{,-".utf8) where byte != last[place] {
                var changed = last
                changed[place] = byte
                var (fast, slow) = (before, before)
                let isFast = (try? fast.appendKept(changed)) != nil
                if isFast { taken += 1 }
                guard let block = try? Block(keptText: changed, height: chain.length),
                    (try? block.checkLink(to: before.tip, at: chain.length)) != nil
                else { continue }
                slow.blocks.append(block)
                // What the parser takes is taken, and is the same.
                #expect(isFast && fast == slow && fast.tip == slow.tip, "byte \(place)")
            }
        }
        #expect(taken > 0 && before.length == chain.length - 1)
    }

    @Test func `does not survive a text that is changed anywhere`() throws {
        let texts = chain.blocks.dropFirst().prefix(3).map(\.text.bytes)
        for position in texts[1].indices {
            var changed = texts
            changed[1][position] ^= 1
            #expect(throws: ChainError.self, "byte \(position)") { try kept(changed) }
        }
    }

    @Test func `has as much money as was granted and paid as rewards, at any height`() throws {
        for length in 1...chain.length {
            #expect(chain.prefix(length).ledger?.accounts.total == ledger.network.supply(at: length))
        }
    }
}
