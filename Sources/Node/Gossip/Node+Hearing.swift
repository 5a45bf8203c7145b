internal import Chain
internal import Logging

extension Node {
    /// Takes what another node tells: keeps its transactions, and fetches its chain if that is longer. Returns when the
    /// transactions are kept; nil if this node doesn't gossip.
    ///
    /// Who speaks is not believed to be anybody: what it says of its chain only makes the node look there.
    ///
    /// - Parameter host: the address that the message came from.
    public func receive(_ message: GossipMessage, from host: String) async -> GossipAnswer? {
        guard options.gossips else { return nil }
        let theirs = message.status
        guard theirs.instance != instance,
            theirs.mismatch(with: status, pinsGenesis: options.pinsGenesis) == nil
        else { return answer(to: message, kept: 0) }
        let sender = peers.peer(at: theirs.instance)?.address
        let (kept, _) = await newTransactions(message.transactions, of: sender)
        if let peer = peers.peer(at: theirs.instance) {
            peers[peer.address]?.noteHearsay(theirs)
            // It may be back: speaking to it shows that.
            if peer.failures > 0 { peers[peer.address]?.nextContactSecond = uptimeSeconds }
        } else if let sender = try? PeerAddress(host: host, port: theirs.port) {
            follow(theirs, ofStranger: sender)
        }
        changed()
        fetchLonger()
        return answer(to: message, kept: kept)
    }

    /// Looks at where somebody speaks whose instance is no peer's, as far as is known.
    private func follow(_ theirs: NodeStatus, ofStranger sender: PeerAddress) {
        if peers[sender] != nil {
            // Somebody who says that they are where a peer is: asking there shows it.
            peers[sender]?.nextContactSecond = uptimeSeconds
        } else {
            consider([sender])
            fetch(ofStranger: sender, length: theirs.length)
            // It may be a peer that was away, under the name it has in its network. Some speak on and become none.
            if uptimeSeconds >= nextRetrySecond, !knownStrangers.contains(theirs.instance, at: uptimeSeconds) {
                knownStrangers.insert(theirs.instance, at: uptimeSeconds)
                nextRetrySecond = uptimeSeconds + options.heartbeatSeconds
                peers.retryFailed(at: uptimeSeconds)
            }
        }
    }

    private func answer(to message: GossipMessage, kept: Int) -> GossipAnswer {
        GossipAnswer(status: status, kept: kept, peers: message.wantsPeers ? somePeers(for: message.status) : [])
    }

    private func somePeers(for asker: NodeStatus) -> [PeerAddress] {
        let up = peers.all.filter { peer in
            peer.state == .up && peer.status?.gossips == true && peer.status?.instance != asker.instance
        }
        return up.shuffled(using: &randomness).prefix(GossipAnswer.maximumPeers).map(\.address)
    }
}
