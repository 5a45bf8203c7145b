internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// The branches that fell out of the chain.
extension Routes {
    /// How many payments of a branch are looked up for an answer, each of which takes some searches in the database.
    static let paymentsShown = 100

    /// How many bytes of blocks are read for one page, or one branch of any length: some ten milliseconds' work on a
    /// thread of the store.
    private static let readBytes = 2 << 20

    static func addForks(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/forks") { request in .soon { await forks(node, request) } }
    }

    private static func forks(_ node: Node, _ request: Request) async -> Response {
        do {
            let page = try Page(Query(request.query, knowing: Page.names))
            let answer = try await node.ask { store throws(StorageError) in
                try await store.fallenBranches(
                    from: page.from, limit: page.limit, payments: paymentsShown, textBytes: readBytes)
            }
            guard let found = answer else { return .tooManyQuestions }
            guard !page.isBeyond(found.total) else { return .beyond(page, found.total, .pageBeyondForks) }
            let shown = Page.fitting(found.branches.map { Fork($0).text })
            return .object(
                .ok,
                [
                    "forks": .array(shown), "from": .integer(page.from), "limit": .integer(page.limit),
                    "next": page.next(after: shown.count, of: found.total), "total": .integer(found.total),
                ])
        } catch let error as QueryError {
            return .error(.badRequest, error)
        } catch let error as StorageError {
            return await node.couldNotRead(error)
        } catch {
            preconditionFailure("there are no other errors")
        }
    }
}

extension Response {
    /// A block that fell out of the chain, with what became of it and its payments.
    static func fallen(_ found: FoundFallenBlock) -> Response {
        .object(
            .ok,
            [
                "block": found.block.text, "fork": Fork(found.branch, isWhole: false).text,
                "hash": .string(found.block.hash.description), "in_chain": .boolean(false),
                "payments": .array(found.remembered.paymentAnswers.map(\.text)),
            ])
    }
}

extension Fork {
    /// - Parameter isWhole: whether its blocks and payments are told.
    fileprivate init(_ branch: FallenBranch, isWhole: Bool = true) {
        self.init(
            number: branch.number, fork: (branch.fork.index, branch.fork.hash?.description),
            isForkInChain: branch.isForkInChain, length: branch.blockCount, time: branch.secondsSince1970,
            source: branch.source, successor: (branch.successor.length, branch.successor.tip.description),
            blocks: isWhole ? branch.blocks.map(\.answer) : nil,
            payments: isWhole ? branch.blocks.flatMap(\.paymentAnswers) : nil)
    }
}

extension FallenBlock {
    fileprivate var answer: Fork.Block {
        Fork.Block(
            index: index, hash: hash.description, miner: reward.flatMap { Payment($0).recipient },
            timestamp: timestamp, transactionCount: transactionCount)
    }

    fileprivate var paymentAnswers: [Fork.Payment] {
        payments.map { payment in
            switch payment.fate {
            case .waiting: Fork.Payment(block: index, fate: .waiting, payment.text)
            case .carried(let height): Fork.Payment(block: index, fate: .carried, carrier: height, payment.text)
            case .gone(let reason):
                Fork.Payment(block: index, fate: .gone, reason: reason.rawValue, payment.text)
            }
        }
    }
}
