public import API
internal import Chain
internal import HTTP
internal import Records

/// Announcing what is new to peers, and receiving what other nodes announce.
extension Node {
    /// Contacts every peer for which there is something new, or whose time has come.
    func announce() {
        guard options.gossips, tasks.isRunning else { return }
        let (state, now) = (journal.state, uptimeSeconds)
        for peer in peers.all where relay.needsContact(peer, state, now: now) {
            let address = peer.address
            let number = inBackground { node, number in await node.converse(with: address, number) }
            relay.begin(number, with: address)
        }
    }

    private func converse(with address: PeerAddress, _ number: Int) async {
        while tasks.isRunning, let peer = peers[address], relay.conversation(with: address) == number,
            relay.isDue(peer, journal.state, now: uptimeSeconds)
        {
            let pending = relay.transactions(for: peer, mempool, now: uptimeSeconds)
            let message = relay.message(status, pending, wantsPeers: wantsPeers)
            let reply = await ports.network.send(message, to: address)
            guard relay.conversation(with: address) == number else { return }
            take(reply, to: message, pending, from: address)
        }
        relay.end(number, with: address)
    }

    private func take(
        _ reply: Result<GossipReply, PeerFault>, to message: GossipMessage, _ transactions: [AcceptedTransaction],
        from address: PeerAddress
    ) {
        switch reply {
        case .failure(let fault):
            note(fault, of: address)
        case .success(let reply):
            let answer = reply.answer
            guard note(answer.status, of: address, reachedAt: reply.host) else { return }
            relay.acknowledge(
                message.status.tip, transactions, kept: answer.kept, by: address,
                restUntil: uptimeSeconds + options.heartbeatSeconds)
            consider(answer.peers.compactMap { try? PeerAddress($0) }, namedBy: address)
            fetchLonger()
        }
    }

    /// Receives another node's announcement: accepts its transactions, and fetches its chain if that is better.
    /// Returns once the transactions are stored; nil if this node doesn't gossip.
    ///
    /// The sender's identity isn't trusted: what it says about its chain only makes the node check there, and what it
    /// brings is kept from the peer in whose name it speaks only if the message came from where that peer answers.
    ///
    /// - Parameters:
    ///   - host: the address from which the message came. Transactions take of its share of the mempool.
    ///   - isPassedOn: whether a proxy has brought it, so that nobody knows whose address that is.
    public func receive(_ message: GossipMessage, from host: String, isPassedOn: Bool = false) async -> GossipAnswer? {
        guard options.gossips else { return nil }
        let theirs = chain.ledger == nil ? message.status.withoutWork : message.status
        guard theirs.instance != identity.instance,
            theirs.mismatch(with: status, pinsGenesis: options.pinsGenesis) == nil
        else { return answer(to: message, kept: 0) }
        let sender = isPassedOn ? nil : peers.peer(theirs.instance, reachedAt: host)?.address
        // A ledger's payments are none of the tutorial's.
        let transactions = theirs.rules == chain.rules.set.name ? message.transactions : []
        let isBehind = theirs.tip != chain.tipHash && theirs.weight >= chain.weight
        let kept = await newTransactions(
            transactions, of: sender, from: ClientGroup(address: host), isBehind: isBehind
        ).kept
        // The disk may have taken long: whose message it is can have changed.
        let isSettled = peers.claimed(theirs, from: host, isPassedOn: isPassedOn, now: uptimeSeconds)
        if !isSettled, let sender = try? PeerAddress(host: host, port: theirs.port) {
            lookAt(sender, theirs, from: host)
        }
        announce()
        fetchLonger()
        return answer(to: message, kept: kept)
    }

    /// Accepts payments that another node announces, as many as there is room for.
    ///
    /// - Parameter isBehind: whether our chain may lack blocks that the other has.
    func newTransactions(
        _ transactions: [Transaction], of peer: PeerAddress? = nil, from client: ClientGroup = .unknown,
        isBehind: Bool = false
    ) async -> AcceptGossip.Outcome {
        if transactions.isEmpty { return AcceptGossip.Outcome() }
        if chain.ledger != nil { return await newPayments(transactions, of: peer, isBehind: isBehind) }
        let operation = AcceptGossip(
            transactions, from: peer, client: client, ofAtMostBytes: options.limits.bodies.paymentBytes)
        return (try? await submit(operation)) ?? AcceptGossip.Outcome()
    }

    /// Checks the address of a sender that isn't known to be a peer.
    ///
    /// - Parameter host: the address from which the message came.
    private func lookAt(_ sender: PeerAddress, _ theirs: NodeStatus, from host: String) {
        let now = uptimeSeconds
        if peers[sender] != nil { return peers.contactSoon(sender, from: host, now: now) }
        if options.allowedPeers.refusal(of: sender) == nil,
            peers.strangers.mayContact(sender.port, from: host, now: now)
        {
            let isCandidate = options.discovers && isOfUse(sender) && peers.consider(sender, from: host, now: now)
            let isFetched = fetch(ofStranger: sender, weight: theirs.weight)
            if isCandidate || isFetched { peers.strangers.noteContact(sender.port, from: host, now: now) }
        }
        peers.heardStranger(theirs.instance, now: now)
    }

    private func answer(to message: GossipMessage, kept: Int) -> GossipAnswer {
        GossipAnswer(
            status: status, kept: kept,
            peers: message.wantsPeers ? somePeers(for: message.status).map(\.description) : [])
    }

    private func somePeers(for asker: NodeStatus) -> [PeerAddress] {
        let up = peers.all.filter { peer in
            peer.state == .up && peer.status?.gossips == true && peer.status?.instance != asker.instance
        }
        return up.shuffled(using: &randomness).prefix(GossipAnswer.maximumPeers).map(\.address)
    }
}
