import Cryptography
import TestSupport
import Testing

@testable import Chain

@Suite struct `Accounts behind a block` {
    private let parameters = LedgerNetwork.practice.parameters

    /// Addresses of nobody: points of small order are left out, and no signature is checked here.
    private static let addresses = (2..<8).compactMap { first in
        Address(publicKey: [UInt8(first)] + [UInt8](repeating: 0, count: 31))
    }

    private func transactions(_ payments: [UnsignedPayment], reward: RewardTransaction) throws -> BlockTransactions {
        let signature = [UInt8](repeating: 2, count: 64)
        let texts = try payments.map { try #require(SignedPayment($0, signature: signature)).text } + [reward.text]
        let array = try JSONDocument(parsing: CanonicalText.array(texts).bytes).root
        return BlockTransactions(try #require(array.elements))
    }

    /// Random payments that the accounts allow, in a block of some index.
    private func block(
        on accounts: Accounts, at index: Int, using generator: inout SeededGenerator
    ) throws -> BlockTransactions {
        var changes = AccountChanges()
        var payments: [UnsignedPayment] = []
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let sender = Self.addresses[Int.random(in: Self.addresses.indices, using: &generator)]
            let recipient = Self.addresses[Int.random(in: Self.addresses.indices, using: &generator)]
            let account = changes.account(sender, in: accounts)
            guard account.balance > 1 else { continue }
            let amount = Int.random(in: 1..<account.balance, using: &generator)
            let fee = Int.random(in: 0...account.balance - amount, using: &generator)
            let payment = try #require(
                UnsignedPayment(sender: sender, recipient: recipient, amount: amount, fee: fee, nonce: account.nonce))
            try changes.pay(payment, from: accounts)
            payments.append(payment)
        }
        let fees = payments.reduce(0) { $0 + $1.fee }
        let miner = Self.addresses[Int.random(in: Self.addresses.indices, using: &generator)]
        return try transactions(
            payments,
            reward: RewardTransaction(amount: parameters.reward(at: index) + fees, nonce: index, recipient: miner))
    }

    @Test func `hold all rewards after any blocks, and undoing these leads back through the same accounts`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        for _ in 0..<rounds(40) {
            var accounts = Accounts()
            var history: [(before: Accounts, block: BlockTransactions)] = []
            for index in 2..<12 {
                let block = try block(on: accounts, at: index, using: &generator)
                history.append((accounts, block))
                accounts.apply(try accounts.changes(by: block, at: index, parameters: parameters))
                #expect(accounts.total == 50 * (index - 1))
                #expect(accounts.all.allSatisfy { $0.value.balance >= 0 && $0.value != Account() })
            }
            for (before, block) in history.reversed() {
                accounts.apply(try #require(accounts.changes(undoing: block)))
                #expect(accounts == before)
            }
            #expect(accounts.count == 0)
        }
    }

    @Test func `stay as they are if a block breaks a rule at its end`() throws {
        let (alice, bob) = (Self.addresses[0], Self.addresses[1])
        var accounts = Accounts()
        let first = try transactions([], reward: RewardTransaction(amount: 50, nonce: 2, recipient: alice))
        accounts.apply(try accounts.changes(by: first, at: 2, parameters: parameters))
        let before = accounts
        let paid = try #require(UnsignedPayment(sender: alice, recipient: bob, amount: 20, fee: 1, nonce: 0))
        let greedy = try transactions([paid], reward: RewardTransaction(amount: 52, nonce: 3, recipient: alice))
        do throws(LedgerFault) {
            accounts.apply(try accounts.changes(by: greedy, at: 3, parameters: parameters))
            Issue.record("51 are due, and 52 were paid")
        } catch {
            #expect(error.rule == .reward && error.expected == "amount 51, nonce 3")
        }
        #expect(accounts == before)
    }

    @Test func `are not changed back by a block that isn't the newest`() throws {
        let (alice, bob) = (Self.addresses[0], Self.addresses[1])
        var accounts = Accounts()
        let first = try transactions([], reward: RewardTransaction(amount: 50, nonce: 2, recipient: alice))
        #expect(accounts.changes(undoing: first) == nil)
        accounts.apply(try accounts.changes(by: first, at: 2, parameters: parameters))
        let paid = try #require(UnsignedPayment(sender: alice, recipient: bob, amount: 20, fee: 0, nonce: 0))
        let second = try transactions([paid], reward: RewardTransaction(amount: 50, nonce: 3, recipient: bob))
        #expect(accounts.changes(undoing: second) == nil)
        accounts.apply(try accounts.changes(by: second, at: 3, parameters: parameters))
        #expect(accounts.changes(undoing: first) == nil)
        #expect(accounts.changes(undoing: second) != nil)
    }

    @Test func `lose nothing when one pays oneself`() throws {
        let alice = Self.addresses[0]
        var accounts = Accounts()
        let first = try transactions([], reward: RewardTransaction(amount: 50, nonce: 2, recipient: alice))
        accounts.apply(try accounts.changes(by: first, at: 2, parameters: parameters))
        let paid = try #require(UnsignedPayment(sender: alice, recipient: alice, amount: 48, fee: 2, nonce: 0))
        var changes = AccountChanges()
        try changes.pay(paid, from: accounts)
        #expect(changes.account(alice, in: accounts) == Account(balance: 48, nonce: 1))
    }

    @Test(arguments: [
        (1, 1, 1, LedgerRule.nonce), (51, 0, 0, .balance), (50, 1, 0, .balance),
        (Accounts.maximumAmount, Accounts.maximumAmount, 0, .balance),
    ])
    func `allow no other nonce than the next, and not more than there is`(
        amount: Int, fee: Int, nonce: Int, rule: LedgerRule
    ) throws {
        let (alice, bob) = (Self.addresses[0], Self.addresses[1])
        var accounts = Accounts()
        let first = try transactions([], reward: RewardTransaction(amount: 50, nonce: 2, recipient: alice))
        accounts.apply(try accounts.changes(by: first, at: 2, parameters: parameters))
        let payment = try #require(
            UnsignedPayment(sender: alice, recipient: bob, amount: amount, fee: fee, nonce: nonce))
        var changes = AccountChanges()
        do throws(LedgerFault) {
            try changes.pay(payment, from: accounts)
            Issue.record("it was paid")
        } catch {
            #expect(error.rule == rule)
        }
        #expect(changes.accounts.isEmpty)
    }
}
