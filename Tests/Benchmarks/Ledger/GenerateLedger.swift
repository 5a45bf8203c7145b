internal import ArgumentParser
internal import Chain
internal import Foundation
internal import Mining
internal import Records
internal import Storage

/// Makes a ledger's signed payments: in a directory, as a node would have stored them, or for posting.
struct GenerateLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make signed payments of a ledger, and its first block.")

    @Option(help: "How many payments.")
    var payments = 100_000

    @Option(help: "How many people pay.")
    var people = 1000

    @Option(help: "How many payments a block has.")
    var blockPayments = 2500

    @Option(help: "A directory to make, of a chain with the payments.")
    var directory: String?

    @Option(help: "A file to make, with a payment in each line.")
    var lines: String?

    @Argument(help: "The file for the network's first block.")
    var genesis: String

    /// What is signed here needs no look.
    private struct Trust: SignatureChecker {
        func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] { payments.map { _ in true } }
    }

    func run() async throws {
        guard payments > 0, people > 0, blockPayments > 0 else { throw ValidationError("Numbers have to be above 0.") }
        let source = try LedgerPayments(people: people)
        try write([source.network.genesis.text.bytes], to: genesis)
        if let lines { try write((0..<payments).map { try source.payment($0).text.bytes }, to: lines) }
        if let directory { try await store(source, in: directory) }
    }

    private func write(_ lines: [[UInt8]], to path: String) throws {
        let bytes = lines.flatMap { $0 + Array("\n".utf8) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    private func store(_ source: LedgerPayments, in directory: String) async throws {
        let rules = Rules(LedgerRules(source.network, checking: Trust()) { .infinity })
        let store = try ChainStore(directory: directory, rules: rules)
        var chain = try store.load(rules: rules).chain
        let miner = Miner(threads: 1)
        for first in stride(from: 0, to: payments, by: blockPayments) {
            let signed = try (first..<min(first + blockPayments, payments)).map(source.payment)
            let template = try source.template(after: chain, of: signed)
            guard let nonce = await miner.nonce(for: template) else { throw LedgerPayments.Unusable() }
            let block = template.block(nonce: nonce)
            try chain.append(block)
            let accepted = zip(first..., block.identifiedTransactions(by: rules)).map { number, transaction in
                AcceptedTransaction(number: number + 1, transaction: transaction)
            }
            try await store.commit(
                accepted.map { .accepted($0) } + [.forged(block, including: accepted.map(\.number))])
        }
        store.close()
    }
}
