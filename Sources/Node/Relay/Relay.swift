internal import API
internal import Chain
internal import HTTP
internal import Records

/// What each peer already knows, and the conversations in progress.
///
/// Each peer has at most one message in flight. What becomes new meanwhile all goes into the next one. So a slow peer
/// gets few messages and costs no memory, because what it knows is a number and a hash.
struct Relay: Sendable {
    /// The maximum size of a relayed transaction, in bytes: what every node takes. Where a longer one may be posted, it
    /// waits for a block.
    static let maximumTransactionBytes = GossipMessage.maximumBytes

    private struct Link {
        /// The peer knows all pending transactions up to this number.
        var acknowledged = 0

        /// Upper bound for `acknowledged` once the in-flight message is answered. Lowered when something below it must
        /// be sent again, because it was committed late or its block was orphaned.
        var acknowledgeable = 0

        /// The newest block announced to the peer.
        var announced: BlockHash?

        /// The earliest uptime, in seconds, at which it is sent transactions again: it had no room for them, or is a
        /// different node than before.
        var nextTransactionsSecond = 0

        /// The task that is talking to it.
        var conversation: Int?
    }

    private var links: [PeerAddress: Link] = [:]

    /// No link's number is above this.
    private var highest = 0

    /// After how many seconds all transactions are offered again: seldom enough that even a full mempool is little.
    private static let secondsBetweenOffers = 600

    /// At which uptime, in seconds, all were offered again.
    private var lastOfferSecond = 0

    /// The last message that was made, and the numbers of its transactions, which nothing else ever gets.
    private var last: (message: GossipMessage, numbers: [Int])?

    /// Whether a peer that nobody is talking to should be contacted.
    func needsContact(_ peer: Peer, _ state: NodeState, now: Int) -> Bool {
        let link = links[peer.address] ?? Link()
        return link.conversation == nil && isDue(peer, link, state, now: now)
    }

    /// Whether a peer should be contacted: there is something new for it, or it is time.
    func isDue(_ peer: Peer, _ state: NodeState, now: Int) -> Bool {
        isDue(peer, links[peer.address] ?? Link(), state, now: now)
    }

    private func isDue(_ peer: Peer, _ link: Link, _ state: NodeState, now: Int) -> Bool {
        if now >= peer.nextContactSecond { return true }
        guard !peer.isItself, !peer.isAtFault, peer.status?.gossips == true, let weight = peer.weight else {
            return false
        }
        if now >= link.nextTransactionsSecond, state.mempool.hasRelayable(after: link.acknowledged) { return true }
        guard state.chain.weight > weight else { return false }
        let tip = state.chain.tipHash
        return link.announced != tip && !peer.hasAnnounced(tip)
    }

    // MARK: Conversations

    /// The task that is talking to a peer.
    func conversation(with address: PeerAddress) -> Int? { links[address]?.conversation }

    /// A task begins to talk to a peer.
    mutating func begin(_ conversation: Int, with address: PeerAddress) {
        links[address, default: Link()].conversation = conversation
    }

    /// A task no longer talks to a peer.
    mutating func end(_ conversation: Int, with address: PeerAddress) {
        if links[address]?.conversation == conversation { links[address]?.conversation = nil }
    }

    /// A peer was removed, or another node is there now: it may know nothing.
    ///
    /// - Parameter restUntil: the earliest uptime, in seconds, at which it is sent transactions.
    mutating func forget(_ address: PeerAddress, restUntil: Int? = nil) {
        guard let link = links[address] else {
            if let restUntil { links[address] = Link(nextTransactionsSecond: restUntil) }
            return
        }
        links[address] = Link(
            nextTransactionsSecond: restUntil ?? link.nextTransactionsSecond, conversation: link.conversation)
    }

    /// A peer was removed.
    mutating func remove(_ address: PeerAddress) {
        links[address] = nil
    }

    // MARK: Messages

    /// The transactions for the next message to a peer. Only peers that have told their network get any.
    mutating func transactions(for peer: Peer, _ mempool: Mempool, now: Int) -> [AcceptedTransaction] {
        let link = links[peer.address] ?? Link()
        let isKnown = peer.status?.gossips == true && !peer.isAtFault && now >= link.nextTransactionsSecond
        let pending =
            isKnown
            ? mempool.relayable(
                after: link.acknowledged, atMostBytes: GossipMessage.maximumBytes,
                atMostCount: GossipMessage.maximumTransactions) : []
        links[peer.address, default: Link()].acknowledgeable = pending.last?.number ?? 0
        highest = max(highest, pending.last?.number ?? 0)
        return pending
    }

    /// The message with some pending transactions. For the next peer that is to know just as much it is the same, and
    /// not made again.
    mutating func message(
        _ status: NodeStatus, _ pending: [AcceptedTransaction], wantsPeers: Bool
    ) -> GossipMessage {
        let numbers = pending.map(\.number)
        if let last, last.numbers == numbers, last.message.status == status, last.message.wantsPeers == wantsPeers {
            return last.message
        }
        let message = GossipMessage(
            status: status, transactions: pending.map(\.transaction), wantsPeers: wantsPeers
        ).written()
        last = (message, numbers)
        return message
    }

    /// A peer has answered a message with this tip and these transactions, of which it accepted the first ones.
    ///
    /// - Parameter restUntil: the earliest uptime, in seconds, at which it is sent more if it did not accept all of
    ///   them.
    mutating func acknowledge(
        _ tip: BlockHash, _ transactions: [AcceptedTransaction], kept: Int, by address: PeerAddress, restUntil: Int
    ) {
        guard var link = links[address] else { return }
        link.announced = tip
        if let number = transactions.prefix(kept).last?.number {
            link.acknowledged = max(min(number, link.acknowledgeable), link.acknowledged)
        }
        if kept < transactions.count { link.nextTransactionsSecond = restUntil }
        links[address] = link
    }

    /// A peer has brought new transactions. They need not be sent to it, unless something earlier still has to be.
    mutating func received(_ transactions: [AcceptedTransaction], from address: PeerAddress, _ mempool: Mempool) {
        guard let first = transactions.first, let last = transactions.last,
            mempool.firstRelayable(after: links[address]?.acknowledged ?? 0)?.number == first.number
        else { return }
        links[address, default: Link()].acknowledged = last.number
        highest = max(highest, last.number)
    }

    /// Now and then, transactions from this number on must be sent again: a peer forgets what it refuses, and what it
    /// has come to allow since would otherwise wait here alone.
    mutating func offerAgain(from number: Int, at uptimeSeconds: Int) {
        guard uptimeSeconds - lastOfferSecond >= Self.secondsBetweenOffers else { return }
        lastOfferSecond = uptimeSeconds
        resend(from: number)
    }

    /// Transactions from this number on must be sent to every peer, again if necessary. A new transaction nearly always
    /// has a number that no peer has been sent yet, and then this takes constant time.
    mutating func resend(from number: Int) {
        guard number <= highest else { return }
        let last = number - 1
        highest = last
        links = links.mapValues { link in
            var link = link
            link.acknowledged = min(link.acknowledged, last)
            link.acknowledgeable = min(link.acknowledgeable, last)
            return link
        }
    }
}
