internal import HTTP
internal import Storage

/// Forgets a peer.
struct RemovePeer: StateOperation {
    /// There is no such peer, or somebody has registered it.
    struct NotThere: Error {}

    static let batching = Batching.onePerCommit

    private let address: PeerAddress
    private let ifFound: Bool

    /// - Parameter ifFound: whether it stays if somebody has registered it.
    init(_ address: PeerAddress, ifFound: Bool) {
        self.address = address
        self.ifFound = ifFound
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(NotThere) -> [Change] {
        guard let isFound = state.peers.isFound(address), isFound || !ifFound else { throw NotThere() }
        return [.unregistered([address.description])]
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        state.peers.remove(address)
        return [.removed(address)]
    }

    func outcome(in state: NodeState) {}
}
