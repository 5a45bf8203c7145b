internal import Chain
internal import HTTP
internal import Storage

/// The node's HTTP API: the tutorial's paths with its words and codes, and what is new here.
///
/// Bodies are read as JSON whatever their Content-Type says. Every answer is JSON.
enum Routes {
    /// A router whose handlers must be called on the node's executor.
    static func router(for node: Node) -> Router {
        var router = Router()
        router.on(.get, .post, path: "/mine") { _ in .later { await mine(node) } }
        router.on(.post, path: "/transactions/new") { request in .later { await newTransaction(node, request) } }
        router.on(.get, .head, path: "/chain") { _ in node.assumeIsolated { .now(chain($0)) } }
        router.on(.post, path: "/nodes/register") { request in .later { await registerNodes(node, request) } }
        router.on(.get, .post, path: "/nodes/resolve") { _ in .later { await resolve(node) } }
        router.on(.get, .head, path: "/nodes") { _ in node.assumeIsolated { .now(nodes($0)) } }
        router.on(.get, .head, path: "/health") { _ in node.assumeIsolated { .now(health($0)) } }
        addReading(to: &router, node)
        return router
    }

    private static func mine(_ node: Node) async -> Response {
        do throws(MiningError) {
            let forged = try await node.mine()
            return .object(
                .ok,
                [
                    "message": .string("New Block Forged"),
                    "index": .integer(forged.block.index),
                    "transactions": .array(forged.transactions.map(\.text)),
                    "proof": .integer(forged.block.proof),
                    "previous_hash": forged.block.previousHash.map { .string($0.description) } ?? .null,
                ])
        } catch {
            return switch error {
            case .superseded: .error(.conflict, error.description)
            case .cancelled, .tooManyWaiting: .error(.serviceUnavailable, error.description)
            case .notKept(let error): .notKept(error)
            }
        }
    }

    private static func newTransaction(_ node: Node, _ request: Request) async -> Response {
        let transaction: Transaction
        do throws(JSONError) {
            let value = try JSONDocument(parsing: request.body).root
            do throws(TransactionError) {
                transaction = try Transaction(value)
            } catch {
                return .error(.badRequest, "\(error). \(transactionExample)")
            }
        } catch {
            return .error(.badRequest, "The body is not JSON: \(error). \(transactionExample)")
        }
        do throws(AcceptanceError) {
            let index = try await node.newTransaction(transaction)
            return .object(.created, ["message": .string("Transaction will be added to Block \(index)")])
        } catch {
            return switch error {
            case .noRoom(let error): .error(.serviceUnavailable, error.description)
            case .notKept(let error): .notKept(error)
            }
        }
    }

    private static let transactionExample =
        #"Send an object such as {"sender": "alice", "recipient": "bob", "amount": 5}."#

    private static func chain(_ node: isolated Node) -> Response {
        let chain = node.chain
        let pieces = ChainPieces(prefix: #"{"chain": ["#, chain, suffix: "], \"length\": \(chain.length)}\n")
        return .json(.ok, .pieces(pieces))
    }

    private static func registerNodes(_ node: Node, _ request: Request) async -> Response {
        let complaint = "Error: Please supply a valid list of nodes"
        guard let value = try? JSONDocument(parsing: request.body).root, let nodes = value["nodes"]?.elements else {
            return .error(.badRequest, #"\#(complaint), such as {"nodes": ["http://192.168.0.5:5000"]}."#)
        }
        guard nodes.count <= PeerList.maximumCount else {
            return .error(.badRequest, "\(complaint): at most \(PeerList.maximumCount) in one request.")
        }
        var addresses: [PeerAddress] = []
        for (position, element) in nodes.enumerated() {
            guard let text = element.string else {
                return .error(.badRequest, "\(complaint): entry \(position + 1) is not a string.")
            }
            do throws(PeerAddressError) {
                addresses.append(try PeerAddress(text))
            } catch {
                return .error(.badRequest, "\(complaint): \(error)")
            }
        }
        do throws(RegistrationError) {
            try await node.registerNodes(addresses)
        } catch {
            return switch error {
            case .tooMany(let error): .error(.badRequest, "\(complaint): \(error)")
            case .notKept(let error): .notKept(error)
            }
        }
        return .object(
            .created,
            [
                "message": .string("New nodes have been added"),
                "total_nodes": addressList(await node.peers),
            ])
    }

    private static func resolve(_ node: Node) async -> Response {
        guard let resolution = await node.resolveConflicts() else {
            return .error(.serviceUnavailable, "The node did not wait for its peers: it is shutting down or too busy.")
        }
        if let failure = resolution.failure { return .notKept(failure) }
        let chain = await node.chain
        let peers = CanonicalText.array(resolution.findings.map(\.text))
        let pieces =
            resolution.wasReplaced
            ? ChainPieces(
                prefix: #"{"message": "Our chain was replaced", "new_chain": ["#, chain,
                suffix: "], \"peers\": \(peers)}\n")
            : ChainPieces(
                prefix: #"{"chain": ["#, chain,
                suffix: "], \"message\": \"Our chain is authoritative\", \"peers\": \(peers)}\n")
        return .json(.ok, .pieces(pieces))
    }

    private static func nodes(_ node: isolated Node) -> Response {
        .object(.ok, ["nodes": addressList(node.peers)])
    }

    private static func health(_ node: isolated Node) -> Response {
        .object(
            .ok, ["status": .string("ok"), "node": .string(node.identifier), "length": .integer(node.chain.length)])
    }

    private static func addressList(_ peers: PeerList) -> CanonicalText {
        .array(peers.addresses.map { .string($0.description) })
    }
}

extension Response {
    /// An answer of one object.
    static func object(
        _ status: Status, _ members: KeyValuePairs<String, CanonicalText>
    ) -> Response {
        .json(status, .bytes(CanonicalText.object(members).bytes + [UInt8(ascii: "\n")]))
    }

    /// The answer to a request that would have changed something, had it been possible to keep it.
    static func notKept(_ error: StorageError) -> Response {
        .error(error.isFull ? .insufficientStorage : .serviceUnavailable, error.description)
    }
}

extension Resolution.Finding {
    /// As an object.
    fileprivate var text: CanonicalText {
        .object([
            "address": .string(address.description),
            "length": length.map { .integer($0) } ?? .null,
            "verdict": .string(verdict),
        ])
    }
}
