internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node

@Suite("The list of accounts", .timeLimit(.minutes(2)))
struct RichestAccountsTests {
    private let scene: LedgerScene

    init() throws {
        scene = try LedgerScene()
    }

    private func node(on loop: EventLoop, _ change: (inout Limits) -> Void = { _ in }) throws -> Node {
        var options = NodeOptions()
        change(&options.limits)
        return try Node.stub(
            on: loop, identifier: scene.ledger.people[LedgerScene.miner].description, rules: scene.ledger.rules,
            options: options)
    }

    private func listing(_ node: Node) -> Task<RichestAccounts.Listing?, Never> {
        Task(executorPreference: node.executor) { await node.richestAccounts(for: .unknown) }
    }

    @Test func `is that of the newest block, for whoever asks after it`() async throws {
        try await withLoop { loop in
            let node = try node(on: loop)
            for height in 1...4 {
                let asked = (0..<20).map { _ in listing(node) }
                let chain = await node.chain
                for task in asked {
                    let list = try #require(await task.value)
                    #expect(list.height == height && list.tip == chain.tipHash)
                    #expect(list.total == chain.ledger?.accounts.count)
                }
                _ = try await node.mine()
            }
            let richest = try #require(await listing(node).value).accounts
            #expect(richest.map(\.account.balance) == richest.map(\.account.balance).sorted(by: >))
            #expect(richest.contains { $0.address == scene.ledger.people[LedgerScene.miner] })
        }
    }

    /// As while it is made for those who asked before the block came.
    @Test func `is made anew for who asks while it is made of an earlier block`() async throws {
        try await withLoop { loop in
            let node = try node(on: loop)
            for _ in 0..<50 {
                let before = listing(node)
                let height = try await node.mine().block.index
                let (earlier, list) = (await before.value, await listing(node).value)
                #expect(list?.height == height && earlier?.tip != nil)
            }
        }
    }

    @Test func `has so many and no more, and says how many there are`() async throws {
        try await withLoop { loop in
            let node = try node(on: loop) { $0.lists.accounts = 1 }
            _ = try await node.mine()
            let list = try #require(await listing(node).value)
            #expect(list.accounts.count == 1 && list.total > 1)
        }
    }

    @Test func `is waited for by so many and no more`() async throws {
        try await withLoop { loop in
            let node = try node(on: loop) { $0.waiting.questions = 2 }
            // Of the loop's own turn: all have asked before the list is begun.
            let asked = await Task(executorPreference: loop) { (0..<8).map { _ in listing(node) } }.value
            var lists: [RichestAccounts.Listing?] = []
            for task in asked { lists.append(await task.value) }
            #expect(lists.count { $0 != nil } == 2)
            #expect(await listing(node).value != nil)
        }
    }
}
