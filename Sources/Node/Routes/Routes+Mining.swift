internal import API
internal import Chain
internal import HTTP
internal import Wording

/// Mining: one block as in the tutorial, or several.
extension Routes {
    static func addMining(to router: inout Router, _ node: Node) {
        router.on(.get, .post, path: "/mine", effect: .changes) { request in
            if let statement = misplaced(request.body, node) { return .now(.error(.badRequest, statement)) }
            do throws(QueryError) {
                let query = try Query(request.query, knowing: ["count"])
                guard let count = try query.integer("count", in: 1...maximumCount) else {
                    return .later { await mine(node, for: request.client) }
                }
                return .later { await mine(count, node, for: request.client) }
            } catch {
                return .now(.error(.badRequest, error))
            }
        }
    }

    /// Where a body belongs that says that a proof was found, or that is a payment. Those that are long or no JSON
    /// count for nothing, as with the tutorial's nodes.
    private static func misplaced(_ body: [UInt8], _ node: Node) -> Statement? {
        guard !body.isEmpty, !node.isLong(body.count), let value = try? JSONBody.value(of: body) else { return nil }
        if ["proof", "nonce"].contains(where: { value[$0] != nil }) { return Statement(.minedElsewhere) }
        return ["sender", "recipient", "amount"].allSatisfy { value[$0] != nil } ? Statement(.paymentToMine) : nil
    }

    /// How many blocks one request may ask for: at the tutorial's difficulty they take a minute on a slow machine.
    static let maximumCount = 1_000

    private static func mine(_ node: Node, for client: ClientGroup) async -> Response {
        do throws(MiningError) {
            let forged = try await node.mine(for: client.number)
            return .value(.ok, MiningReceipt.one(ForgedBlockInfo(forged, withTransactions: true)).text)
        } catch {
            return refusal(error, forged: nil)
        }
    }

    /// Forges this many blocks. A search abandoned for a longer chain is repeated on that chain, but not forever: other
    /// miners may be faster each time.
    private static func mine(_ count: Int, _ node: Node, for client: ClientGroup) async -> Response {
        var (blocks, textBytes, superseded): ([ForgedBlockInfo], Int, Int) = ([], 0, 0)
        while blocks.count < count {
            do throws(MiningError) {
                let isShort = textBytes < Page.maximumBytes
                blocks.append(ForgedBlockInfo(try await node.mine(for: client.number), withTransactions: isShort))
                textBytes += blocks[blocks.count - 1].text.bytes.count
            } catch {
                superseded += 1
                if case .superseded = error, superseded <= count, !Task.isCancelled { continue }
                return refusal(error, forged: blocks.count)
            }
        }
        return .value(.ok, MiningReceipt.several(blocks).text)
    }

    static func refusal(_ error: MiningError, forged count: Int?) -> Response {
        let says =
            count.map { error.statement.then(Statement(.minedBefore, ["count": .number($0)])) } ?? error.statement
        return switch error {
        case .superseded, .belowCheckpoint, .aheadOfClock: .error(.conflict, says)
        case .cancelled, .tooManyWaiting: .error(.serviceUnavailable, says)
        case .chainIsFull: .error(.insufficientStorage, says)
        case .notKept(let error): .notKept(error)
        }
    }
}

extension ForgedBlockInfo {
    /// - Parameter withTransactions: false if the answer is long enough without them; GET /blocks has them.
    init(_ forged: ForgedBlock, withTransactions: Bool) {
        self.init(
            index: forged.block.index, proof: forged.block.proof.text,
            previousHash: forged.block.previousHash?.description,
            transactions: withTransactions ? forged.transactions.map(\.text) : nil)
    }
}
