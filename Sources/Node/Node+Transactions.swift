public import Chain
public import HTTP
public import Records

extension Node {
    /// Accepts a payment and returns the index of the block it will be in (the tutorial's `new_transaction`).
    ///
    /// When this returns, the payment is on disk: whatever happens to the node and its chain, it will be in a block.
    ///
    /// - Parameters:
    ///   - hasNewID: whether its `id` comes from `newTransactionID()`, which makes looking it up unnecessary.
    ///   - client: who posts it.
    public func newTransaction(
        _ transaction: Transaction, hasNewID: Bool = false, from client: ClientGroup = .unknown
    ) async throws(AcceptanceError) -> Int {
        do throws(SubmitError<AcceptTransaction.Refusal>) {
            return try await submit(AcceptTransaction(transaction, hasNewID: hasNewID, from: client))
        } catch {
            throw AcceptanceError(error)
        }
    }

    /// The same without a task: `take` gets the block's index, on the loop.
    func newTransaction(
        _ transaction: Transaction, hasNewID: Bool, from client: ClientGroup,
        _ take: @escaping @Sendable (Result<Int, AcceptanceError>) -> Void
    ) {
        submit(AcceptTransaction(transaction, hasNewID: hasNewID, from: client)) { answer in
            take(answer.mapError { AcceptanceError($0) })
        }
    }

    /// An `id` for a transaction that arrived without one.
    func newTransactionID() -> TransactionID {
        TransactionID(secondsSince1970: ports.clock.secondsSince1970, random: &randomness)
    }
}

/// Why a transaction wasn't accepted.
public enum AcceptanceError: Error, Hashable, Sendable {
    /// The mempool is full, or the client's share of it.
    case noRoom(MempoolError)

    /// The chain is as long as one may be, so no block will include it.
    case chainIsFull(bytes: Int, limitBytes: Int)

    /// Another transaction has this `id`.
    case idTaken

    /// Too many requests wait for the disk.
    case tooManyWaiting

    /// It could not be stored.
    case notKept(StorageError)

    init(_ error: SubmitError<AcceptTransaction.Refusal>) {
        self =
            switch error {
            case .refused(.noRoom(let error)): .noRoom(error)
            case .refused(.chainIsFull(let bytes, let limit)): .chainIsFull(bytes: bytes, limitBytes: limit)
            case .refused(.idTaken): .idTaken
            case .tooManyWaiting: .tooManyWaiting
            case .notCommitted(let error): .notKept(error)
            }
    }
}
