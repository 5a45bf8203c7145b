internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// What can be read besides the tutorial's paths: single blocks, pending transactions, and histories.
extension Routes {
    static func addReading(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/blocks") { request in blocks(node, request) }
        router.on(.get, .head, path: "/blocks/{block}") { request in
            .soon {
                await withBlock(
                    named: request.parameters["block"], of: node, { .now(.block($1, of: $0.chain)) },
                    orFallen: { .fallen($0) })
            }
        }
        router.on(.get, .head, path: "/transactions") { request in .soon { await transactions(node, request) } }
        router.on(.get, .head, path: "/transactions/pending") { request in
            node.assumeIsolated { node in .now(paged(request) { pending(node, $0) }) }
        }
    }

    /// Reads which page is requested.
    private static func paged(_ request: Request, _ answer: (Page) -> Response) -> Response {
        do throws(QueryError) {
            return answer(try Page(Query(request.query, knowing: Page.names)))
        } catch {
            return .error(.badRequest, error)
        }
    }

    private static func blocks(_ node: Node, _ request: Request) -> Outcome {
        do throws(QueryError) {
            let query = try Query(request.query, knowing: ["summary"] + Page.names)
            let page = try Page(query)
            let isSummary = try query.flag("summary")
            let chain = node.assumeIsolated { $0.chain }
            guard !page.isBeyond(chain.length) else {
                return .now(.beyond(page, chain.length, .pageBeyondBlocks))
            }
            return isSummary ? .soon { await summaries(node, chain, page) } : .now(blocks(of: chain, page))
        } catch {
            return .now(.error(.badRequest, error))
        }
    }

    private static func blocks(of chain: Blockchain, _ page: Page) -> Response {
        let range = chain.blocks.range(page.range(of: chain.length), holding: Page.maximumBytes)
        let next = page.next(after: range.count, of: chain.length)
        let suffix = """
            ], "from": \(page.from), "limit": \(page.limit), "next": \(next), "total": \(chain.length)}

            """
        return .json(.ok, .pieces(ChainPieces(prefix: #"{"blocks": ["#, chain, range, suffix: suffix)))
    }

    /// The name of the newest block.
    private static let latest = "latest"

    /// Finds a block by its index or hash, or the newest, and answers with it; by a hash also one that fell out of the
    /// chain, as long as it is remembered.
    static func withBlock(
        named name: String, of node: Node, _ answer: @Sendable (isolated Node, _ height: Int) -> Outcome,
        orFallen answerFallen: @Sendable (FoundFallenBlock) async -> Response
    ) async -> Response {
        // 64 digits are a hash, even if all of them are decimal.
        if name.utf8.count < 64, name.utf8.allSatisfy(\.isDigit) {
            return await node.outcome { node in
                guard let index = Int(name), index >= 1, index <= node.chain.length else {
                    return .now(
                        .error(
                            .notFound, .blockUnknown,
                            ["length": .number(node.chain.length), "name": .text(name)]))
                }
                return answer(node, index)
            }.response
        }
        if name == latest { return await node.outcome { answer($0, $0.chain.length) }.response }
        guard let hash = BlockHash(hexDigits: Array(name.lowercased().utf8)[...]) else {
            return .error(
                .badRequest, .blockNameMalformed, ["latest": .text(latest), "name": .text(name)])
        }
        do throws(StorageError) {
            let found = try await node.ask { store throws(StorageError) in try await store.height(of: hash) }
            guard let height = found else { return .tooManyQuestions }
            if height == nil {
                let found = try await node.ask { store throws(StorageError) in
                    try await store.fallenBlock(hash, payments: paymentsShown)
                }
                guard let found else { return .tooManyQuestions }
                if let fallen = found { return await answerFallen(fallen) }
            }
            return await node.outcome { node in
                // The chain may have been replaced while the store was being asked.
                guard let height, node.chain.has(hash, at: height) else {
                    return .now(.error(.notFound, .blockHashUnknown, ["hash": .text("\(hash)")]))
                }
                return answer(node, height)
            }.response
        } catch {
            return await node.couldNotRead(error)
        }
    }

    private static func pending(_ node: isolated Node, _ page: Page) -> Response {
        let pending = node.mempool.pending
        guard !page.isBeyond(pending.count) else { return .beyond(page, pending.count, .pageBeyondPending) }
        let shown = Page.fitting(pending[page.range(of: pending.count)].lazy.map(\.transaction.text))
        return .transactions(page, shown, of: pending.count)
    }

    private static func transactions(_ node: Node, _ request: Request) async -> Response {
        do throws(QueryError) {
            let query = try Query(request.query, knowing: ["address"] + Page.names)
            let page = try Page(query)
            guard let address = try query["address"] else { return await node.answer { pending($0, page) } }
            return await history(node, address, page)
        } catch {
            return .error(.badRequest, error)
        }
    }

    private static func history(_ node: Node, _ address: String, _ page: Page) async -> Response {
        guard address.utf8.count <= History.maximumAddressBytes else {
            return .error(
                .badRequest, .historyNameTooLong, ["limit": .number(History.maximumAddressBytes)])
        }
        do throws(StorageError) {
            let answer = try await node.ask { store throws(StorageError) in
                try await store.history(
                    of: address, from: page.from, limit: page.limit, textBytes: Page.maximumBytes)
            }
            guard let history = answer else { return .tooManyQuestions }
            guard history.total > 0 else {
                return .error(.notFound, .historyNone, ["name": .text(address)])
            }
            guard !page.isBeyond(history.total) else {
                return .beyond(page, history.total, .pageBeyondHistory)
            }
            let shown = Page.fitting(
                history.entries.map { entry in
                    .object(["block": .integer(entry.height), "transaction": entry.transaction])
                })
            return .transactions(page, shown, of: history.total, address: address)
        } catch {
            return await node.couldNotRead(error)
        }
    }
}

extension Response {
    fileprivate static func block(_ index: Int, of chain: Blockchain) -> Response {
        let range = index - 1..<index
        let suffix = ", \"hash\": \"\(chain.blocks.hash(at: index - 1))\", \"in_chain\": true}\n"
        return .json(.ok, .pieces(ChainPieces(prefix: "{\"block\": ", chain, range, suffix: suffix)))
    }

    fileprivate static func transactions(
        _ page: Page, _ shown: [CanonicalText], of total: Int, address: String? = nil
    ) -> Response {
        let next = page.from + shown.count
        return .value(
            .ok,
            TransactionsPage(
                address: address, from: page.from, limit: page.limit, next: next <= total ? next : nil, total: total,
                transactions: shown
            ).text)
    }

    static func beyond(_ page: Page, _ total: Int, _ code: Statement.Code) -> Response {
        .error(.notFound, code, ["from": .number(page.from), "total": .number(total)])
    }
}
