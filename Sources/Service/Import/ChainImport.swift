internal import Chain
internal import Cryptography
internal import EventLoop
internal import Node
internal import Records
internal import Storage
internal import Wording

/// Replaces the chain in a data directory with one from elsewhere, as a node does with a peer's chain.
///
/// It blocks the calling thread until it is done.
public struct ChainImport: Sendable {
    private let directory: String
    private let rules: Rules
    private let migrating: @Sendable (_ done: Int, _ total: Int) -> Void

    /// Takes a node's directory and its rules.
    ///
    /// - Parameters:
    ///   - configuration: with a directory. A ledger's network is the one it gives, or else the one that is kept there,
    ///     or else the practice network.
    ///   - migrating: told how many blocks of an earlier version's directory are brought up to date, and of how many.
    public init(
        _ configuration: Configuration, migrating: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws(ImportError) {
        guard let directory = configuration.dataDirectory else { preconditionFailure("a chain is imported somewhere") }
        let ed25519: Ed25519
        do throws(CryptographyError) {
            ed25519 = try Ed25519()
        } catch {
            throw .unread(Statement(.importSaid, ["problem": .statement(error.statement)]))
        }
        do throws(OpenError) {
            self.init(directory: directory, rules: try configuration.rules(checking: ed25519), migrating: migrating)
        } catch {
            throw .notOpened(error)
        }
    }

    init(
        directory: String, rules: Rules,
        migrating: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        (self.directory, self.rules, self.migrating) = (directory, rules, migrating)
    }

    /// Reads chains, and replaces the one in the directory with the best of them if that is longer, or on a ledger has
    /// more work, and completely valid.
    ///
    /// The directory is created if necessary. No node may be running on it. Takes the memory of three chains.
    ///
    /// - Parameter sources: whatever `SavedChainReader` reads.
    public func run(_ sources: [ImportSource]) throws(ImportError) -> ImportSummary {
        Precautions.keepFilesPrivate()
        // A directory that cannot be opened is reported before anything is read. A missing one isn't created before the
        // chain is known to be good, nor is an earlier version's migrated.
        let opened = ChainStore.isKept(in: directory) ? try openUnlessOlder() : nil
        defer { opened?.close() }
        let found = try SavedFiles(sources, rules: rules)
        if let opened { return try replace(in: opened, by: found.best).with(found) }
        try checkIdentifiers(of: found.best)
        let made = try open()
        defer { made.close() }
        return try replace(in: made, by: found.best).with(found)
    }

    /// Reads and judges chains as ``run(_:)`` does, and changes nothing: not even an earlier version's directory is
    /// brought up to date.
    public func judge(_ sources: [ImportSource]) throws(ImportError) -> ImportSummary {
        let opened = ChainStore.isKept(in: directory) ? try openUnlessOlder() : nil
        defer { opened?.close() }
        let found = try SavedFiles(sources, rules: rules)
        guard let opened else {
            try checkIdentifiers(of: found.best)
            return ImportSummary(of: found.best, previousLength: 0).with(found)
        }
        return try onLoop { () async throws(ImportError) in
            let (_, _, previousLength) = try await reorg(in: opened, by: found.best)
            return ImportSummary(of: found.best, previousLength: previousLength)
        }.with(found)
    }

    private func checkIdentifiers(of chain: Blockchain) throws(ImportError) {
        let identified = IncludedTransaction.all(in: chain, above: 0) { _ in nil }
        if let twice = DuplicateTransaction(identified) { throw .includesTwice(twice) }
    }

    private func openUnlessOlder() throws(ImportError) -> ChainStore? {
        let isOlder: Bool
        do throws(OpenError) {
            isOlder = try ChainStore.isOlder(in: directory, rules: rules)
        } catch {
            throw .notOpened(error)
        }
        return isOlder ? nil : try open()
    }

    private func open() throws(ImportError) -> ChainStore {
        do throws(OpenError) {
            return try ChainStore(directory: directory, rules: rules, migrating: migrating)
        } catch {
            throw .notOpened(error)
        }
    }

    private func replace(in store: ChainStore, by chain: Blockchain) throws(ImportError) -> ImportSummary {
        try onLoop { () async throws(ImportError) in
            let (reorg, mempool, previousLength) = try await reorg(in: store, by: chain)
            let stale = reorg.stale(in: mempool)
            do throws(StorageError) {
                try await store.commit([.replaced(reorg.replacement)] + (stale.isEmpty ? [] : [.dropped(stale)]))
            } catch {
                throw .notCommitted(error)
            }
            var summary = ImportSummary(of: chain, previousLength: previousLength)
            summary.returned = reorg.delta.returned.count { !stale.contains($0.number) }
            (summary.confirmed, summary.dropped) = (reorg.delta.confirmed.count, stale.count)
            return summary
        }
    }

    /// What follows when a chain takes the place of the one that is kept.
    private func reorg(
        in store: ChainStore, by chain: Blockchain
    ) async throws(ImportError) -> (Reorg, Mempool, previousLength: Int) {
        do {
            let kept = try store.load(rules: chain.rules)
            guard chain.rules.prefers(chain, to: kept.chain) else {
                throw kept.chain.ledger == nil
                    ? ImportError.notLonger(length: chain.length, ours: kept.chain.length)
                    : .noMoreWork(chain.weight, ours: kept.chain.weight)
            }
            var mempool = Mempool(
                pending: kept.pending, lastNumber: kept.lastNumber, ofLedger: kept.chain.ledger != nil)
            switch try await ReorgFacts.gathered(from: kept.chain, to: chain, mempool, store) {
            case .success(let facts):
                let reorg = Reorg(facts, &mempool, at: WallClock.secondsSince1970())
                return (reorg, mempool, kept.chain.length)
            case .failure(let twice): throw ImportError.includesTwice(twice)
            }
        } catch let error as ImportError {
            throw error
        } catch let error as OpenError {
            throw .notOpened(error)
        } catch let error as StorageError {
            throw .notCommitted(error)
        } catch {
            preconditionFailure("there are no other errors")
        }
    }

    private func onLoop(
        _ body: @escaping @Sendable () async throws(ImportError) -> ImportSummary
    ) throws(ImportError) -> ImportSummary {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .noLoop(error)
        }
        return try loop.run(body)
    }
}
