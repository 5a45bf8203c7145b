import TestSupport
import Testing

@testable import Chain

@Suite struct `The work in a ledger's chain` {
    /// A chain of more blocks than one segment holds.
    private func chain() throws -> Blockchain {
        var generator = SeededGenerator(seed: 11)
        let ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        while chain.length < BlockSequence.segmentLength + 40 {
            try chain.append(
                ledger.block(
                    of: chain.length % 50 == 9 ? ledger.payments(3, after: chain, by: &generator) : [], after: chain,
                    by: &generator))
        }
        return chain
    }

    @Test func `on top of a block is that of the blocks on top`() throws {
        let chain = try chain()
        var work = UInt256.zero
        for height in (1...chain.length).reversed() {
            #expect(chain.workOnTop(of: height) == work)
            #expect(
                chain.workBytes(onTopOf: height)
                    == (height..<chain.length).reduce(0) { $0 + chain.blocks[$1].text.bytes.count })
            if height > 1 { work = work.adding(chain.sealedHeader(at: height).header.target.expectedGuesses) }
        }
        #expect(work == chain.ledger?.header.work)
        for height in [.min, 0, chain.length + 1, .max] {
            #expect(chain.workOnTop(of: height) == nil && chain.workBytes(onTopOf: height) == 0)
        }
        #expect(try Blockchain.mined(length: 3).workOnTop(of: 1) == nil)
    }

    @Test func `and fees are in the summaries of its blocks`() throws {
        let chain = try chain()
        let summaries = chain.summaries(0..<chain.length, textBytes: .max)
        #expect(summaries[0].ledger == nil)
        for summary in summaries.dropFirst() {
            let kept = LedgerBlock.Kept(chain.blocks[summary.index - 1])
            #expect(summary.ledger?.target == kept.sealed.header.target)
            #expect(summary.ledger?.fees == kept.transactions.fees)
            #expect(summary.ledger?.work == kept.sealed.header.target.expectedGuesses)
        }
        #expect(summaries.contains { ($0.ledger?.fees ?? 0) > 0 })
    }
}
