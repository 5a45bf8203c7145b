internal import EventLoop
internal import HTTP

/// A fetch of a chain that was claimed to be longer.
struct ChainFetch: Sendable {
    let address: PeerAddress

    /// The claimed length.
    let length: Int

    /// Whether the node itself claimed this in an answer, rather than somebody in its name.
    let isItsWord: Bool

    /// Whether the node is one of the peers.
    let isOfPeer: Bool

    /// The uptime at which it began, in seconds.
    let startSecond: Int
}

/// Getting longer chains: rounds of consensus, and separate fetches.
struct Sync {
    /// How many requests may wait for rounds: a quarter of a server's connections, to leave room for others.
    static let maximumWaiting = 256

    /// How many chains are fetched at once: one is enough, unless its peer is slow or lies.
    private static let maximumFetches = 4

    /// How many of those may be from nodes that aren't peers.
    private static let maximumStrangers = 2

    /// How long a fetch is expected to take, in seconds; after that, the same is fetched from another node as well.
    private static let patienceSeconds = 1

    private(set) var fetches: [ChainFetch] = []

    /// Rounds don't overlap. A caller that asks during a round waits for the next one, and shares it with all others
    /// who wait. So it sees chains that peers have by then, and many requests cost no more than two rounds.
    let rounds = CoalescedCall<Resolution>(limit: maximumWaiting)

    /// The task that runs them.
    private var serving: Task<Void, Never>?

    /// Whether a round is running or about to.
    var isInRound: Bool { rounds.isRunning }

    /// How many wait for a round.
    var waitingCount: Int { rounds.waitingCount }

    /// Records the task that runs the rounds from now on.
    mutating func serve(_ task: Task<Void, Never>) { serving = task }

    /// Ends the running round, so that waiting callers are answered soon.
    func cancelRound() { serving?.cancel() }

    /// Begins the next fetch from a peer: of the longest chain claimed to be longer than ours and than what is being
    /// fetched. Nil if there is none.
    mutating func next(among peers: [Peer], longerThan length: Int, now: Int) -> ChainFetch? {
        guard fetches.count < Self.maximumFetches else { return nil }
        let candidates = peers.filter { peer in
            peer.possibleLength > length && peer.failures == 0 && peer.fault == nil && !peer.isItself
                && peer.status != nil && now >= peer.nextFetchSecond && !isFetching(from: peer.address)
        }
        // Strangers' claims must not delay fetches from peers.
        let others = fetches.filter(\.isOfPeer)
        guard let longest = candidates.map(\.possibleLength).max(), isWorthwhile(longest, besides: others, now: now),
            let peer = candidates.first(where: { $0.possibleLength == longest })
        else { return nil }
        return begin(
            ChainFetch(
                address: peer.address, length: longest, isItsWord: peer.length == longest, isOfPeer: true,
                startSecond: now))
    }

    /// Begins a fetch from a node that isn't a peer; nil if it isn't worth it.
    mutating func stranger(
        _ address: PeerAddress, length: Int, longerThan ownLength: Int, now: Int
    ) -> ChainFetch? {
        guard fetches.count(where: { !$0.isOfPeer }) < Self.maximumStrangers, fetches.count < Self.maximumFetches,
            length > ownLength, !isFetching(from: address), isWorthwhile(length, besides: fetches, now: now)
        else { return nil }
        return begin(
            ChainFetch(address: address, length: length, isItsWord: false, isOfPeer: false, startSecond: now))
    }

    /// A fetch has ended.
    mutating func end(_ fetch: ChainFetch) {
        fetches.removeAll { $0.address == fetch.address }
    }

    private mutating func begin(_ fetch: ChainFetch) -> ChainFetch {
        fetches.append(fetch)
        return fetch
    }

    private func isFetching(from address: PeerAddress) -> Bool {
        fetches.contains { $0.address == address }
    }

    /// Whether none of these fetches is about to bring as much.
    private func isWorthwhile(_ length: Int, besides fetches: [ChainFetch], now: Int) -> Bool {
        !fetches.contains { $0.length >= length && now - $0.startSecond <= Self.patienceSeconds }
    }
}
