internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// Accepting transactions, and reporting their state.
extension Routes {
    static func addTransactions(to router: inout Router, _ node: Node) {
        router.on(.post, path: "/transactions/new") { newTransaction(node, $0) }
        router.on(.get, .head, path: "/transactions/{id}") { request in .soon { await transaction(node, request) } }
    }

    /// Reads the body first, so that nothing holds on to it while the transaction waits for the disk.
    private static func newTransaction(_ node: Node, _ request: Request) -> Outcome {
        // A relayed transaction needs an id that tells it from identical ones.
        let newID = node.options.gossips ? node.assumeIsolated { $0.newTransactionID() } : nil
        let client = request.client
        return reading(request, node) { newTransaction($0, newID, node, client) }
    }

    private static func newTransaction(
        _ body: [UInt8], _ newID: TransactionID?, _ node: Node, _ client: ClientGroup
    ) -> Outcome {
        if let ledger = node.ledger { return newPayment(body, node, ledger) }
        if let usual = Transaction(usual: body, newID: newID) {
            return outcome(node, usual, hasNewID: newID != nil, from: client)
        }
        do throws(JSONBodyError) {
            let value = try JSONBody.value(of: body)
            do throws(TransactionError) {
                guard let newID else {
                    return outcome(node, try Transaction(value), hasNewID: false, from: client)
                }
                let transaction = try Transaction(value, keepingID: true, newID: newID)
                return outcome(node, transaction, hasNewID: transaction.id == newID, from: client)
            } catch {
                return .now(.error(.badRequest, statement(on: error, of: value).then(transactionExample)))
            }
        } catch {
            return .now(.error(.badRequest, error.statement.then(transactionExample)))
        }
    }

    /// A payment's text has escapes where the body has characters, so it may be longer. No node takes from another what
    /// it wouldn't take from a client.
    private static func outcome(
        _ node: Node, _ transaction: Transaction, hasNewID: Bool, from client: ClientGroup
    ) -> Outcome {
        let (bytes, maximum) = (transaction.text.bytes.count, node.options.limits.bodies.paymentBytes)
        guard bytes <= maximum else {
            return .now(
                .error(
                    .contentTooLarge, .paymentTooLong,
                    ["bytes": .number(bytes), "limit": .number(maximum)]))
        }
        let id = transaction.id
        return .promised { promise in
            node.assumeIsolated { node in
                node.newTransaction(transaction, hasNewID: hasNewID, from: client) { result in
                    promise.answer(answer(result, id))
                }
            }
        }
    }

    private static func answer(_ result: Result<Int, AcceptanceError>, _ id: TransactionID?) -> Response {
        switch result {
        case .success(let block): .json(.created, .bytes(PaymentReceipt.line(block: block, id: id)))
        case .failure(.noRoom(let error)): .error(.serviceUnavailable, error)
        case .failure(.chainIsFull(let bytes, let limit)):
            .error(.insufficientStorage, ChainLimits.isFull(bytes: bytes, limitBytes: limit))
        case .failure(.idTaken): .error(.conflict, .idTaken)
        case .failure(.tooManyWaiting): .tooManyWaiting
        case .failure(.notKept(let error)): .notKept(error)
        }
    }

    /// What is wrong with a payment, in the words of whoever has made it.
    private static func statement(on error: TransactionError, of value: JSONValue) -> Statement {
        switch error {
        case .notAnObject where value.kind == .array: Statement(.transactionsInAList)
        case .amountNotANumber where value["amount"]?.kind == .string: Statement(.amountIsText)
        case .missingValues: OtherNames.payment.statements(on: value).reduce(error.statement) { $0.then($1) }
        default: error.statement
        }
    }

    private static let transactionExample = Statement(.transactionExample)

    private static func transaction(_ node: Node, _ request: Request) async -> Response {
        let name = request.parameters["id"]
        // A ledger's are digests. Elsewhere nothing has one, and so nothing is found by it.
        let digest = Digest(hexDigits: Array(name.utf8)[...])
        guard let id = digest.map({ TransactionID($0) }) ?? TransactionID(hexDigits: Array(name.utf8)) else {
            let digits = node.ledger == nil ? 32 : 64
            return .error(
                .badRequest, .transactionIdMalformed, ["digits": .number(digits), "name": .text(name)])
        }
        do throws(StorageError) {
            let answer = try await node.ask { store throws(StorageError) in try await store.record(of: id) }
            guard let record = answer else { return .tooManyQuestions }
            let client = request.client
            return await node.outcome { node in
                guard let record, digest == nil || record.accepted.transaction.digest == digest else {
                    return .now(.error(.notFound, .transactionUnknown, ["id": .text(name)]))
                }
                return transaction(record, node, for: client)
            }.response
        } catch {
            return await node.couldNotRead(error)
        }
    }
}

extension Routes {
    /// Where a transaction is, with what is on top of it.
    private static func transaction(
        _ record: TransactionRecord, _ node: isolated Node, for client: ClientGroup
    ) -> Outcome {
        let chain = node.chain
        let takesLong = record.height.map { node.isLong(chain.workBytes(onTopOf: $0)) } ?? false
        guard takesLong else { return .now(.transaction(record, in: chain)) }
        return .soon { [node = node as Node] in
            await node.elsewhere(for: client) { .transaction(record, in: chain) } ?? tooManyLongBodies(node)
        }
    }
}

extension Response {
    fileprivate static func transaction(_ record: TransactionRecord, in chain: Blockchain) -> Response {
        let answer = TransactionAnswer(
            record.accepted.transaction.text, block: record.height, chainLength: chain.length,
            workOnTop: record.height.flatMap { chain.workOnTop(of: $0) })
        return .value(.ok, answer.text)
    }
}
