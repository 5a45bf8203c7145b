internal import HTTP
internal import Records

/// Adds peers, all or none (the tutorial's `register_node`). Known peers stay as they are.
struct RegisterPeers: StateOperation {
    static let batching = Batching.onePerCommit

    private let addresses: [PeerAddress]
    private let areFound: Bool
    private let client: ClientGroup?

    /// - Parameters:
    ///   - areFound: whether they were found among peers of peers; otherwise they are being registered.
    ///   - client: who registers them; nil for the owner.
    init(_ addresses: [PeerAddress], areFound: Bool, by client: ClientGroup? = nil) {
        self.addresses = addresses
        self.areFound = areFound
        self.client = client
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(PeerListError) -> [Change] {
        var peers = state.peers
        try peers.add(addresses, areFound: areFound, by: client)
        return [.registered(addresses.map(\.description), areFound: areFound)]
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        do throws(PeerListError) {
            try state.peers.add(addresses, areFound: areFound, by: client)
        } catch {
            preconditionFailure("there was room for these peers")
        }
        return [.registered(addresses, areFound: areFound)]
    }

    func outcome(in state: NodeState) {}
}
