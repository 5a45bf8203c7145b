public import Chain
public import Records

extension Node {
    /// Accepts a payment and returns the index of the block it will be in (the tutorial's `new_transaction`).
    ///
    /// When this returns, the payment is on disk: whatever happens to the node and its chain, it will be in a block.
    ///
    /// - Parameter hasNewID: whether its `id` comes from `newTransactionID()`, which makes looking it up unnecessary.
    public func newTransaction(
        _ transaction: Transaction, hasNewID: Bool = false
    ) async throws(AcceptanceError) -> Int {
        do throws(SubmitError<AcceptTransaction.Refusal>) {
            return try await submit(AcceptTransaction(transaction, hasNewID: hasNewID))
        } catch {
            switch error {
            case .refused(.noRoom(let error)):
                // A known transaction takes no room.
                guard let block = try await blockOfKnown(transaction) else { throw .noRoom(error) }
                return block
            case .refused(.idTaken): throw .idTaken
            case .tooManyWaiting: throw .tooManyWaiting
            case .notCommitted(let error): throw .notKept(error)
            }
        }
    }

    /// The block that includes a transaction with an `id`, or will; nil if no client has posted it.
    private func blockOfKnown(_ transaction: Transaction) async throws(AcceptanceError) -> Int? {
        if transaction.id == nil { return nil }
        let known: [KnownTransaction?]
        do throws(StorageError) {
            known = try await ports.store.known([transaction])
        } catch {
            throw .notKept(error)
        }
        switch known[0] {
        case .same(let record) where record.accepted.isPosted: return record.height ?? chain.length + 1
        case .sameID: throw .idTaken
        case .same, nil: return nil
        }
    }

    /// An `id` for a transaction that arrived without one.
    func newTransactionID() -> TransactionID { TransactionID(random: &randomness) }
}

/// Why a transaction wasn't accepted.
public enum AcceptanceError: Error, Hashable, Sendable {
    /// The mempool is full.
    case noRoom(MempoolError)

    /// Another transaction has this `id`.
    case idTaken

    /// Too many requests wait for the disk.
    case tooManyWaiting

    /// It could not be stored.
    case notKept(StorageError)
}
