internal import Chain
internal import HTTP
internal import Records

/// Accepts transactions that another node announces, all with an `id`: as many, from the first on, as there is room
/// for. One that is too long to be posted here is passed over, so that those behind it come.
struct AcceptGossip: StateOperation {
    /// The result of a message.
    struct Outcome: Equatable {
        /// How many of its transactions, from the first on, were accepted, already known or too long.
        var kept = 0

        /// How many of those are new.
        var new = 0
    }

    static let batching = Batching.together

    private let transactions: [Transaction]
    private let peer: PeerAddress?
    private let client: ClientGroup
    private let maximumBytes: Int

    private var new: [AcceptedTransaction] = []
    private var kept = 0

    /// - Parameters:
    ///   - peer: the peer that announced them, if it is one.
    ///   - client: in whose share they wait. What a message says of its sender isn't proven, so that is by address.
    ///   - maximumBytes: of a transaction's text.
    init(
        _ transactions: [Transaction], from peer: PeerAddress?, client: ClientGroup = .unknown,
        ofAtMostBytes maximumBytes: Int = BodyLimits().paymentBytes
    ) {
        self.maximumBytes = maximumBytes
        self.transactions = transactions
        self.peer = peer
        self.client = client
    }

    var heldBytes: Int {
        transactions.reduce(0) { $0 + MemoryLayout<Transaction>.stride + $1.text.bytes.count }
    }

    var lookups: [Transaction] { transactions }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(NoRefusal) -> [Change] {
        adding: for transaction in transactions {
            if transaction.text.bytes.count > maximumBytes {
                kept += 1
                continue
            }
            switch known.match(of: transaction) {
            case .same, .sameInCommit:
                kept += 1
                continue
            // Whoever sees an id could send it with another text first, so that keeps no other text out.
            case .sameID, nil: break
            }
            guard let accepted = try? state.mempool.admit(transaction, isPosted: false, from: client)
            else { break adding }
            known.add(accepted)
            new.append(accepted)
            kept += 1
        }
        return new.map(Change.accepted)
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        var events = new.map { accepted in
            state.mempool.add(accepted)
            return StateEvent.accepted(accepted, pendingCount: state.mempool.pending.count)
        }
        if let peer, !new.isEmpty { events.append(.received(new, from: peer)) }
        return events
    }

    func abandon(in state: inout NodeState) {
        for accepted in new { state.mempool.release(accepted) }
    }

    func outcome(in state: NodeState) -> Outcome { Outcome(kept: kept, new: new.count) }
}
