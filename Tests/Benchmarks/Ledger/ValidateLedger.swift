internal import ArgumentParser
internal import Chain
internal import Cryptography
internal import EventLoop
internal import Foundation
internal import Node

/// Validates a ledger's chain from an answer, on one core and on all that a node would use.
struct ValidateLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate an answer to a ledger's GET /chain, and print how long that took as JSON.")

    @Argument(help: "The file with the network's first block.")
    var genesis: String

    @Argument(help: "The file with the answer.")
    var file: String

    private struct Figures: Encodable {
        let blocks: Int
        let oneCoreSeconds: Double
        let twoCoreSeconds: Double
    }

    func run() async throws {
        // As a node does.
        UnusedMemory.bound()
        let document = try JSONDocument(parsing: Array(Data(contentsOf: URL(fileURLWithPath: genesis))))
        let network = try LedgerNetwork(genesis: document.root)
        let ed25519 = try Ed25519()
        let pieces = Array(try Pieces(of: file))
        let clock = ContinuousClock()

        var blocks = 0
        let one = try clock.measure {
            var reader = ChainReader(rules: Rules(LedgerRules(network, checking: ed25519) { .infinity }))
            for piece in pieces { try reader.read(piece) }
            blocks = try reader.finish().length
        }
        // A new book, which remembers nothing.
        let rules = Rules(LedgerRules(network, checking: SignatureBook(ed25519)) { .infinity })
        let queues = ValidationQueues()
        let two = try await clock.measure {
            let length = try await validatedLength(of: pieces, rules, queues)
            guard length == blocks else { throw LedgerPayments.Unusable() }
        }
        try report(Figures(blocks: blocks, oneCoreSeconds: one.seconds, twoCoreSeconds: two.seconds))
    }
}
