internal import Chain
internal import Storage

/// Something that has to be kept before it is so.
enum Write: Sendable {
    /// A transaction that was admitted to the pool.
    case transaction(AcceptedTransaction)

    /// Peers to register.
    case peers([PeerAddress])

    /// A block to be forged with this proof, if the tip is still the one it was searched for.
    case block(proof: UInt64, after: Block)

    /// A valid chain, if it is still longer than ours.
    case chain(Blockchain)

    var isTransaction: Bool {
        if case .transaction = self { true } else { false }
    }
}

/// What became of a write.
enum WriteOutcome: Sendable {
    /// The transaction is pending, and this is the block it will be in.
    case accepted(block: Int)
    case registered
    case forged(ForgedBlock)
    case replaced(previousLength: Int)
    /// The chain is another by now, so there was nothing to keep.
    case overtaken
    case tooManyPeers(PeerListError)
    case failed(StorageError)
}

/// What waits to be kept while a commit runs.
///
/// Its length is bounded by those who wait: a request each, and the consensus.
struct WriteQueue: Sendable {
    struct Item: Sendable {
        let write: Write
        let continuation: CheckedContinuation<WriteOutcome, Never>
    }

    private var items: [Item] = []

    /// Whether somebody takes batches out.
    var isServed = false

    mutating func append(_ item: Item) {
        items.append(item)
    }

    /// What can be kept together: all from the front on up to the second that isn't a transaction. So a batch has
    /// one decision about the chain at most, made on the chain as it is.
    mutating func nextBatch() -> [Item] {
        var others = 0
        let end = items.firstIndex { item in
            if !item.write.isTransaction { others += 1 }
            return others == 2
        }
        let batch = items[..<(end ?? items.endIndex)]
        items.removeFirst(batch.count)
        return Array(batch)
    }
}
