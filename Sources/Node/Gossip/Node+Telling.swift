internal import Chain
internal import Logging
internal import Storage

/// Telling peers what is new.
///
/// Each peer has one message under way at most. What becomes new meanwhile goes into the next one, all of it together:
/// a slow peer gets few messages, and costs no memory meanwhile, since what it knows already is a number and a hash.
extension Node {
    /// Speaks to every peer that there is something new for, or that it is time to speak to.
    func tellPeers() {
        guard options.gossips, isStarted else { return }
        for peer in peers.all where peer.conversation == nil && isWorthTelling(peer) {
            let address = peer.address
            let number = inBackground { node, number in await node.converse(with: address, number) }
            peers[address]?.conversation = number
        }
    }

    private func isWorthTelling(_ peer: Peer) -> Bool {
        if peer.isItself { return false }
        if uptimeSeconds >= peer.nextContactSecond { return true }
        guard peer.fault == nil, let length = peer.length, peer.status?.gossips == true else { return false }
        let isTipNew = chain.length > length && peer.announced != chain.lastBlock.hash
        return isTipNew || uptimeSeconds >= peer.nextDeliverySecond && pool.hasPending(after: peer.delivered)
    }

    private func converse(with address: PeerAddress, _ number: Int) async {
        while !background.isStopped, let peer = peers[address], peer.conversation == number, isWorthTelling(peer) {
            // Transactions are for those who have said what network they are of.
            let isKnown = peer.status?.gossips == true && peer.fault == nil && uptimeSeconds >= peer.nextDeliverySecond
            let pending =
                isKnown
                ? pool.pending(
                    after: peer.delivered, atMostBytes: GossipMessage.maximumBytes,
                    atMostCount: GossipMessage.maximumTransactions) : []
            let message = GossipMessage(
                status: status, transactions: pending.map(\.transaction), wantsPeers: wantsPeers)
            peers[address]?.deliverable = pending.last?.number ?? 0
            let answer = await network.send(message, to: address)
            guard peers[address]?.conversation == number else { return }
            take(answer, to: message, of: pending.map(\.number), from: address)
        }
        if peers[address]?.conversation == number { peers[address]?.conversation = nil }
    }

    private func take(
        _ answer: Result<GossipAnswer, PeerFault>, to message: GossipMessage, of numbers: [Int],
        from address: PeerAddress
    ) {
        switch answer {
        case .failure(let fault):
            note(fault, of: address)
        case .success(let answer):
            guard note(answer.status, of: address) else { return }
            peers[address]?.noteDelivery(of: message.status.tip, upTo: numbers.prefix(answer.kept).last)
            if answer.kept < numbers.count {
                peers[address]?.nextDeliverySecond = uptimeSeconds + options.heartbeatSeconds
            }
            consider(answer.peers)
            fetchLonger()
        }
    }
}

// MARK: - What is known of a peer

extension Node {
    /// A peer has said what it is. Returns whether it is one of ours.
    @discardableResult
    func note(_ status: NodeStatus, of address: PeerAddress) -> Bool {
        guard var peer = peers[address] else { return false }
        let wasNew = peer.lastSeen == nil || peer.failures > 0
        peer.noteStatus(status, at: clock.secondsSince1970)
        peer.nextContactSecond = uptimeSeconds + options.heartbeatSeconds
        peer.isItself = status.instance == instance
        peer.fault = status.mismatch(with: self.status, pinsGenesis: options.pinsGenesis).map(PeerFault.otherNetwork)
        if peer.fault != nil || !status.gossips { peer.nextContactSecond = uptimeSeconds + Self.secondsToOthers }
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

    /// How often those are spoken to that don't gossip or are of another network: they may be started anew.
    private static let secondsToOthers = 60

    /// After how many failures in a row a peer that nobody registered is forgotten: about an hour.
    private static let maximumFoundFailures = 20

    private func log(_ peer: Peer) {
        var metadata: Logger.Metadata = ["peer": "\(peer.address)", "state": "\(peer.state.rawValue)"]
        if let fault = peer.fault { metadata["why"] = "\(fault)" }
        if let length = peer.length { metadata["length"] = "\(length)" }
        logger.info("peer", metadata: metadata)
    }
}
