public import Chain

/// The transactions accepted here, each to be in the chain once.
///
/// Each has an entry for good, and a record of which forged blocks carry it; it is pending while none of
/// those blocks is in the chain. So one whose block fell out of the chain is pending again, and is not if
/// that chain comes back.
public struct TransactionPool: Sendable {
    /// How many transactions may be pending: enough for a load test, and a block of them is a few MiB.
    public static let maximumCount = 100_000

    /// How many bytes pending transactions may have together; a block has to stay below what peers read.
    public static let maximumBytes = 8 << 20

    /// An accepted transaction; entries are numbered in the order they were accepted.
    public struct Entry: Sendable {
        /// The entry's number.
        public let number: Int
        /// What was accepted.
        public let transaction: Transaction
    }

    private var accepted: [Int: Transaction] = [:]
    private var lastNumber = 0

    /// Numbers of the pending ones, ascending.
    private var pendingNumbers: [Int] = []
    private var pendingBytes = 0

    /// The blocks forged here that carry something, in the chain or not.
    private var carriers: [Carrier] = []

    private struct Carrier {
        let block: BlockHash
        let index: Int
        let numbers: [Int]
        var isInChain: Bool
    }

    /// Makes an empty pool.
    public init() {}

    /// How many are pending.
    public var count: Int { pendingNumbers.count }

    /// Accepts a transaction: it is pending.
    public mutating func add(_ transaction: Transaction) throws(PoolError) {
        let bytes = transaction.text.bytes.count
        guard count < Self.maximumCount, pendingBytes + bytes <= Self.maximumBytes else {
            throw PoolError.full(count: count)
        }
        lastNumber += 1
        accepted[lastNumber] = transaction
        pendingNumbers.append(lastNumber)
        pendingBytes += bytes
    }

    /// The pending ones for the next block, in order; as many as fit into ``maximumBytes``, which may be
    /// fewer than all after a chain was replaced.
    public func nextBlock() -> [Entry] {
        var entries: [Entry] = []
        var bytes = 0
        for number in pendingNumbers {
            let transaction = transaction(number)
            bytes += transaction.text.bytes.count
            if bytes > Self.maximumBytes { break }
            entries.append(Entry(number: number, transaction: transaction))
        }
        return entries
    }

    /// Records that a block forged here, now in the chain, carries `entries`.
    public mutating func record(_ entries: [Entry], in block: BlockHash, at index: Int) {
        if entries.isEmpty { return }
        let numbers = entries.map(\.number)
        carriers.append(Carrier(block: block, index: index, numbers: numbers, isInChain: true))
        remove(Set(numbers))
    }

    /// Follows a replaced chain: what only fallen blocks carry is pending again, what came back is not.
    ///
    /// Asks for each block forged here, by its hash and index, whether the new chain has it: it takes time linear
    /// in those, whatever the length of the chain.
    public mutating func follow(_ isInChain: (_ block: BlockHash, _ index: Int) -> Bool) {
        var fallen: [Int] = []
        var back: Set<Int> = []
        for position in carriers.indices {
            let carrier = carriers[position]
            let isThere = isInChain(carrier.block, carrier.index)
            if isThere { back.formUnion(carrier.numbers) }
            if carrier.isInChain, !isThere { fallen += carrier.numbers }
            carriers[position].isInChain = isThere
        }
        remove(back)
        for number in fallen where !back.contains(number) {
            pendingNumbers.append(number)
            pendingBytes += bytes(of: number)
        }
        pendingNumbers.sort()
    }

    private mutating func remove(_ numbers: Set<Int>) {
        if numbers.isEmpty { return }
        pendingNumbers.removeAll { numbers.contains($0) }
        pendingBytes = pendingNumbers.reduce(0) { $0 + bytes(of: $1) }
    }

    private func transaction(_ number: Int) -> Transaction {
        accepted[number].unwrapped("an accepted transaction is kept for good")
    }

    private func bytes(of number: Int) -> Int {
        transaction(number).text.bytes.count
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

extension Optional {
    /// The value, which is there by the reason given; a fault of ours otherwise.
    func unwrapped(_ reason: String) -> Wrapped {
        guard let self else { preconditionFailure(reason) }
        return self
    }
}
