internal import Chain
internal import Logging

/// What is known of peers, by what they say and by what comes of asking them.
extension Node {
    /// A peer has said what it is. Returns whether it is one of ours.
    @discardableResult
    func note(_ status: NodeStatus, of address: PeerAddress) -> Bool {
        guard var peer = peers[address] else { return false }
        let wasNew = peer.lastSeen == nil || peer.failures > 0
        // Started anew, or one of several at this address: it is told all again, and not as fast as those answer.
        let isAnother = peer.status.map { $0.instance != status.instance } ?? false
        if isAnother { peer.nextDeliverySecond = uptimeSeconds + options.heartbeatSeconds }
        peer.noteStatus(status, at: clock.secondsSince1970)
        peer.nextContactSecond = uptimeSeconds + options.heartbeatSeconds
        peer.isItself = status.instance == instance
        peer.fault = status.mismatch(with: self.status, pinsGenesis: options.pinsGenesis).map(PeerFault.otherNetwork)
        if peer.fault != nil || peer.isItself || !status.gossips {
            peer.nextContactSecond = uptimeSeconds + Self.secondsToOthers
        }
        peers[address] = peer
        if wasNew { log(peer) }
        return !peer.isItself && peer.fault == nil
    }

    /// A peer has answered, but not what it is: a tutorial node.
    func noteAnswer(of address: PeerAddress, length: Int) {
        peers[address]?.noteAnswer(at: clock.secondsSince1970)
        peers[address]?.length = length
    }

    /// A peer has not answered, or not as it should.
    func note(_ fault: PeerFault, of address: PeerAddress) {
        guard var peer = peers[address] else { return }
        switch fault {
        case .doesNotGossip:
            peer.noteAnswer(at: clock.secondsSince1970)
            peer.status = nil
            peer.nextContactSecond = uptimeSeconds + Self.secondsToOthers
        case .otherNetwork:
            peer.noteAnswer(at: clock.secondsSince1970)
            peer.fault = fault
            peer.nextContactSecond = uptimeSeconds + Self.secondsToOthers
        case .noAnswer, .refused, .carriesTwice:
            let wasUp = peer.failures == 0
            peer.noteFailure(fault)
            // At a time of its own, so that not all who lost a peer come back to it at once.
            peer.nextContactSecond =
                uptimeSeconds + peer.backOffSeconds + Int.random(in: 0...peer.backOffSeconds / 4, using: &randomness)
            if wasUp { log(peer) }
        }
        peers[address] = peer
        if peer.isFound, peer.failures > Self.maximumFoundFailures { forget(address) }
    }

    /// Notes what a peer has answered about its chain, and gives it back: refused if it is of another network.
    func note(_ answer: Result<PeerChain, PeerFault>, of address: PeerAddress) -> Result<PeerChain, PeerFault> {
        switch answer {
        case .failure(let fault):
            note(fault, of: address)
            return .failure(fault)
        case .success(let theirs):
            if let status = theirs.status {
                note(status, of: address)
            } else {
                noteAnswer(of: address, length: theirs.length)
            }
            if let mismatch = mismatch(of: theirs) {
                note(.otherNetwork(mismatch), of: address)
                return .failure(.otherNetwork(mismatch))
            }
            return answer
        }
    }

    private func mismatch(of theirs: PeerChain) -> String? {
        if let mismatch = theirs.status?.mismatch(with: status, pinsGenesis: options.pinsGenesis) { return mismatch }
        // A tutorial node doesn't say so, and others needn't say the truth.
        guard options.pinsGenesis, let longer = theirs.longer else { return nil }
        return NodeStatus.mismatch(genesis: longer.blocks.hash(at: 0), ours: chain.blocks.hash(at: 0))
    }

    /// After how many seconds those are spoken to again that don't gossip, are of another network or are this node
    /// itself: somebody else may be there by then.
    private static let secondsToOthers = 60

    /// After how many failures in a row a peer that nobody registered is forgotten: about an hour.
    private static let maximumFoundFailures = 120

    private func log(_ peer: Peer) {
        var metadata: Logger.Metadata = ["peer": "\(peer.address)", "state": "\(peer.state.rawValue)"]
        if let fault = peer.fault { metadata["why"] = "\(fault)" }
        if let length = peer.length { metadata["length"] = "\(length)" }
        logger.info("peer", metadata: metadata)
    }
}
