internal import EventLoop
internal import HTTP

/// A chain that is being fetched because somebody said that it is longer.
struct ChainFetch: Sendable {
    let address: PeerAddress

    /// How long it is said to be.
    let length: Int

    /// Whether its node has said so in an answer of its own, and not somebody in its name.
    let isItsWord: Bool

    /// Whether its node is among the peers.
    let isOfPeer: Bool

    /// At what uptime it began, in seconds.
    let startSecond: Int
}

/// Getting longer chains: the rounds of consensus, and the fetches under way besides them.
struct Sync {
    /// How many requests may wait for rounds: a quarter of a server's connections, so that others find a place.
    static let maximumWaiting = 256

    /// How many chains are fetched at once: one does, unless its peer is slow or lies.
    private static let maximumFetches = 4

    /// How many of them may be of nodes that are not among the peers.
    private static let maximumStrangers = 2

    /// How long a fetch is expected to bring what was said, in seconds; after that, the same is fetched from another as
    /// well.
    private static let patienceSeconds = 1

    private(set) var fetches: [ChainFetch] = []

    /// Rounds do not overlap. Whoever asks while one runs waits for the next, and shares it with all others who wait: a
    /// chain that a peer has by now is seen, and many requests cost no more than two rounds.
    let rounds = CoalescedCall<Resolution>(limit: maximumWaiting)

    /// What runs them now.
    private var serving: Task<Void, Never>?

    /// Whether a round runs or is about to.
    var isInRound: Bool { rounds.isRunning }

    /// How many wait for a round.
    var waitingCount: Int { rounds.waitingCount }

    /// Notes what runs the rounds from now on.
    mutating func serve(_ task: Task<Void, Never>) { serving = task }

    /// Ends the round that runs, so that whoever waits is answered soon.
    func cancelRound() { serving?.cancel() }

    /// The next fetch from a peer, which begins: of the longest chain that is said to be longer than ours, and than
    /// what is being fetched; nil if there is none.
    mutating func next(among peers: [Peer], longerThan length: Int, now: Int) -> ChainFetch? {
        guard fetches.count < Self.maximumFetches else { return nil }
        let candidates = peers.filter { peer in
            peer.possibleLength > length && peer.failures == 0 && peer.fault == nil && !peer.isItself
                && peer.status != nil && now >= peer.nextFetchSecond && !isFetching(from: peer.address)
        }
        // What strangers say holds up no peer.
        let others = fetches.filter(\.isOfPeer)
        guard let longest = candidates.map(\.possibleLength).max(), isWorthwhile(longest, besides: others, now: now),
            let peer = candidates.first(where: { $0.possibleLength == longest })
        else { return nil }
        return begin(
            ChainFetch(
                address: peer.address, length: longest, isItsWord: peer.length == longest, isOfPeer: true,
                startSecond: now))
    }

    /// A fetch from a node that is not among the peers, which begins; nil if it isn't worth it.
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

    /// Whether none of some fetches is about to bring as much.
    private func isWorthwhile(_ length: Int, besides fetches: [ChainFetch], now: Int) -> Bool {
        !fetches.contains { $0.length >= length && now - $0.startSecond <= Self.patienceSeconds }
    }
}
