internal import Chain
internal import Logging

/// Making peers of peers' peers. Whoever is named is met first, and becomes a peer if it answers as one of ours.
extension Node {
    /// Whether to ask others for their peers.
    var wantsPeers: Bool { options.discovers && peers.hasRoomForFound && candidates.hasRoom }

    /// Puts those in line that are no peers.
    func consider(_ addresses: [PeerAddress]) {
        guard options.discovers else { return }
        for address in addresses.prefix(GossipAnswer.maximumPeers) where peers[address] == nil {
            candidates.add(address, at: uptimeSeconds)
        }
    }

    /// Speaks to the next in line. Called once a second, so that whoever names many has few of them spoken to.
    func meetCandidate() {
        guard peers.hasRoomForFound, let address = candidates.next() else { return }
        inBackground { node, _ in
            await node.meet(address)
            let isPeer = node.peers[address] != nil
            node.candidates.endMeeting(with: address, isPeer: isPeer, at: node.uptimeSeconds)
        }
    }

    private func meet(_ address: PeerAddress) async {
        // Somebody may have registered it while it waited.
        guard peers[address] == nil else { return }
        let message = GossipMessage(status: status, transactions: [], wantsPeers: false)
        guard case .success(let answer) = await network.send(message, to: address), answer.status.gossips,
            answer.status.instance != instance, peers.peer(at: answer.status.instance) == nil,
            answer.status.mismatch(with: status, pinsGenesis: options.pinsGenesis) == nil,
            peers.hasRoomForFound
        else { return }
        guard case .registered = await write(.peers([address], areFound: true)) else { return }
        // It may have been met under another name at the same time.
        if let known = peers.peer(at: answer.status.instance), known.address != address { return forget(address) }
        note(answer.status, of: address)
        changed()
    }

    /// Forgets a peer, unless somebody has registered it by then.
    func forget(_ address: PeerAddress) {
        inBackground { node, _ in _ = await node.write(.removal(of: address, ifFound: true)) }
    }
}
