internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// A state on a ledger whose blocks are found within a few guesses, and people who pay each other.
struct LedgerScene {
    let ledger: RandomLedger
    var scene: StateScene

    /// Those to whom the first block grants something: several times, so that both have enough.
    static let (alice, bob, carol, miner) = (0, 1, 2, 3)

    init(seed: UInt64 = 7, people: Int = 4, blockBytes: Int? = nil, mempool: MempoolLimits = MempoolLimits()) throws {
        var generator = SeededGenerator(seed: seed)
        ledger = try RandomLedger(people: people, by: &generator)
        scene = try StateScene(
            rules: ledger.rules, identifier: ledger.people[people - 1].description, blockBytes: blockBytes,
            mempool: mempool)
    }

    var state: NodeState { scene.state }

    var pending: [SignedPayment] { scene.pending.compactMap(\.signedPayment) }

    var accounts: Accounts { get throws { try #require(state.chain.ledger).accounts } }

    func account(_ person: Int) throws -> Account { try accounts[ledger.people[person]] }

    func payment(_ nonce: Int, fee: Int = 0, amount: Int = 1, from sender: Int = alice, memo: String? = nil) throws
        -> SignedPayment
    {
        try ledger.payment(from: sender, to: Self.carol, amount: amount, fee: fee, nonce: nonce, memo: memo)
    }

    /// Posts one; the index of its block.
    @discardableResult
    mutating func post(_ payment: SignedPayment) async throws -> Int {
        try await scene.run(AcceptPayments([payment]))[0].get()
    }

    /// What the next block is searched for as.
    func draft() -> SealedDraft { state.draft(now: 1_000_000) }

    @discardableResult
    mutating func forge(_ draft: SealedDraft? = nil) async throws -> ForgedBlock {
        let draft = draft ?? self.draft()
        let nonce = try #require(draft.template.nonceByTrying())
        return try await scene.run(ForgeSealed(draft, nonce: nonce))
    }

    /// Adds a block that somebody else has made, so many seconds after the one before.
    func grow(_ chain: inout Blockchain, _ payments: [SignedPayment] = [], after seconds: Int = 5) throws {
        let tip = try #require(chain.ledger)
        let timestamp = try #require(LedgerTimestamp(wholeSeconds: tip.header.timestamp.milliseconds / 1_000 + seconds))
        let template = BlockTemplate(
            after: tip.header, lastHash: chain.tipHash, timestamp: timestamp, payments: payments,
            payingTo: ledger.people[Self.miner], parameters: ledger.network.parameters)
        try chain.append(template.block(nonce: #require(template.nonceByTrying())))
    }

    /// The chain of the state's blocks up to a height, and then some of somebody else's, of which the first has
    /// payments.
    func rival(above height: Int = 1, blocks count: Int, _ payments: [SignedPayment] = []) throws -> Blockchain {
        var chain = ledger.chain
        for block in state.chain.blocks.dropFirst().prefix(height - 1) { try chain.append(block) }
        for number in 0..<count { try grow(&chain, number == 0 ? payments : []) }
        return chain
    }

    /// What is kept of pool and list, to see that nothing is left of what failed.
    var waiting: [[Int]] {
        ledger.people.map { state.mempool.payments?.waiting(of: $0).map(\.number) ?? [] }
            + [state.mempool.pending.map(\.number)]
    }
}
