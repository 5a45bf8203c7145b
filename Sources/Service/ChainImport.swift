public import Chain
internal import Cryptography
public import EventLoop
public import Node
public import Records
public import Storage
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
            throw .unread("\(error).")
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

    /// Reads a chain, and replaces the one in the directory with it if it is longer, or on a ledger has
    /// more work, and completely valid.
    ///
    /// The directory is created if necessary. No node may be running on it. Takes the memory of both chains.
    ///
    /// - Parameter read: gives the next bytes of an answer to `GET /chain`; empty at its end.
    public func run(_ read: () throws(ImportError) -> [UInt8]) throws(ImportError) -> ImportSummary {
        Precautions.keepFilesPrivate()
        // A directory that cannot be opened is reported before anything is read. A missing one isn't created before the
        // chain is known to be good, nor is an earlier version's migrated.
        let opened = ChainStore.isKept(in: directory) ? try openUnlessOlder() : nil
        defer { opened?.close() }
        let chain = try validated(read)
        if let opened { return try replace(in: opened, by: chain) }
        let identified = IncludedTransaction.all(in: chain, above: 0) { _ in nil }
        if let twice = DuplicateTransaction(identified) { throw .includesTwice(twice) }
        let made = try open()
        defer { made.close() }
        return try replace(in: made, by: chain)
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

    private func validated(_ read: () throws(ImportError) -> [UInt8]) throws(ImportError) -> Blockchain {
        var reader = ChainReader(rules: rules)
        while case let piece = try read(), !piece.isEmpty {
            try checked { () throws(ChainError) in try reader.read(piece) }
        }
        return try checked { () throws(ChainError) in try reader.finish() }
    }

    private func checked<Value>(_ body: () throws(ChainError) -> Value) throws(ImportError) -> Value {
        do throws(ChainError) {
            return try body()
        } catch {
            throw .refused(error, rules)
        }
    }

    private func replace(in store: ChainStore, by chain: Blockchain) throws(ImportError) -> ImportSummary {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .noLoop(error)
        }
        return try loop.run { () async -> Result<ImportSummary, ImportError> in
            do throws(ImportError) {
                return .success(try await replaced(in: store, by: chain))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private func replaced(in store: ChainStore, by chain: Blockchain) async throws(ImportError) -> ImportSummary {
        do {
            let kept = try store.load(rules: chain.rules)
            guard chain.rules.prefers(chain, to: kept.chain) else {
                throw kept.chain.ledger == nil
                    ? ImportError.notLonger(length: chain.length, ours: kept.chain.length)
                    : .noMoreWork(chain.weight, ours: kept.chain.weight)
            }
            var mempool = Mempool(
                pending: kept.pending, lastNumber: kept.lastNumber, ofLedger: kept.chain.ledger != nil)
            let facts: ReorgFacts
            switch try await ReorgFacts.gathered(from: kept.chain, to: chain, mempool, store) {
            case .success(let gathered): facts = gathered
            case .failure(let twice): throw ImportError.includesTwice(twice)
            }
            let reorg = Reorg(facts, &mempool)
            let stale = reorg.stale(in: mempool)
            try await store.commit([.replaced(reorg.replacement)] + (stale.isEmpty ? [] : [.dropped(stale)]))
            let returned = reorg.delta.returned.count { !stale.contains($0.number) }
            return ImportSummary(
                network: chain.rules.ledger?.network.id, length: chain.length, previousLength: kept.chain.length,
                returned: returned, confirmed: reorg.delta.confirmed.count, dropped: stale.count)
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
}

/// What an import did.
public struct ImportSummary: Hashable, Sendable {
    /// The network of a ledger's chain; nil under other rules.
    public let network: BlockHash?
    /// How many blocks the chain has.
    public let length: Int
    /// How many blocks the replaced chain had.
    public let previousLength: Int
    /// How many accepted transactions are pending again, because their blocks were orphaned.
    public let returned: Int
    /// How many accepted transactions are no longer pending, because their blocks came back.
    public let confirmed: Int
    /// How many payments of a ledger are gone for good, because they can't be paid, or another has their nonce.
    public let dropped: Int
}

/// Why a chain wasn't imported.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its bytes could not be read; the reason is a sentence.
    case unread(String)
    /// It breaks a rule.
    case refused(ChainError, Rules)
    /// It includes a transaction with an `id` twice.
    case includesTwice(DuplicateTransaction)
    /// It has no more blocks than the chain in the directory.
    case notLonger(length: Int, ours: Int)
    /// There is no more work in it than in the ledger's chain in the directory.
    case noMoreWork(ChainWeight, ours: ChainWeight)
    /// The directory could not be opened.
    case notOpened(OpenError)
    /// The directory could not be changed.
    case notCommitted(StorageError)
    /// The system has no loop to run on.
    case noLoop(EventLoopError)

    /// One sentence.
    public var description: String {
        switch self {
        case .unread(let sentence): sentence
        case .refused(let error, let rules): "The chain is refused: \(error)\(error.ending(by: rules))."
        case .includesTwice(let twice): "The chain is refused: \(twice)."
        case .notLonger(let length, let ours):
            "The chain has \(length) block\(length == 1 ? "" : "s") and the one kept has \(ours): "
                + "only a longer one takes its place."
        case .noMoreWork(let work, let ours):
            "The chain took \(work) guesses and the one kept took \(ours): only one with more work takes its place."
        case .notOpened(let error): error.description
        case .notCommitted(let error): error.description
        case .noLoop(let error): "\(error)."
        }
    }
}

extension ChainError {
    /// After a proof that doesn't fit: the rules it was checked against, or the flag under which it would fit. After a
    /// ledger's chain of another network: both.
    fileprivate func ending(by rules: Rules) -> String {
        if let fault = ledgerFault, fault.rule == .network, let expected = fault.expected, let found = fault.found {
            return " (\(found) instead of \(expected)). Import it with the file of its first block, by --genesis, and "
                + "into a directory of that network"
        }
        guard case .wrongProof(_, let other) = self else { return "" }
        return other.map { ". Import with \($0.flag)" } ?? " at difficulty \(rules.difficulty)"
    }
}
