internal import Chain
internal import Records

/// The pending transactions in the order of their numbers, and for whom each takes room.
struct PendingTransactions: Sendable {
    private(set) var all: [AcceptedTransaction]

    /// At the same positions: in a dictionary by number each would take five times the memory.
    private(set) var owners: [MempoolRoom.Owner]

    /// Begins with some that are in order.
    init(_ all: [AcceptedTransaction], of owner: MempoolRoom.Owner) {
        self.all = all
        owners = Array(repeating: owner, count: all.count)
    }

    /// Where the one with this number is; nil if there is none.
    func position(of number: Int) -> Int? {
        let position = all[...].start(after: number - 1)
        return position < all.count && all[position].number == number ? position : nil
    }

    /// Inserts one in its place. That is nearly always the last, from which it is looked for.
    mutating func insert(_ accepted: AcceptedTransaction, of owner: MempoolRoom.Owner) {
        let position = all.lastIndex { $0.number < accepted.number }.map { $0 + 1 } ?? 0
        all.insert(accepted, at: position)
        owners.insert(owner, at: position)
    }

    /// Inserts many, each in its place.
    mutating func insert(_ accepted: [AcceptedTransaction], of owner: MempoolRoom.Owner) {
        let (transactions, owners) = (all + accepted, owners + Array(repeating: owner, count: accepted.count))
        let order = transactions.indices.sorted { transactions[$0].number < transactions[$1].number }
        all = order.map { transactions[$0] }
        self.owners = order.map { owners[$0] }
    }

    /// A client has posted the one at this position.
    mutating func notePosted(at position: Int, by owner: MempoolRoom.Owner) {
        all[position].isPosted = true
        owners[position] = owner
    }

    mutating func remove(_ numbers: Set<Int>) {
        owners = zip(all, owners).filter { !numbers.contains($0.0.number) }.map(\.1)
        all.removeAll { numbers.contains($0.number) }
    }
}

extension ArraySlice<AcceptedTransaction> {
    /// Where the higher numbers begin.
    func start(after number: Int) -> Int {
        var (lower, upper) = (startIndex, endIndex)
        while lower < upper {
            let middle = (lower + upper) / 2
            if self[middle].number > number { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}

extension AcceptedTransaction {
    /// Whether it may be relayed to peers: it has an id that tells it from identical ones, and isn't so long that peers
    /// refuse it.
    var isRelayable: Bool {
        transaction.id != nil && transaction.text.bytes.count <= Relay.maximumTransactionBytes
    }
}
