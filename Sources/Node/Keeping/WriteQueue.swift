internal import Chain
internal import Storage

/// Something that has to be kept before it is so.
enum Write: Sendable {
    /// A client's transaction that was admitted to the pool, and whether its `id` was made here just now: such a one is
    /// known to nobody, so nobody is asked.
    case transaction(AcceptedTransaction, hasNewID: Bool)

    /// A peer's transactions, all with an `id`.
    case message([Transaction], of: PeerAddress?)

    /// Peers to register, or that were found.
    case peers([PeerAddress], areFound: Bool)

    /// A peer to forget; only if it was found, or also if somebody has registered it.
    case removal(of: PeerAddress, ifFound: Bool)

    /// A block to be forged with this proof, if the tip is still the one it was searched for.
    case block(proof: UInt64, after: Block)

    /// A valid chain, if it is still longer than ours.
    case chain(Blockchain, of: PeerAddress)

    var isTransaction: Bool {
        switch self {
        case .transaction, .message: true
        case .peers, .removal, .block, .chain: false
        }
    }

    /// Those that may be known already.
    var identifiedTransactions: [Transaction] {
        switch self {
        case .transaction(let accepted, let hasNewID):
            accepted.transaction.id == nil || hasNewID ? [] : [accepted.transaction]
        case .message(let transactions, _): transactions
        case .peers, .removal, .block, .chain: []
        }
    }

    /// What a peer's transactions take of memory, about.
    var messageBytes: Int {
        guard case .message(let transactions, _) = self else { return 0 }
        return transactions.reduce(0) { $0 + MemoryLayout<Transaction>.stride + $1.text.bytes.count }
    }

    var isBlock: Bool {
        if case .block = self { true } else { false }
    }

    var isChain: Bool {
        if case .chain = self { true } else { false }
    }
}

/// What became of a write.
enum WriteOutcome: Sendable {
    /// The transaction is pending, and this is the block it will be in.
    case accepted(block: Int)
    /// So many of the message, from the first on, are kept or known, and so many of them are new.
    case kept(Int, new: Int)
    /// The transaction's `id` is another one's.
    case idTaken
    case registered
    /// The peer is forgotten; false if there was none.
    case removed(Bool)
    case forged(ForgedBlock)
    case replaced(previousLength: Int)
    /// The chain is another by now, so there was nothing to keep.
    case overtaken
    /// The chain carries a transaction twice.
    case carriedTwice(CarriedTwice)
    case tooManyPeers(PeerListError)
    /// Too many wait.
    case tooManyWaiting
    case failed(StorageError)
}

/// What waits to be kept while a commit runs.
struct WriteQueue: Sendable {
    /// How many may wait, those included whose clients have left: a few batches of a server's connections. Clients'
    /// transactions take of the pool's bytes as well.
    static let maximumCount = 4096

    /// How many bytes of peers' transactions may wait: some messages of the usual length from each of many peers.
    static let maximumMessageBytes = 32 << 20

    struct Item: Sendable {
        let write: Write
        let continuation: CheckedContinuation<WriteOutcome, Never>
    }

    private var items: [Item] = []

    /// The bytes of peers' transactions that wait.
    private var messageBytes = 0

    /// Whether somebody takes batches out.
    var isServed = false

    mutating func append(_ item: Item) {
        items.append(item)
        messageBytes += item.write.messageBytes
    }

    /// Whether one more may wait. A block and a chain are one at a time anyway, and have cost more than a request.
    func hasRoom(for write: Write) -> Bool {
        if write.isBlock || write.isChain { return true }
        let bytes = write.messageBytes
        return items.count < Self.maximumCount && (bytes == 0 || messageBytes + bytes <= Self.maximumMessageBytes)
    }

    /// What can be kept together: all from the front on up to the second that isn't a transaction. So a batch has
    /// one decision about the chain at most, made on the chain as it is. A chain goes alone: it may be too large for a
    /// disk that has room for all others.
    mutating func nextBatch() -> [Item] {
        if let first = items.first, first.write.isChain { return [items.removeFirst()] }
        var others = 0
        let end = items.firstIndex { item in
            if !item.write.isTransaction { others += 1 }
            return others == 2 || item.write.isChain
        }
        let batch = items[..<(end ?? items.endIndex)]
        items.removeFirst(batch.count)
        messageBytes -= batch.reduce(0) { $0 + $1.write.messageBytes }
        return Array(batch)
    }
}
