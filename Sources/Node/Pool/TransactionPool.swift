public import Chain
public import Storage

/// The transactions accepted here that no block of the chain carries yet.
///
/// Blocks forged here carry each accepted transaction once at most in any chain, by this rule: it is pending while
/// none of the blocks that carry it is in the chain, and only what is pending goes into a block. So a chain never has
/// two such blocks with the same one: at the time the higher of them was forged, the lower was in the chain below it.
/// What others copy into blocks of their own is beyond this: without an id it may be another payment just like it.
public struct TransactionPool: Sendable {
    /// How many transactions may be pending: enough for a load test, and a block of them is a few MiB.
    public static let maximumCount = 100_000

    /// How many bytes pending transactions may have together; a block has to stay below what peers read.
    public static let maximumBytes = 8 << 20

    /// The pending ones, by number.
    public private(set) var pending: [AcceptedTransaction]

    /// How many of them are told to peers.
    private var travellingCount: Int

    /// What pending ones and those being kept take of the limits.
    private var count: Int
    private var bytes: Int

    /// The last number given to a transaction, or 0.
    private(set) var lastNumber: Int

    /// A pool with what was pending when the node stopped.
    public init(pending: [AcceptedTransaction] = [], lastNumber: Int = 0) {
        self.pending = pending
        self.lastNumber = lastNumber
        travellingCount = pending.count { $0.travels }
        count = pending.count
        bytes = pending.reduce(0) { $0 + $1.transaction.text.bytes.count }
    }

    /// Finds room for a transaction and numbers it. It is pending when it is kept and ``add(_:)``ed; when it could not
    /// be kept, ``dismiss(_:)`` gives its room back.
    public mutating func admit(_ transaction: Transaction) throws(PoolError) -> AcceptedTransaction {
        let size = transaction.text.bytes.count
        guard count < Self.maximumCount, bytes + size <= Self.maximumBytes else { throw .full(count: count) }
        take(transaction)
        lastNumber += 1
        return AcceptedTransaction(number: lastNumber, transaction: transaction)
    }

    /// Makes an admitted transaction pending, in its place by number: it is the last, but for requests that overtook
    /// each other on their way to the disk.
    public mutating func add(_ accepted: AcceptedTransaction) {
        let position = pending.lastIndex { $0.number < accepted.number }.map { $0 + 1 } ?? 0
        pending.insert(accepted, at: position)
        if accepted.travels { travellingCount += 1 }
    }

    /// Forgets an admitted transaction that could not be kept.
    public mutating func dismiss(_ accepted: AcceptedTransaction) {
        count -= 1
        bytes -= accepted.transaction.text.bytes.count
    }

    /// The pending ones for the next block, in order; as many as fit into ``maximumBytes``, which may be
    /// fewer than all after a chain was replaced.
    public func nextBlock() -> ArraySlice<AcceptedTransaction> {
        var bytes = 0
        let end = pending.firstIndex { accepted in
            bytes += accepted.transaction.text.bytes.count
            return bytes > Self.maximumBytes
        }
        return pending[..<(end ?? pending.endIndex)]
    }

    /// Numbers a transaction that a block has brought. It takes no room.
    mutating func number(_ transaction: Transaction) -> AcceptedTransaction {
        lastNumber += 1
        return AcceptedTransaction(number: lastNumber, transaction: transaction)
    }

    /// Takes out those that a block of the chain carries now, as ``nextBlock()`` gave them.
    public mutating func settle(_ carried: ArraySlice<AcceptedTransaction>) {
        remove(Set(carried.map(\.number)))
    }

    private mutating func remove(_ numbers: Set<Int>) {
        if numbers.isEmpty { return }
        for accepted in pending where numbers.contains(accepted.number) {
            dismiss(accepted)
            if accepted.travels { travellingCount -= 1 }
        }
        pending.removeAll { numbers.contains($0.number) }
    }
}

// MARK: - For peers

extension TransactionPool {
    /// Whether a transaction is pending that travels and whose number is higher.
    func hasPending(after number: Int) -> Bool {
        travellingCount > 0 && (pending.last { $0.travels }?.number ?? 0) > number
    }

    /// The first pending transaction that travels and whose number is higher.
    func firstTravelling(after number: Int) -> AcceptedTransaction? {
        pending[pending[...].start(after: number)...].first { $0.travels }
    }

    /// The first pending transactions that travel and whose numbers are higher: so many at most, and of so many bytes,
    /// or one whatever its length.
    func pending(
        after number: Int, atMostBytes maximumBytes: Int, atMostCount maximumCount: Int
    ) -> [AcceptedTransaction] {
        var (chosen, bytes): ([AcceptedTransaction], Int) = ([], 0)
        for accepted in pending[pending[...].start(after: number)...] where accepted.travels {
            bytes += accepted.transaction.text.bytes.count
            if chosen.count == maximumCount || (bytes > maximumBytes && !chosen.isEmpty) { break }
            chosen.append(accepted)
        }
        return chosen
    }
}

extension ArraySlice<AcceptedTransaction> {
    /// Where, in the order of numbers, those begin that are higher.
    fileprivate func start(after number: Int) -> Int {
        var (lower, upper) = (startIndex, endIndex)
        while lower < upper {
            let middle = (lower + upper) / 2
            if self[middle].number > number { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }

    /// Whether one of them has a number, in the order of which they are.
    func hasNumber(_ number: Int) -> Bool {
        self[start(after: number - 1)...].first?.number == number
    }
}

extension AcceptedTransaction {
    /// Whether it is told to peers: it is told from others just like it, and no peer refuses it for its length.
    fileprivate var travels: Bool {
        transaction.id != nil && transaction.text.bytes.count <= GossipMessage.maximumTransactionBytes
    }
}

// MARK: - A replaced chain

extension TransactionPool {
    /// What a replaced chain does to the pool: the difference, since transactions may be added before it is kept.
    public struct Following: Sendable {
        /// Those that are pending again: their blocks fell out of the chain.
        public let reopened: [AcceptedTransaction]

        /// Numbers of those that are pending no more: the new chain brought their blocks back.
        public let settled: Set<Int>
    }

    /// What a replaced chain does to the pool.
    ///
    /// Takes time linear in what those carry, and in the pool.
    ///
    /// - Parameter carriages: what the blocks above the fork point carry, in either chain or none. Blocks up to there
    ///   are in both chains or in neither, so they change nothing.
    public func following(_ carriages: [Carriage], from old: Blockchain, to new: Blockchain) -> Following {
        var fallen: [AcceptedTransaction] = []
        var back: Set<Int> = []
        for carriage in carriages {
            if new.has(carriage) {
                back.formUnion(carriage.transactions.map(\.number))
            } else if old.has(carriage) {
                fallen += carriage.transactions
            }
        }
        return Following(
            reopened: fallen.filter { !back.contains($0.number) },
            settled: back.intersection(pending.map(\.number)))
    }

    /// Makes it so, when it is kept.
    public mutating func follow(_ following: Following) {
        remove(following.settled)
        for accepted in following.reopened {
            take(accepted.transaction)
            if accepted.travels { travellingCount += 1 }
        }
        pending += following.reopened
        pending.sort { $0.number < $1.number }
    }

    private mutating func take(_ transaction: Transaction) {
        count += 1
        bytes += transaction.text.bytes.count
    }
}

extension Blockchain {
    fileprivate func has(_ carriage: Carriage) -> Bool {
        carriage.height <= length && blocks[carriage.height - 1].hash == carriage.block
    }
}

/// Why a transaction was not accepted.
public enum PoolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As many are pending as may be.
    case full(count: Int)

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .full(let count): "\(count) transactions are pending, which is all there is room for. Mine a block first."
        }
    }
}
