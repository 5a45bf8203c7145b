internal import Chain
internal import Storage

/// Telling peers what is new.
///
/// Each peer has one message under way at most. What becomes new meanwhile goes into the next one, all of it together:
/// a slow peer gets few messages, and costs no memory meanwhile, since what it knows already is a number and a hash.
extension Node {
    /// Speaks to every peer that there is something new for, or that it is time to speak to.
    func tellPeers() {
        guard options.gossips, background.isRunning else { return }
        for peer in peers.all where peer.conversation == nil && isWorthTelling(peer) {
            let address = peer.address
            let number = inBackground { node, number in await node.converse(with: address, number) }
            peers[address]?.conversation = number
        }
    }

    private func isWorthTelling(_ peer: Peer) -> Bool {
        if uptimeSeconds >= peer.nextContactSecond { return true }
        guard !peer.isItself, peer.fault == nil, peer.status?.gossips == true, let length = peer.length else {
            return false
        }
        let tip = chain.lastBlock.hash
        let isTipNew = chain.length > length && peer.announced != tip && peer.hearsay?.tip != tip
        return isTipNew || uptimeSeconds >= peer.nextDeliverySecond && pool.hasPending(after: peer.delivered)
    }

    private func converse(with address: PeerAddress, _ number: Int) async {
        while background.isRunning, let peer = peers[address], peer.conversation == number, isWorthTelling(peer) {
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
