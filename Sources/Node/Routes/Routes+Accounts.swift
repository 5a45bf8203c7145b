internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// What a ledger's addresses have, and its headers.
extension Routes {
    static func addLedger(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/accounts") { request in .soon { await accounts(node, request) } }
        router.on(.get, .head, path: "/accounts/{address}") { request in
            node.assumeIsolated { node in .now(account(node, request)) }
        }
        router.on(.get, .head, path: "/headers") { request in
            node.assumeIsolated { node in .now(headers(node, request)) }
        }
        router.on(.get, .head, path: "/transactions/{id}/proof") { request in .soon { await proof(node, request) } }
    }

    /// The answer of a node whose rules know no accounts.
    static func noLedger(_ node: isolated Node) -> Response {
        .error(
            .notFound, .accountsNone,
            ["ledger": .text(RuleSet.ledger.name), "rules": .text(node.chain.rules.set.name)])
    }

    private static func account(_ node: isolated Node, _ request: Request) -> Response {
        guard let tip = node.chain.ledger else { return noLedger(node) }
        let name = request.parameters["address"]
        guard let address = Address(hexDigits: Array(name.utf8)[...]) else {
            return .error(.badRequest, .addressMalformed, ["name": .text(name)])
        }
        let account = tip.accounts[address]
        let pending = node.mempool.payments?.pending(of: address) ?? (coming: 0, going: 0)
        let answer = AccountAnswer(
            address, account, nextNonce: node.mempool.payments?.nextNonce(of: address, account) ?? account.nonce,
            pendingIn: pending.coming, pendingOut: pending.going, nextFee: node.nextFee())
        return .value(.ok, answer.text)
    }

    // MARK: For light clients

    /// How many bytes of blocks are looked at for one page of headers: some milliseconds' work.
    private static let copiedBytes = 16 << 20

    /// A page of headers with their proofs, from block 2 on: a first block has none.
    private static func headers(_ node: isolated Node, _ request: Request) -> Response {
        guard node.chain.ledger != nil else { return noLedger(node) }
        do throws(QueryError) {
            let page = try Page(Query(request.query, knowing: Page.names))
            let length = node.chain.length
            guard !page.isBeyond(length) else {
                return .error(
                    .notFound, .pageBeyondHeaders, ["from": .number(page.from), "length": .number(length)])
            }
            let range = node.chain.blocks.range(page.range(of: length), holding: copiedBytes)
            let headers = range.compactMap { node.chain.headerText(at: $0 + 1) }
            return .object(
                .ok,
                [
                    "from": .integer(page.from), "headers": .array(headers), "limit": .integer(page.limit),
                    "next": page.next(after: range.count, of: length),
                    "total": .integer(length),
                ])
        } catch {
            return .error(.badRequest, error)
        }
    }

    /// A payment's place in its block: with the header, all that shows that it is in the chain.
    private static func proof(_ node: Node, _ request: Request) async -> Response {
        let name = request.parameters["id"]
        guard node.ledger != nil else { return await node.answer { noLedger($0) } }
        guard let digest = Digest(hexDigits: Array(name.utf8)[...]) else {
            return .error(.badRequest, .transactionIdMalformed, ["digits": .number(64), "name": .text(name)])
        }
        do throws(StorageError) {
            let id = TransactionID(digest)
            let answer = try await node.ask { store throws(StorageError) in try await store.record(of: id) }
            guard let record = answer else { return .tooManyQuestions }
            return await node.answer { node in
                guard let record, record.accepted.transaction.digest == digest, let height = record.height,
                    height <= node.chain.length,
                    let place = node.chain.place(of: record.accepted.transaction, at: height)
                else {
                    return .error(.notFound, .transactionNotInChain, ["id": .text(name)])
                }
                return .object(
                    .ok,
                    [
                        "block": .integer(height), "count": .integer(place.count), "header": place.header.text,
                        "path": .array(place.path.map { .string($0.description) }),
                        "position": .integer(place.position),
                        "transaction": record.accepted.transaction.text,
                    ])
            }
        } catch {
            return await node.couldNotRead(error)
        }
    }
}
