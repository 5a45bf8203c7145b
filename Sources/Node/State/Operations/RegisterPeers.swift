internal import HTTP
internal import Records

/// Adds peers, all or none (the tutorial's `register_node`). Known peers stay as they are.
struct RegisterPeers: StateOperation {
    static let batching = Batching.onePerCommit

    private let addresses: [PeerAddress]
    private let areFound: Bool

    /// - Parameter areFound: whether they were found among peers of peers; otherwise they are being registered.
    init(_ addresses: [PeerAddress], areFound: Bool) {
        self.addresses = addresses
        self.areFound = areFound
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(PeerListError) -> [Change] {
        var peers = state.peers
        try peers.add(addresses, areFound: areFound)
        return [.registered(addresses.map(\.description), areFound: areFound)]
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        do throws(PeerListError) {
            try state.peers.add(addresses, areFound: areFound)
        } catch {
            preconditionFailure("there was room for these peers")
        }
        return [.registered(addresses, areFound: areFound)]
    }

    func outcome(in state: NodeState) {}
}
