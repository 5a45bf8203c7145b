internal import ArgumentParser
internal import Chain
internal import HTTP
internal import NodeClient
internal import Wording

/// Where the first block of a ledger's network comes from: a file, or a node.
enum GenesisSource {
    case file(String)
    case node(Origin)

    /// What an option names: a node by `http://host:port`, or else a file.
    init(_ text: String) throws {
        guard text.contains("://") else {
            self = .file(text)
            return
        }
        do throws(OriginError) {
            self = .node(try Origin(text))
        } catch {
            throw ValidationError("--genesis: \(error.statement.text(.ofUser))")
        }
    }

    /// The network. A node has half a minute to send its first block.
    func network() throws -> LedgerNetwork {
        switch self {
        case .file(let path): try GenesisFile.read(path)
        case .node(let origin): try Self.network(of: origin)
        }
    }

    private static func network(of origin: Origin) throws -> LedgerNetwork {
        do throws(NodeError) {
            return try RemoteNode.run(at: origin) { node throws(NodeError) in try await node.network() }
        } catch {
            guard error.kind == .unreachable else { throw error }
            throw UnreachableNode(origin: origin)
        }
    }

    /// No node has sent its first block in time.
    struct UnreachableNode: Error, CustomStringConvertible {
        let origin: Origin

        var description: String {
            Phrase.genesisUnreachable.text(["url": origin.url])
        }
    }
}
