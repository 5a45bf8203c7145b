public import Chain
public import HTTP
public import Records

/// The accepted transactions that no block of the chain includes yet.
///
/// Of the blocks forged here, any chain has at most one that includes a given accepted transaction. The rule: a
/// transaction is pending while none of the blocks that include it is in the chain, and only pending transactions go
/// into a block. So a chain never has two such blocks with the same one: when the higher of them was forged, the lower
/// was in the chain. Others may copy a transaction into blocks of their own; without an id that may be a different
/// payment that looks the same.
///
/// Transactions posted by this node's clients and those brought by other nodes each have their own room. So nothing
/// that others send takes the room, or the place in the next block, of what a client posts here. Of either, everybody
/// has a share: see ``MempoolLimits``. Who has sent what is known until the node stops or a block includes it.
public struct Mempool: Sendable {
    /// The most that one block takes of them, in bytes; peers accept blocks of twice that.
    public static let maximumBytes = 8 << 20

    private(set) var list: PendingTransactions

    /// The pending transactions, by number.
    public var pending: [AcceptedTransaction] { list.all }

    private(set) var posted: MempoolRoom
    private(set) var relayed: MempoolRoom

    /// For whom those take room that are admitted and not pending yet, by number.
    private(set) var admitted: [Int: MempoolRoom.Owner] = [:]

    /// For whom those are pending of whom it isn't known: they were there at the start, or had been in a block.
    private static let nobody = ClientGroup.unknown.number

    /// The same payments by sender and nonce, if they are a ledger's. Between a decision and its commit it is ahead.
    private(set) var payments: PaymentPool?
    private(set) var isPoolAhead = false

    /// How many pending transactions may be relayed to peers.
    private(set) var relayableCount = 0

    /// The last number given to a transaction, or 0.
    private(set) var lastNumber: Int

    /// Makes a mempool with the transactions that were pending when the node stopped.
    ///
    /// - Parameter ofLedger: whether they are a ledger's payments.
    public init(
        pending: [AcceptedTransaction] = [], lastNumber: Int = 0, limits: MempoolLimits = MempoolLimits(),
        ofLedger: Bool = false
    ) {
        if ofLedger { payments = PaymentPool(limits) }
        posted = MempoolRoom(limits)
        relayed = MempoolRoom(limits)
        list = PendingTransactions(pending, of: Self.nobody)
        self.lastNumber = lastNumber
        for accepted in pending {
            reserve(accepted, for: Self.nobody)
            if accepted.isRelayable { relayableCount += 1 }
            payments?.insert(accepted)
        }
    }

    /// Finds room for a transaction and numbers it. It becomes pending when it is committed and ``add(_:)``ed; if it
    /// can't be committed, ``release(_:)`` frees its room.
    ///
    /// - Parameters:
    ///   - isPosted: whether a client has posted it here.
    ///   - client: who has sent it.
    public mutating func admit(
        _ transaction: Transaction, isPosted: Bool = true, from client: ClientGroup = .unknown
    ) throws(MempoolError) -> AcceptedTransaction {
        let bytes = transaction.text.bytes.count
        let fault =
            isPosted ? posted.fault(of: bytes, for: client.number) : relayed.fault(of: bytes, for: client.number)
        if let fault { throw fault }
        let accepted = number(transaction, isPosted: isPosted)
        admitted[accepted.number] = client.number
        reserve(accepted, for: client.number)
        return accepted
    }

    /// Makes an admitted transaction pending, in order of number. That is nearly always the last place: a posted one is
    /// numbered when it is submitted, so while it waits others may be numbered and committed before it.
    public mutating func add(_ accepted: AcceptedTransaction) {
        list.insert(accepted, of: admitted.removeValue(forKey: accepted.number) ?? Self.nobody)
        if accepted.isRelayable { relayableCount += 1 }
    }

    /// Gives back the room of an admitted transaction that doesn't become pending.
    public mutating func release(_ accepted: AcceptedTransaction) {
        unreserve(accepted, for: admitted.removeValue(forKey: accepted.number) ?? Self.nobody)
    }

    /// Records that a client has posted a transaction that other nodes had brought; does nothing if it isn't pending.
    mutating func notePosted(_ number: Int, from client: ClientGroup = .unknown) {
        guard let position = list.position(of: number), !pending[position].isPosted else { return }
        unreserve(pending[position], for: list.owners[position])
        list.notePosted(at: position, by: client.number)
        reserve(pending[position], for: client.number)
    }

    /// The separator of an array's elements, in bytes.
    static let separatorBytes = 2

    /// The pending transactions for the next block, in order: as many as fit into so many bytes, beginning with those
    /// that clients have posted here. The others wait for the blocks after it.
    ///
    /// - Parameter longestBytes: the first in line is taken alone if it doesn't fit but isn't longer than this; it
    ///   would wait for ever. One that is longer, or than ``maximumBytes``, stays pending and is skipped.
    public func nextBlockTransactions(
        atMostBytes maximumBytes: Int = Mempool.maximumBytes, aloneAtMostBytes longestBytes: Int = .max
    ) -> ArraySlice<AcceptedTransaction> {
        let allBytes = posted.used.bytes + relayed.used.bytes + pending.count * Self.separatorBytes
        if allBytes <= maximumBytes { return pending[...] }
        var room = maximumBytes
        var chosen: Set<Int> = []
        for isPosted in [true, false] {
            for accepted in pending where accepted.isPosted == isPosted {
                let bytes = accepted.transaction.text.bytes.count + Self.separatorBytes
                if bytes > maximumBytes, chosen.isEmpty, bytes <= min(Self.maximumBytes, longestBytes) {
                    return [accepted]
                }
                guard bytes <= room else { continue }
                room -= bytes
                chosen.insert(accepted.number)
            }
        }
        return pending.filter { chosen.contains($0.number) }[...]
    }

    /// How many blocks of so many bytes the transactions fill that clients posted before this one. Takes time linear in
    /// those that are pending after it, and none if all together don't fill a block.
    func blocks(of bytes: Int, before accepted: AcceptedTransaction) -> Int {
        var others = posted.used
        if others.bytes + others.count * Self.separatorBytes < bytes { return 0 }
        others.remove(accepted.transaction.text.bytes.count)
        for later in pending[pending[...].start(after: accepted.number)...] where later.isPosted {
            others.remove(later.transaction.text.bytes.count)
        }
        return max(others.bytes + others.count * Self.separatorBytes, 0) / bytes
    }

    /// Numbers a transaction, without taking room.
    mutating func number(_ transaction: Transaction, isPosted: Bool) -> AcceptedTransaction {
        lastNumber += 1
        return AcceptedTransaction(number: lastNumber, transaction: transaction, isPosted: isPosted)
    }

    /// Takes out those that a block of the chain includes now, as
    /// ``nextBlockTransactions(atMostBytes:aloneAtMostBytes:)`` gave them.
    public mutating func confirm(_ included: ArraySlice<AcceptedTransaction>) {
        remove(Set(included.map(\.number)))
    }

    private mutating func remove(_ numbers: Set<Int>) {
        if numbers.isEmpty { return }
        for (accepted, owner) in zip(pending, list.owners) where numbers.contains(accepted.number) {
            unreserve(accepted, for: owner)
            if accepted.isRelayable { relayableCount -= 1 }
            payments?.remove(accepted.number)
        }
        list.remove(numbers)
    }

    /// Whether a transaction with this number is pending.
    func isPending(_ number: Int) -> Bool { list.position(of: number) != nil }

    private mutating func reserve(_ accepted: AcceptedTransaction, for owner: MempoolRoom.Owner) {
        let bytes = accepted.transaction.text.bytes.count
        if accepted.isPosted { posted.add(bytes, of: owner) } else { relayed.add(bytes, of: owner) }
    }

    private mutating func unreserve(_ accepted: AcceptedTransaction, for owner: MempoolRoom.Owner) {
        let bytes = accepted.transaction.text.bytes.count
        if accepted.isPosted { posted.remove(bytes, of: owner) } else { relayed.remove(bytes, of: owner) }
    }
}

// MARK: - Payments of a ledger

extension Mempool {
    /// Changes the pool by what is decided and isn't committed yet.
    mutating func goAhead<Result, Failure: Error>(
        _ change: (inout PaymentPool) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        isPoolAhead = true
        // In place: a copy would cost as much as all that wait.
        guard let result = try payments?.changed(by: change) else {
            preconditionFailure("only a ledger has payments by sender")
        }
        return result
    }

    /// Takes the room of a payment that is about to be committed.
    mutating func takeRoom(_ accepted: AcceptedTransaction) {
        admitted[accepted.number] = Self.nobody
        reserve(accepted, for: Self.nobody)
    }

    /// What was decided is committed: the pending ones are those that wait by sender.
    mutating func caughtUp() { isPoolAhead = false }

    /// What was decided isn't committed: those wait by sender that are pending. Does nothing if that is so.
    mutating func fallBack() {
        guard isPoolAhead, let limits = payments?.limits else { return }
        var pool = PaymentPool(limits)
        for accepted in pending { pool.insert(accepted) }
        (payments, isPoolAhead) = (pool, false)
    }

    /// Forgets pending payments for good.
    mutating func drop(_ numbers: [Int]) { remove(Set(numbers)) }

    /// Where the pending one with this number is; nil if there is none.
    func position(of number: Int) -> Int? { list.position(of: number) }
}

// MARK: - A reorg

extension Mempool {
    /// The change that a reorg makes to the mempool, as a delta: more transactions may arrive before it is committed.
    public struct Delta: Sendable {
        /// Transactions that are pending again, because their blocks were orphaned.
        public var returned: [AcceptedTransaction] = []

        /// Numbers of transactions that are no longer pending, because blocks of the new chain include them.
        public var confirmed: Set<Int> = []
    }

    /// Which accepted transactions of orphaned blocks are pending again, and which are forgotten; by number.
    ///
    /// All that clients have posted here come back. Those that others have brought come back as far as a peer would
    /// accept them and there is room, as for one sender. Takes time linear in `fallen` and the mempool.
    ///
    /// - Parameter included: numbers of accepted transactions that the new blocks include.
    func fates(
        of fallen: [FallenTransaction], without included: Set<Int>
    ) -> (returned: [Int], forgotten: [Int]) {
        var room = relayed
        for (accepted, owner) in zip(pending, list.owners)
        where !accepted.isPosted && included.contains(accepted.number) {
            room.remove(accepted.transaction.text.bytes.count, of: owner)
        }
        var (returned, forgotten): ([Int], [Int]) = ([], [])
        for transaction in fallen where !included.contains(transaction.number) {
            if transaction.isPosted {
                returned.append(transaction.number)
            } else if transaction.bytes <= Relay.maximumTransactionBytes,
                room.fault(of: transaction.bytes, for: Self.nobody) == nil
            {
                room.add(transaction.bytes, of: Self.nobody)
                returned.append(transaction.number)
            } else {
                forgotten.append(transaction.number)
            }
        }
        return (returned, forgotten)
    }

    /// Which of these numbers are pending. Takes time linear in the mempool.
    func pendingNumbers(among numbers: Set<Int>) -> Set<Int> {
        numbers.isEmpty ? [] : numbers.intersection(pending.map(\.number))
    }

    /// Applies a reorg's change, once it is committed.
    public mutating func apply(_ delta: Delta) {
        remove(delta.confirmed)
        payments?.forgetRanks()
        if delta.returned.isEmpty { return }
        for accepted in delta.returned {
            reserve(accepted, for: Self.nobody)
            if accepted.isRelayable { relayableCount += 1 }
            payments?.insert(accepted)
        }
        list.insert(delta.returned, of: Self.nobody)
    }
}
