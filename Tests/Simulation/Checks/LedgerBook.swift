internal import CSHA256
internal import Chain
internal import Cryptography

/// Inspected blocks of a ledger, each inspected once, with rules of its own: of what `Chain` says about a block, nothing
/// is trusted except its text, and how targets, work and times are computed.
struct LedgerBook {
    /// What a block's text says, and all blocks before it come to.
    struct Entry {
        let height: Int
        let proof: String
        /// When it was made, in seconds since 1970, and in milliseconds.
        let seconds: Double
        let milliseconds: Int
        /// The target of the next block.
        let nextTarget: UInt256
        let work: UInt256
        let accounts: [String: Account]
        /// Its payments.
        let payments: [CanonicalText]
    }

    /// What is wrong with a block.
    struct Fault: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    private static let keys = [
        "index", "merkle_root", "previous_hash", "proof", "target", "timestamp", "transactions",
    ]

    private let network: LedgerNetwork
    private let ed25519: Ed25519
    private let grants: Int
    private var entries: [BlockHash: Entry] = [:]

    /// The most work behind any block of a node that was inspected.
    private(set) var mostWork = UInt256.zero

    init(_ network: LedgerNetwork, checking ed25519: Ed25519) {
        (self.network, self.ed25519) = (network, ed25519)
        var accounts: [String: Account] = [:]
        let elements = (try? JSONDocument(parsing: network.genesis.text.bytes))?.root["transactions"]?.elements
        for grant in elements.map(Array.init) ?? [] {
            guard let recipient = grant["recipient"]?.string, let amount = grant["amount"]?.integer else { continue }
            accounts[recipient, default: Account()].balance += amount
        }
        grants = accounts.values.reduce(0) { $0 + $1.balance }
        entries[network.id] = Entry(
            height: 1, proof: network.genesis.proof.description, seconds: network.timestamp.seconds,
            milliseconds: network.timestamp.milliseconds, nextTarget: network.parameters.easiestTarget, work: .zero,
            accounts: accounts, payments: [])
    }

    subscript(hash: BlockHash) -> Entry? { entries[hash] }

    /// Inspects a block that follows `previous`; throws what is wrong with it.
    mutating func check(_ block: Block, after previous: BlockHash?) throws(Fault) -> Entry {
        if let known = entries[block.hash] {
            let isFirst = known.height == 1
            guard isFirst == (previous == nil) else { throw Fault("it is no first block, or a second one") }
            return known
        }
        guard let previous, let before = entries[previous] else { throw Fault("nobody knows the block before it") }
        let entry = try inspect(block, after: before, previous)
        entries[block.hash] = entry
        mostWork = max(mostWork, entry.work)
        return entry
    }

    private func inspect(_ block: Block, after before: Entry, _ previous: BlockHash) throws(Fault) -> Entry {
        guard Self.hexDigits(block.text.bytes) == block.hash.description else { throw Fault("its hash is another") }
        guard let value = (try? JSONDocument(parsing: block.text.bytes))?.root, value.canonicalText == block.text,
            value.hasExactly(Self.keys), let root = value["merkle_root"]?.string, let target = value["target"]?.string,
            let timestamp = value["timestamp"].flatMap({ LedgerTimestamp($0) }),
            let proof = value["proof"]?.canonicalText.description,
            let transactions = value["transactions"]?.elements
        else { throw Fault("it lacks something, or has too much") }
        guard value["index"]?.integer == before.height + 1 else { throw Fault("its index does not follow") }
        guard value["previous_hash"]?.string == previous.description else { throw Fault("it names another block") }
        guard block.text.bytes.count <= 1 << 20 else { throw Fault("it has \(block.text.bytes.count) bytes") }
        let milliseconds = timestamp.milliseconds
        guard milliseconds > before.milliseconds else { throw Fault("it is not later than the block before") }
        guard target == before.nextTarget.hexText, let number = UInt256(hexDigits: Array(target.utf8)[...]) else {
            throw Fault("its target is \(target), and \(before.nextTarget.hexText) follows")
        }
        try checkProof(proof, of: value, target: target, after: before, previous)
        let leaves = transactions.map(\.canonicalText)
        guard root == MerkleTree(leaves: leaves).root.description else { throw Fault("its root is another's") }
        let (accounts, payments) = try pay(transactions, at: before.height + 1, before.accounts)
        let elapsed = milliseconds - before.milliseconds
        return Entry(
            height: before.height + 1, proof: proof, seconds: timestamp.seconds,
            milliseconds: milliseconds,
            nextTarget: before.height == 1 ? number : network.parameters.target(after: number, elapsed: elapsed),
            work: before.work.adding(number.expectedGuesses), accounts: accounts, payments: payments)
    }

    private func checkProof(
        _ proof: String, of value: JSONValue, target: String, after before: Entry, _ previous: BlockHash
    ) throws(Fault) {
        let keys = ["index", "merkle_root", "previous_hash", "target", "timestamp"]
        let header = CanonicalText.object(keys.compactMap { key in value[key].map { (key, $0.canonicalText) } })
        let seal = UInt256(hexDigits: Array(Self.hexDigits(header.bytes).utf8)[...])
        guard let seal, proof.dropLast(20) == seal.description else { throw Fault("it is not sealed") }
        guard Self.hexDigits(Array("\(before.proof)\(proof)\(previous)".utf8)) <= target else {
            throw Fault("its proof does not fit")
        }
    }

    /// The SHA-256 by the portable code, whatever the node uses.
    static func hexDigits(_ bytes: [UInt8]) -> String { BlockLedger.hexDigits(bytes) }
}

// MARK: - Money

extension LedgerBook {
    /// The accounts behind a block's transactions, and those that are payments.
    private func pay(
        _ transactions: JSONElements, at height: Int, _ before: [String: Account]
    ) throws(Fault) -> (accounts: [String: Account], payments: [CanonicalText]) {
        var accounts = before
        var fees = 0
        var payments: [CanonicalText] = []
        for element in transactions.dropLast() {
            guard let sender = element["sender"]?.string, let recipient = element["recipient"]?.string,
                let amount = element["amount"]?.integer, let fee = element["fee"]?.integer, amount > 0, fee >= 0,
                let nonce = element["nonce"]?.integer, isSigned(element, by: sender)
            else { throw Fault("a payment that nobody has signed: \(element.canonicalText)") }
            guard accounts[sender, default: Account()].nonce == nonce else {
                throw Fault("each nonce counts once, in order, and this one doesn't: \(element.canonicalText)")
            }
            accounts[sender, default: Account()].nonce += 1
            accounts[sender, default: Account()].balance -= amount + fee
            guard accounts[sender, default: Account()].balance >= 0 else {
                throw Fault("a balance is below 0 after \(element.canonicalText)")
            }
            accounts[recipient, default: Account()].balance += amount
            fees += fee
            payments.append(element.canonicalText)
        }
        guard let last = transactions.last, last["sender"]?.string == "0", last["nonce"]?.integer == height,
            let recipient = last["recipient"]?.string, let amount = last["amount"]?.integer
        else { throw Fault("its last transaction is no reward") }
        accounts[recipient, default: Account()].balance += amount
        let all = accounts.values.reduce(0) { $0 + $1.balance }
        let due = grants + (2...height).reduce(0) { $0 + reward(at: $1) }
        guard all == due else { throw Fault("all balances come to \(all), grants and rewards to \(due)") }
        return (accounts, payments)
    }

    private func reward(at height: Int) -> Int {
        (0..<(height - 2) / network.parameters.halvingBlocks).reduce(network.parameters.reward) { reward, _ in
            reward / 2
        }
    }

    private func isSigned(_ payment: JSONValue, by sender: String) -> Bool {
        let keys = ["amount", "fee", "memo", "network", "nonce", "recipient", "sender"]
        let signed = CanonicalText.object(
            keys.compactMap { key in
                let value = key == "network" ? .string(network.id.description) : payment[key]?.canonicalText
                return value.map { (key, $0) }
            })
        guard let signature = payment["signature"]?.string.flatMap({ [UInt8](hexDigits: Array($0.utf8)[...]) }),
            let key = [UInt8](hexDigits: Array(sender.utf8)[...])
        else { return false }
        return ed25519.isValid(signature, of: signed.bytes, by: key)
    }
}
