internal import Chain
internal import HTTP
internal import Records

/// Replaces our chain with a longer valid one.
struct AdoptChain: StateOperation {
    /// Why ours stays.
    enum Refusal: Error {
        /// By now ours is as long, or longer.
        case notLonger

        /// It includes a transaction twice.
        case includesTwice(DuplicateTransaction)

        /// It would replace what the owner wants to keep.
        case isFinal(FinalityFault)
    }

    static let isLimited = false
    static let batching = Batching.alone

    private let longer: Blockchain
    private let peer: PeerAddress
    private let secondsSince1970: Double

    private var facts: Result<ReorgFacts, Refusal>?
    private var decided: (reorg: Reorg, stale: [Int], old: Blockchain)?

    /// - Parameters:
    ///   - peer: the peer that has it.
    ///   - secondsSince1970: when it came.
    init(_ longer: Blockchain, of peer: PeerAddress, at secondsSince1970: Double) {
        self.longer = longer
        self.peer = peer
        self.secondsSince1970 = secondsSince1970
    }

    mutating func prepare(for state: NodeState, by store: any Store) async throws(StorageError) {
        guard state.chain.rules.prefers(longer, to: state.chain) else { return facts = .failure(.notLonger) }
        let commonLength = state.chain.commonLength(with: longer)
        if let fault = state.finality.fault(of: longer, replacing: state.chain, commonLength: commonLength) {
            return facts = .failure(.isFinal(fault))
        }
        facts = try await ReorgFacts.gathered(from: state.chain, to: longer, state.mempool, store)
            .mapError { .includesTwice($0) }
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(Refusal) -> [Change] {
        guard let facts else { preconditionFailure("it is prepared before it is decided") }
        let reorg = Reorg(try facts.get(), &state.mempool, at: secondsSince1970, from: peer.description)
        let stale = reorg.stale(in: state.mempool)
        decided = (reorg, stale, state.chain)
        return [.replaced(reorg.replacement)] + (stale.isEmpty ? [] : [.dropped(stale)])
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        let (reorg, stale, old) = decision
        state.chain = reorg.replacement.chain
        state.mempool.apply(reorg.delta)
        state.mempool.drop(stale)
        return [
            .adopted(
                AdoptedChain(
                    old: old, new: state.chain, commonLength: reorg.replacement.commonLength,
                    returned: reorg.delta.returned.filter { !stale.contains($0.number) }, peer: peer))
        ]
    }

    /// What the previous chain weighed.
    func outcome(in state: NodeState) -> ChainWeight { decision.old.weight }

    private var decision: (reorg: Reorg, stale: [Int], old: Blockchain) {
        guard let decided else { preconditionFailure("it was decided before it was committed") }
        return decided
    }
}
