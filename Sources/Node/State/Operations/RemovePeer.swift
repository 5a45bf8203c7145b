internal import HTTP
internal import Records

/// Removes a peer.
struct RemovePeer: StateOperation {
    /// There is no such peer, or it is registered and only a found one was to be removed.
    struct NotThere: Error {}

    static let batching = Batching.onePerCommit

    private let address: PeerAddress
    private let ifFound: Bool

    /// - Parameter ifFound: whether to keep the peer if it is registered.
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
