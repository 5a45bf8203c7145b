internal import Chain
internal import HTTP
internal import Records

/// Accepts payments of a ledger that a client posts or another node announces, whose signatures were checked.
///
/// Each is decided by itself, in order. One that was accepted before is answered as it was the first time.
struct AcceptPayments: StateOperation {
    /// For each payment the index of the block that includes it, or may, or else why it doesn't wait.
    typealias Outcome = [Result<Int, PaymentRefusal>]

    static let batching = Batching.together

    private let payments: [SignedPayment]
    private let peer: PeerAddress?

    private var decided: [Decision] = []

    private enum Decision {
        case accepted(AcceptedTransaction, leaving: [Int])
        case known(height: Int?)
        case refused(PaymentRefusal)
    }

    /// - Parameter peer: the peer that announces them, if it is one.
    init(_ payments: [SignedPayment], from peer: PeerAddress? = nil) {
        (self.payments, self.peer) = (payments, peer)
    }

    var heldBytes: Int { payments.reduce(0) { $0 + MemoryLayout<SignedPayment>.stride + 2 * $1.text.bytes.count } }

    var lookups: [Transaction] { payments.map { Transaction($0) } }

    mutating func decide(on state: inout NodeState, _ known: inout KnownTransactions) throws(NoRefusal) -> [Change] {
        var changes: [Change] = []
        for payment in payments {
            let decision = decide(payment, on: &state, &known)
            if case .accepted(let accepted, let leaving) = decision {
                if !leaving.isEmpty { changes.append(.dropped(leaving)) }
                changes.append(.accepted(accepted))
            }
            decided.append(decision)
        }
        return changes
    }

    private func decide(
        _ payment: SignedPayment, on state: inout NodeState, _ known: inout KnownTransactions
    ) -> Decision {
        switch known.match(of: Transaction(payment)) {
        case .same(let record): return .known(height: record.height)
        case .sameInCommit: return .known(height: nil)
        // Two payments of which half of the digest is the same are two all the same.
        case .sameID, nil: break
        }
        guard let accounts = state.chain.ledger?.accounts else {
            preconditionFailure("payments are signed on a ledger")
        }
        guard state.allowsBlock else {
            return .refused(.chainIsFull(bytes: state.chain.textLength, limitBytes: state.limits.chainBytes))
        }
        do throws(PaymentRefusal) {
            let (accepted, leaving) = try state.mempool.admit(payment, on: accounts)
            known.add(accepted)
            return .accepted(accepted, leaving: leaving)
        } catch {
            return .refused(error)
        }
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        var new: [AcceptedTransaction] = []
        var events: [StateEvent] = []
        for case .accepted(let accepted, let leaving) in decided {
            state.mempool.add(accepted)
            state.mempool.drop(leaving)
            new.append(accepted)
            events.append(.accepted(accepted, pendingCount: state.mempool.pending.count))
        }
        state.mempool.caughtUp()
        if let peer, !new.isEmpty { events.append(.received(new, from: peer)) }
        return events
    }

    func abandon(in state: inout NodeState) {
        for case .accepted(let accepted, _) in decided { state.mempool.release(accepted) }
        state.mempool.fallBack()
    }

    func outcome(in state: NodeState) -> Outcome {
        decided.map { decision in
            switch decision {
            case .accepted, .known(height: nil): .success(state.chain.length + 1)
            case .known(let height?): .success(height)
            case .refused(let refusal): .failure(refusal)
            }
        }
    }
}
