internal import Chain
internal import EventLoop
internal import Storage

/// What an import did.
public struct Importation: Hashable, Sendable {
    /// How many blocks the chain has.
    public let length: Int
    /// How many blocks the chain had that it took the place of.
    public let previousLength: Int
    /// How many accepted transactions are pending again: their blocks fell out of the chain.
    public let reopened: Int
    /// How many accepted transactions are pending no more: their blocks came back.
    public let settled: Int
}

extension Archive {
    /// Reads a chain, and puts it in the place of the one that is kept if it is longer and valid in full.
    ///
    /// The directory is made if it isn't there. No node may run on it. Takes the memory of both chains.
    ///
    /// - Parameters:
    ///   - difficulty: the directory's; has to be in ``Configuration/difficulties``.
    ///   - read: gives the next bytes of an answer to `GET /chain`, none at its end.
    public func importChain(
        difficulty: Int, read: () throws(ArchiveError) -> [UInt8]
    ) throws(ArchiveError) -> Importation {
        guard let difficulty = Difficulty(hexZeros: difficulty) else {
            preconditionFailure("the difficulty has to be in Configuration.difficulties")
        }
        // One that is there may have reasons against it, which are told before anything is read; one that isn't is
        // not made for nothing.
        let opened = ChainStore.isKept(in: directory) ? try open(difficulty) : nil
        defer { opened?.close() }
        let chain = try validated(difficulty, read)
        if let opened { return try replace(in: opened, by: chain) }
        let identified = IdentifiedCarriage.all(in: chain, above: 0) { _ in nil }
        if let twice = CarriedTwice(identified) { throw ArchiveError("The chain is refused: \(twice).") }
        let made = try open(difficulty)
        defer { made.close() }
        return try replace(in: made, by: chain)
    }

    private func open(_ difficulty: Difficulty) throws(ArchiveError) -> ChainStore {
        do {
            return try ChainStore(directory: directory, difficulty: difficulty)
        } catch .otherNetwork(parameter: "difficulty", let kept, _, let path) {
            throw ArchiveError("\(path) was made with difficulty \(kept). Import with --difficulty \(kept).")
        } catch {
            throw ArchiveError(error)
        }
    }

    private func validated(
        _ difficulty: Difficulty, _ read: () throws(ArchiveError) -> [UInt8]
    ) throws(ArchiveError) -> Blockchain {
        var reader = ChainReader(difficulty: difficulty)
        do {
            while case let piece = try read(), !piece.isEmpty { try reader.read(piece) }
            return try reader.finish()
        } catch let error as ArchiveError {
            throw error
        } catch let error as ChainError {
            throw ArchiveError(
                "The chain is refused: \(error)\(error.isAboutProof ? " at difficulty \(difficulty)" : "").")
        } catch {
            preconditionFailure("there are no other errors")
        }
    }

    private func replace(in store: ChainStore, by chain: Blockchain) throws(ArchiveError) -> Importation {
        let result: Result<Importation, ArchiveError>
        do throws(EventLoopError) {
            result = try EventLoop().run { await replaced(in: store, by: chain) }
        } catch {
            throw ArchiveError("\(error).")
        }
        return try result.get()
    }

    /// As a node does when it takes a peer's chain.
    private func replaced(in store: ChainStore, by chain: Blockchain) async -> Result<Importation, ArchiveError> {
        do throws(StorageError) {
            let kept = try store.load(difficulty: chain.difficulty)
            guard chain.length > kept.chain.length else {
                return .failure(
                    ArchiveError(
                        "The chain has \(chain.length) block\(chain.length == 1 ? "" : "s") and the one kept has "
                            + "\(kept.chain.length): "
                            + "only a longer one takes its place."))
            }
            let commonLength = kept.chain.commonLength(with: chain)
            let identified = try await store.identified(in: chain, above: commonLength)
            if let twice = CarriedTwice(identified) { return .failure(ArchiveError("The chain is refused: \(twice).")) }
            var pool = TransactionPool(pending: kept.pending, lastNumber: kept.lastNumber)
            let decided = ChainReplacement(
                of: kept.chain, by: chain, above: commonLength, identified: identified,
                recorded: try await store.carriages(above: commonLength), pool: &pool)
            try await store.commit([.replaced(decided.replacement)])
            return .success(
                Importation(
                    length: chain.length, previousLength: kept.chain.length, reopened: decided.following.reopened.count,
                    settled: decided.following.settled.count))
        } catch {
            return .failure(ArchiveError(error))
        }
    }
}

extension ChainError {
    fileprivate var isAboutProof: Bool {
        if case .wrongProof = self { true } else { false }
    }
}
