public import Chain
internal import Records

/// A block forged here, with its transactions at hand.
public struct ForgedBlock: Sendable {
    /// The block.
    public let block: Block

    /// Its transactions, the reward last.
    public let transactions: [Transaction]
}

/// Forges the next block (the tutorial's `new_block`) from what is pending when it is about to be committed.
struct ForgeBlock: StateOperation {
    /// The tip is no longer the one that was searched on.
    struct Superseded: Error {}

    static let isLimited = false
    static let batching = Batching.onePerCommit

    private let proof: UInt64
    private let tip: ChainTip
    private let recipient: String?
    private let clock: any NodeClock

    private var decided: (forged: ForgedBlock, included: ArraySlice<AcceptedTransaction>)?

    /// - Parameters:
    ///   - proof: solves the puzzle of `tip`.
    ///   - recipient: who is paid, if not this node.
    ///   - clock: gives the block's timestamp when it is decided.
    init(proof: UInt64, after tip: ChainTip, payingTo recipient: String? = nil, clock: any NodeClock) {
        self.proof = proof
        self.tip = tip
        self.recipient = recipient
        self.clock = clock
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(Superseded) -> [Change] {
        guard state.chain.tipHash == tip.hash else { throw Superseded() }
        let included = state.nextBlockPayments
        let transactions = included.map(\.transaction) + [.reward(to: recipient ?? state.identifier)]
        let block = Block(
            index: tip.index + 1, timestamp: clock.secondsSince1970, transactions: transactions, proof: Proof(proof),
            previousHash: tip.hash)
        decided = (ForgedBlock(block: block, transactions: transactions), included)
        return [.forged(block, including: included.map(\.number))]
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        let (forged, included) = decision
        do throws(ChainError) {
            try state.chain.append(forged.block)
        } catch {
            preconditionFailure("a block forged here breaks a rule: \(error)")
        }
        state.mempool.confirm(included)
        return [.forged(forged)]
    }

    func outcome(in state: NodeState) -> ForgedBlock { decision.forged }

    private var decision: (forged: ForgedBlock, included: ArraySlice<AcceptedTransaction>) {
        guard let decided else { preconditionFailure("it was decided before it was committed") }
        return decided
    }
}
