internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// What is kept of work for miners outside the node, and for how long.
@Suite("Work given out")
struct WorkDeskTests {
    private let scene: LedgerScene
    private let miners: [Address]

    init() throws {
        var generator = SeededGenerator(seed: 1)
        scene = try LedgerScene()
        miners = try (0..<40).map { _ in
            try #require(Address(publicKey: (0..<32).map { _ in .random(in: .min ... .max, using: &generator) }))
        }
    }

    private static func limits(blocks: Int = 8, choices: Int = 3, seconds: Int = 60) -> WorkLimits {
        var limits = WorkLimits()
        (limits.blocks, limits.choices, limits.seconds) = (blocks, choices, seconds)
        return limits
    }

    /// Asks for a miner's work at a second.
    private func ask(
        _ desk: inout WorkDesk, _ miner: Int = 0, of owner: UInt64 = 1, at second: Double = 0, newestNumber: Int = 0
    ) -> WorkDesk.Work {
        desk.work(
            for: miners[miner], of: owner, at: .seconds(second), newestNumber: newestNumber,
            open: { scene.state.openDraft() }, seal: { $0.sealed(payingTo: miners[miner], now: 2_000 + second) })
    }

    @Test func `is the same for a miner until it is some seconds old`() {
        var desk = WorkDesk(Self.limits())
        let first = ask(&desk)
        #expect(ask(&desk, at: 4).id == first.id && desk.count == 1)
        #expect(ask(&desk, 1, at: 4).id != first.id)
        let second = ask(&desk, at: 5)
        #expect(second.id != first.id && desk[first.id] != nil && desk.count == 3)
    }

    @Test func `stays for whoever searches it, while payments come`() {
        var desk = WorkDesk(Self.limits(choices: 3))
        let first = ask(&desk)
        // A new payment isn't looked at before the last choice has had its time.
        #expect(ask(&desk, at: 1, newestNumber: 1).id == first.id)
        for (round, second) in [6.0, 12].enumerated() {
            _ = ask(&desk, 1, at: second, newestNumber: round + 2)
            #expect(desk[first.id]?.miner == miners[0])
        }
        _ = ask(&desk, 1, at: 18, newestNumber: 9)
        #expect(desk[first.id] == nil, "each choice may hold a block of payments that don't wait any more")
        #expect(!desk.hasEnded(first.id))
    }

    @Test func `ends with the newest block, and that is remembered`() {
        var desk = WorkDesk(Self.limits(blocks: 8))
        let ended = (0..<6).map { ask(&desk, $0).id }
        desk.end()
        #expect(desk.count == 0 && ended.allSatisfy { desk.hasEnded($0) && desk[$0] == nil })
        let later = (6..<12).map { ask(&desk, $0).id }
        desk.end()
        desk.end()
        #expect(later.allSatisfy(desk.hasEnded))
        #expect(ended.count(where: desk.hasEnded) == 2, "no more is remembered than is given out")
    }

    @Test func `ends when it is too old`() {
        var desk = WorkDesk(Self.limits(seconds: 60))
        let first = ask(&desk)
        _ = ask(&desk, 1, at: 59)
        #expect(desk[first.id] != nil)
        _ = ask(&desk, 1, at: 60)
        #expect(desk[first.id] == nil && desk.count == 1)
    }

    @Test func `is bounded, and who asks for much loses their own`() {
        var desk = WorkDesk(Self.limits(blocks: 8))
        let mine = (0..<2).map { ask(&desk, $0, of: 1).id }
        let theirs = (2..<40).map { ask(&desk, $0, of: 2).id }
        #expect(desk.count == 8 && mine.allSatisfy { desk[$0] != nil })
        #expect(theirs.suffix(6).allSatisfy { desk[$0] != nil })
        // Of equal shares, the oldest goes.
        for miner in 2..<6 { _ = ask(&desk, miner, of: UInt64(10 + miner)) }
        #expect(desk.count == 8 && mine.allSatisfy { desk[$0] != nil })
    }

    @Test func `of a clock that stands still is kept once`() {
        var desk = WorkDesk(Self.limits())
        for second in stride(from: 0, to: 50, by: 5.0) {
            _ = desk.work(
                for: miners[0], of: 1, at: .seconds(second), newestNumber: 0, open: { scene.state.openDraft() },
                seal: { $0.sealed(payingTo: miners[0], now: 0) })
        }
        #expect(desk.count == 1)
    }

    /// The root of the reward's way is that of the whole tree.
    @Test(arguments: 0..<9) func `seals all transactions`(count: Int) async throws {
        var scene = scene
        for nonce in 0..<count { try await scene.post(scene.payment(nonce, fee: nonce % 3)) }
        let draft = scene.state.openDraft().sealed(payingTo: miners[0], now: 2_000)
        #expect(draft.included.count == count)
        let leaves = draft.included.map(\.transaction.text) + [draft.template.reward.text]
        #expect(draft.template.header.merkleRoot == MerkleTree(leaves: leaves).root)
        try await scene.forge(draft)
    }
}
