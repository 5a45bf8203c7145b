internal import ArgumentParser
internal import Chain
internal import Cryptography
internal import Glibc
internal import HTTP
internal import Keys
internal import NodeClient
internal import Service
internal import Terminal

/// Whether a transaction is in a chain, without trust in any node.
struct ShowReceipt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Check that a transaction is in a ledger's chain, and trust no node.",
        discussion: """
            Takes all headers from each node, checks all work and the path from the transaction to its block, and goes \
            by the chain with the most work. A node that shows something wrong is named and left out. A node can hide \
            a chain that has more work, so ask more than one, of different people.

            \(Examples.receipt)

            \(ExitStatus.hint)
            """)

    @Argument(help: ArgumentHelp("The transaction's id: 64 hex digits.", valueName: "id"))
    var text: String

    @Option(
        name: .customLong("node"),
        help: ArgumentHelp(
            """
            A node to ask, up to \(LightClient.maximumNodes). Repeatable. $FORGECHAIN_NODE, or else \
            http://127.0.0.1:5000, if not given.
            """, valueName: "url"),
        completion: .list([RemoteNode.standardURL]))
    var nodes: [String] = []

    @OptionGroup var pinned: PinnedNetwork

    @Option(help: ArgumentHelp("Seconds that the nodes may take, 1 to 86400.", valueName: "seconds"))
    var timeout = 600

    @Flag(help: "Print one object of JSON, and nothing else.")
    var json = false

    func validate() throws {
        _ = try id()
        _ = try origins()
        try Refusal.check(timeout, "--timeout", 1...86_400)
    }

    private func id() throws -> Digest {
        guard let id = Digest(hexDigits: Array(text.utf8)[...]) else {
            throw ValidationError(Phrase.noLedgerID.text(["text": String(text.prefix(100))]))
        }
        return id
    }

    private func origins() throws -> [Origin] {
        guard nodes.count <= LightClient.maximumNodes else {
            throw ValidationError(
                Phrase.tooManyNodes.text(["limit": "\(LightClient.maximumNodes)", "n": "\(nodes.count)"]))
        }
        return nodes.isEmpty ? [try Asking.origin(nil)] : try nodes.map(Asking.origin)
    }

    func run() throws {
        let (id, origins, time) = (try id(), try origins(), Duration.seconds(timeout))
        let (pinned, ed25519) = (try pinned.pin(), try UserKeys.library())
        let findings = try RemoteNode.run(at: origins[0], endsOnInterrupt: true) { first throws(NodeError) in
            let nodes = origins.map { first.another(at: $0) }
            let network = try await pinned.network(from: nodes)
            return await LightClient(network, checking: ed25519, within: time, now: WallClock.secondsSince1970)
                .findings(about: id, from: nodes)
        }
        let report = ReceiptReport(findings, id)
        let printer = Printer()
        if json { printer.write(report.json) } else { report.lines.forEach { printer.print($0, isWhole: true) } }
        try printer.finish()
        if let failure = report.failure { throw failure }
    }
}
