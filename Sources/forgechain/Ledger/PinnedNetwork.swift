internal import ArgumentParser
internal import Chain
internal import NodeClient

/// Which ledger's network is meant, said by whoever runs the program and not by a node.
struct PinnedNetwork: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the first block of the network; the practice network's if not given.", valueName: "file"),
        completion: .file())
    var genesis: String?

    @Option(
        help: ArgumentHelp(
            "The network's name instead: the hash of its first block, which a node has then to show.",
            valueName: "hash"))
    var network: String?

    func validate() throws {
        if genesis != nil, network != nil { throw ValidationError(Phrase.networkTwice.text()) }
        _ = try hash()
    }

    private func hash() throws -> BlockHash? { try network.map { try Self.hash($0, of: "--network") } }

    /// Reads the name of a network.
    static func hash(_ text: String, of flag: String) throws -> BlockHash {
        guard let hash = BlockHash(hexDigits: Array(text.utf8)[...]) else {
            throw ValidationError(
                Phrase.noNetworkHash.text(["flag": flag, "text": String(text.prefix(100))]))
        }
        return hash
    }

    /// A network, or the name of one.
    enum Pin: Sendable {
        case whole(LedgerNetwork)
        case name(BlockHash)

        /// The network; if only its name is given, as the first node shows it that has it.
        func network(from nodes: [RemoteNode]) async throws(NodeError) -> LedgerNetwork {
            switch self {
            case .whole(let network): return network
            case .name(LedgerNetwork.practice.id): return .practice
            case .name(let id):
                var first: NodeError?
                for node in nodes {
                    do throws(NodeError) {
                        let network = try await node.network()
                        if network.id == id { return network }
                        first = first ?? .otherNetwork(node.origin, shown: network.id, wanted: id)
                    } catch {
                        first = first ?? error
                    }
                }
                guard let first else { preconditionFailure("there is a node to ask") }
                throw first
            }
        }
    }

    /// What was given.
    func pin() throws -> Pin {
        if let hash = try hash() { return .name(hash) }
        return .whole(try genesis.map(GenesisFile.read) ?? .practice)
    }
}
