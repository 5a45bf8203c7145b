internal import Chain
internal import Logging

/// Making peers of peers' peers. Whoever is named is met first, and becomes a peer if it answers as one of ours.
extension Node {
    /// How many may wait to be met.
    private static let maximumCandidates = 64

    /// How many are met at once.
    private static let maximumMeetings = 2

    /// For how many seconds those are left alone that are no new peers, and of how many that is remembered.
    private static let secondsDeclined = 60
    private static let maximumDeclined = 256

    /// Whether to ask others for their peers.
    var wantsPeers: Bool {
        options.discovers && peers.hasRoomForFound && candidates.count < Self.maximumCandidates
    }

    /// Puts those in line that are new.
    func consider(_ addresses: [PeerAddress]) {
        guard options.discovers else { return }
        for address in addresses.prefix(GossipAnswer.maximumPeers)
        where peers[address] == nil && !candidates.contains(address) && candidates.count < Self.maximumCandidates {
            if uptimeSeconds >= declined[address, default: 0] { candidates.append(address) }
        }
    }

    /// Speaks to the next in line, one a second.
    func meetCandidates() {
        guard wantsPeers || !candidates.isEmpty, meetingCount < Self.maximumMeetings, !candidates.isEmpty else {
            return
        }
        let address = candidates.removeFirst()
        guard peers.hasRoomForFound, peers[address] == nil else { return }
        meetingCount += 1
        inBackground { node, _ in
            await node.meet(address)
            node.meetingCount -= 1
            if node.peers[address] == nil { node.decline(address) }
        }
    }

    private func decline(_ address: PeerAddress) {
        declined = declined.filter { $0.value > uptimeSeconds }
        if declined.count < Self.maximumDeclined { declined[address] = uptimeSeconds + Self.secondsDeclined }
    }

    private func meet(_ address: PeerAddress) async {
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
