internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

// MARK: - Requests as tasks on the node's loop, in the order they were made

extension Node {
    nonisolated func accepting(_ transaction: Transaction) -> Task<Result<Int, AcceptanceError>, Never> {
        Task(executorPreference: executor) {
            await Result { () async throws(AcceptanceError) in try await self.newTransaction(transaction) }
        }
    }

    /// A payment of this amount.
    nonisolated func accepting(_ amount: Int) throws -> Task<Result<Int, AcceptanceError>, Never> {
        accepting(try .payment(amount))
    }

    nonisolated func mining() -> Task<Result<ForgedBlock, MiningError>, Never> {
        Task(executorPreference: executor) {
            await Result { () async throws(MiningError) in try await self.mine() }
        }
    }

    nonisolated func registering(_ numbers: Range<Int>) throws -> Task<Result<Void, RegistrationError>, Never> {
        let peers = try numbers.map { try PeerAddress.peer($0) }
        return Task(executorPreference: executor) {
            await Result { () async throws(RegistrationError) in try await self.registerNodes(peers) }
        }
    }

    nonisolated func resolving() -> Task<Resolution?, Never> {
        Task(executorPreference: executor) { await self.resolveConflicts() }
    }

    /// How many operations wait for the running commit.
    var waitingCount: Int { journal.waitingCount }

    /// Waits until this many operations wait.
    nonisolated func untilWaiting(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually(sourceLocation: sourceLocation) { await waitingCount == count }
    }
}

/// Waits until everything due on a loop has run; jobs of one thread keep their order.
func drain(_ loop: EventLoop) async {
    for _ in 0..<20 { await Task(executorPreference: loop) {}.value }
}

extension Result {
    /// Like `Result(catching:)`, for work that waits.
    init(_ work: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }

    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}

// MARK: - What a node shows

/// Everything from which a node answers.
struct Served: Equatable {
    let blocks: [Block]
    let pending: [AcceptedTransaction]
    let peers: [String]

    init(_ node: isolated Node) {
        blocks = Array(node.chain.blocks)
        pending = node.mempool.pending
        peers = node.peers.addresses.map(\.description)
    }

    /// What a node restarted now would answer from.
    init(_ store: any KeepingStore) throws {
        let kept = try store.load(rules: .easy)
        blocks = Array(kept.chain.blocks)
        pending = kept.pending
        peers = kept.peers
    }

    /// The amounts in the chain, block by block, without rewards.
    var amounts: [[Int]] {
        blocks.map { block in
            let transactions = block.value(of: .transactions).elements.map { Array($0) } ?? []
            return transactions.filter { $0["sender"]?.string != "0" }.compactMap { $0["amount"]?.integer }
        }
    }

    /// The amounts of pending transactions.
    var pendingAmounts: [Int] { pending.compactMap { $0.transaction.amount } }
}

extension Node {
    var served: Served { Served(self) }

    var pendingAmounts: [Int] { served.pendingAmounts }
}

extension Transaction {
    var amount: Int? {
        (try? JSONDocument(parsing: text.bytes).root)?["amount"]?.integer
    }
}
