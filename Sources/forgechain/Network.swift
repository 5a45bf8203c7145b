internal import ArgumentParser
internal import Node
internal import Service

/// Which network a node belongs to.
struct Network: ParsableArguments {
    @Option(
        help: """
            The rules of the network: tutorial, as the tutorial's program; article, as its text; or ledger, on which \
            payments are signed.
            """,
        completion: .list(Configuration.ruleSets))
    var rules = Configuration.ruleSets[0]

    @Option(
        help: "How many hex zeros a proof begins with, 1 to 16, and if not given 4. A ledger's network has its own.")
    var difficulty: Int?

    @Option(
        help: ArgumentHelp(
            """
            The first block of the ledger's network: a file, or a node's address, http://host:port, from which it is \
            fetched. If not given, the one that is kept, or else the practice network's.
            """, valueName: "file-or-url"),
        completion: .file())
    var genesis: String?

    /// Where the first block of the network is; nil if that isn't said.
    func source() throws -> GenesisSource? { try genesis.map(GenesisSource.init) }

    func validate() throws {
        if genesis != nil, rules != Configuration.ledgerName {
            throw ValidationError("--genesis needs --rules \(Configuration.ledgerName).")
        }
        // A node is only asked once everything else fits.
        if case .file(let path) = try source() { _ = try GenesisFile.read(path) }
        guard Configuration.ruleSets.contains(rules) else {
            let names = Configuration.ruleSets.joined(separator: " or ")
            throw ValidationError("--rules is \(rules), but has to be \(names).")
        }
        if let difficulty, rules == Configuration.ledgerName {
            throw ValidationError(
                "--difficulty is \(difficulty), but a ledger's network says itself how hard its proofs are.")
        }
        if let difficulty, !Configuration.difficulties.contains(difficulty) {
            throw ValidationError("--difficulty is \(difficulty), but has to be 1 to 16.")
        }
    }
}
