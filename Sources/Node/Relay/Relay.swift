internal import API
internal import Chain
internal import HTTP
internal import Storage

/// What each peer knows already, and who is being spoken to.
///
/// Each peer has at most one message under way. What becomes new meanwhile goes into the next one, all of it
/// together: a slow peer gets few messages, and costs no memory meanwhile, since what it knows is a number and a
/// hash.
struct Relay: Sendable {
    /// The longest transaction that is relayed, in bytes: with what the sender says of itself it is a body that servers
    /// take. Clients may post a longer one, whose text grows by its escapes. It waits for a block where it was posted.
    static let maximumTransactionBytes = ServerLimits().bodyBytes - 4096

    private struct Link {
        /// The peer knows pending transactions up to this number.
        var acknowledged = 0

        /// Upper bound for `acknowledged` once the message under way is answered; lowered when something below it has
        /// to be sent again, because it was committed late or its block fell out of the chain.
        var acknowledgeable = 0

        /// The newest block that the peer was told of.
        var announced: BlockHash?

        /// Before what uptime, in seconds, it is sent no transactions: it had no room for them, or is another node than
        /// before.
        var nextTransactionsSecond = 0

        /// Which of the node's tasks speaks to it now.
        var conversation: Int?
    }

    private var links: [PeerAddress: Link] = [:]

    /// Whether a peer is worth speaking to: there is something new for it, or it is time.
    func isDue(_ peer: Peer, _ state: NodeState, now: Int) -> Bool {
        if now >= peer.nextContactSecond { return true }
        guard !peer.isItself, peer.fault == nil, peer.status?.gossips == true, let length = peer.length else {
            return false
        }
        let link = links[peer.address] ?? Link()
        if now >= link.nextTransactionsSecond, state.mempool.hasPending(after: link.acknowledged) { return true }
        guard state.chain.length > length else { return false }
        let tip = state.chain.tipHash
        return link.announced != tip && peer.claimedTip?.hash != tip
    }

    // MARK: Conversations

    /// Which task speaks to a peer now.
    func conversation(with address: PeerAddress) -> Int? { links[address]?.conversation }

    /// A task begins to speak to a peer.
    mutating func begin(_ conversation: Int, with address: PeerAddress) {
        links[address, default: Link()].conversation = conversation
    }

    /// A task speaks to a peer no longer.
    mutating func end(_ conversation: Int, with address: PeerAddress) {
        if links[address]?.conversation == conversation { links[address]?.conversation = nil }
    }

    /// A peer is removed, or another node is there by now: nothing is known of what it knows.
    ///
    /// - Parameter restUntil: before what uptime, in seconds, it is sent no transactions.
    mutating func forget(_ address: PeerAddress, restUntil: Int? = nil) {
        guard let link = links[address] else {
            if let restUntil { links[address] = Link(nextTransactionsSecond: restUntil) }
            return
        }
        links[address] = Link(
            nextTransactionsSecond: restUntil ?? link.nextTransactionsSecond, conversation: link.conversation)
    }

    /// A peer is removed.
    mutating func remove(_ address: PeerAddress) {
        links[address] = nil
    }

    // MARK: Messages

    /// The transactions for the next message to a peer. Only those who have said what network they are of get any.
    mutating func transactions(for peer: Peer, _ mempool: Mempool, now: Int) -> [AcceptedTransaction] {
        let link = links[peer.address] ?? Link()
        let isKnown = peer.status?.gossips == true && peer.fault == nil && now >= link.nextTransactionsSecond
        let pending =
            isKnown
            ? mempool.pending(
                after: link.acknowledged, atMostBytes: GossipMessage.maximumBytes,
                atMostCount: GossipMessage.maximumTransactions) : []
        links[peer.address, default: Link()].acknowledgeable = pending.last?.number ?? 0
        return pending
    }

    /// A peer has answered a message that named a tip and brought these transactions, of which it keeps the first ones.
    ///
    /// - Parameter restUntil: before what uptime, in seconds, it is sent no more if it doesn't keep all of them.
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

    /// A peer has brought new transactions. They needn't be sent to it, unless something else has to be sent before.
    mutating func received(_ transactions: [AcceptedTransaction], from address: PeerAddress, _ mempool: Mempool) {
        guard let first = transactions.first, let last = transactions.last,
            mempool.firstRelayable(after: links[address]?.acknowledged ?? 0)?.number == first.number
        else { return }
        links[address, default: Link()].acknowledged = last.number
    }

    /// Transactions from this number on are to be sent to every peer, again if need be.
    mutating func resend(from number: Int) {
        for address in links.keys {
            let link = links[address] ?? Link()
            links[address]?.acknowledged = min(link.acknowledged, number - 1)
            links[address]?.acknowledgeable = min(link.acknowledgeable, number - 1)
        }
    }
}
