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
        router.on(.post, path: "/transactions/new") { newTransaction(node, $0) }
        router.on(.get, .head, path: "/chain") { request in node.assumeIsolated { .now(chain($0, request)) } }
        router.on(.get, .head, path: "/health") { _ in node.assumeIsolated { .now($0.currentAnswers.health) } }
        addPeers(to: &router, node)
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

    /// Reads the body at once, so that nothing holds on to it while the transaction waits for the disk.
    private static func newTransaction(_ node: Node, _ request: Request) -> Outcome {
        do throws(JSONError) {
            let value = try JSONDocument(parsing: request.body).root
            do throws(TransactionError) {
                let transaction = try Transaction(value)
                return .later { await accept(node, transaction) }
            } catch {
                return .now(.error(.badRequest, "\(error). \(transactionExample)"))
            }
        } catch {
            return .now(.error(.badRequest, "The body is not JSON: \(error). \(transactionExample)"))
        }
    }

    private static func accept(_ node: Node, _ transaction: Transaction) async -> Response {
        do throws(AcceptanceError) {
            let index = try await node.newTransaction(transaction)
            return .object(.created, ["message": .string("Transaction will be added to Block \(index)")])
        } catch {
            return switch error {
            case .noRoom(let error): .error(.serviceUnavailable, error.description)
            case .tooManyWaiting: .tooManyWaiting
            case .notKept(let error): .notKept(error)
            }
        }
    }

    private static let transactionExample =
        #"Send an object such as {"sender": "alice", "recipient": "bob", "amount": 5}."#
}

extension Response {
    /// An answer of one object.
    static func object(
        _ status: Status, _ members: KeyValuePairs<String, CanonicalText>
    ) -> Response {
        .json(status, .bytes(CanonicalText.object(members).bytes + [UInt8(ascii: "\n")]))
    }

    /// The answer when the disk is slower than the requests that come.
    static var tooManyWaiting: Response {
        .error(.serviceUnavailable, "\(WriteQueue.maximumCount) requests wait for the disk. Try again later.")
    }

    /// The answer to a request that would have changed something, had it been possible to keep it.
    static func notKept(_ error: StorageError) -> Response {
        switch error {
        case .full, .failed, .unsure:
            .error(error.isFull ? .insufficientStorage : .serviceUnavailable, error.description)
        case .inUse, .unusable, .nothingKept, .otherNetwork, .newer, .unreleased, .damaged:
            // These name paths, and what to do for who runs the node.
            .error(.serviceUnavailable, "What the node keeps is damaged, so nothing more is kept. Its log says more.")
        }
    }
}
