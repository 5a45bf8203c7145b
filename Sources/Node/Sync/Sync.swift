internal import Chain
internal import EventLoop
internal import HTTP

/// Getting better chains: rounds of consensus, and separate fetches.
struct Sync {
    /// How many fetches may be under way from nodes that aren't peers of one host.
    private static let maximumStrangersOfHost = 1

    /// How long a fetch that brings too little may keep others waiting that would bring no more. After that, every peer
    /// is asked that claims as much, so that no number of them can keep out another; each has one fetch.
    static let patience = Duration.milliseconds(750)

    /// The shortest pause before looking again, in seconds: no fetch is decided sooner.
    static let leastPause = 0.01

    /// After how long a fetch has to give way if it brings enough, but less than others, and keeps a peer waiting: long
    /// enough to see how fast each one is.
    static let slowestPatience = Duration.seconds(2)

    /// How many bytes a second are enough.
    static let enoughBytesPerSecond = 64 * 1024

    private(set) var fetches: [ChainFetch] = []

    /// Where strangers have promised what they didn't have.
    private var hosts = RestingHosts()

    /// Rounds don't overlap. A caller that asks during a round waits for the next one, and shares it with all others
    /// who wait. So it sees chains that peers have by then, and many requests cost no more than two rounds.
    let rounds: CoalescedCall<Resolution>

    /// The task that runs them.
    private var serving: Task<Void, Never>?

    /// Whether a task looks again when a fetch has had its time.
    private var isWatched = false

    private let limits: FetchLimits

    init(_ limits: Limits = Limits()) {
        rounds = CoalescedCall(limit: limits.waiting.rounds)
        self.limits = limits.fetches
    }

    /// Whether a round is running or about to.
    var isInRound: Bool { rounds.isRunning }

    /// How many wait for a round.
    var waitingCount: Int { rounds.waitingCount }

    /// Records the task that runs the rounds from now on.
    mutating func serve(_ task: Task<Void, Never>) { serving = task }

    /// Ends the running round, so that waiting callers are answered soon.
    func cancelRound() { serving?.cancel() }

    /// Begins the next fetch from a peer that claims a chain longer than ours: from the one whose word is worth most,
    /// and of those the one with the longest. Nil if there is none, or if others are about to bring as much.
    mutating func next(among peers: [Peer], heavierThan weight: ChainWeight, now: Duration, uptimeSeconds: Int)
        -> ChainFetch?
    {
        let candidates = peers.filter { peer in
            peer.possibleWeight > weight && isReady(peer, at: uptimeSeconds)
        }
        let isFull = fetches.count { $0.isPromised && isNew($0, at: now) } >= limits.atOnce
        let due = candidates.filter { isDue($0, now: now, isFull: isFull) }
        guard let next = Self.first(of: due) ?? Self.first(of: candidates).flatMap({ makeRoom(for: $0, at: now) })
        else { return nextByHearsay(among: peers, heavierThan: weight, now: now, uptimeSeconds: uptimeSeconds) }
        return begin(
            ChainFetch(
                address: next.address, weight: next.possibleWeight, tip: next.possibleTip,
                isItsWord: next.weight == next.possibleWeight, standing: next.standing, start: now))
    }

    /// Whether a peer may be asked, whatever it has.
    private func isReady(_ peer: Peer, at uptimeSeconds: Int) -> Bool {
        peer.failures == 0 && !peer.isAtFault && !peer.isItself && peer.status != nil
            && uptimeSeconds >= peer.nextFetchSecond && !isFetching(from: peer.address)
            && (peer.standing != .found || !hosts.isResting(peer.address.host, at: uptimeSeconds))
    }

    /// Begins a fetch from a peer in whose name somebody else has claimed a longer chain: from the one that was asked
    /// so the longest ago. One at a time, and when no peer is due by its own word: so these keep nobody waiting. One
    /// that takes long gives way to another.
    private mutating func nextByHearsay(
        among peers: [Peer], heavierThan weight: ChainWeight, now: Duration, uptimeSeconds: Int
    ) -> ChainFetch? {
        let candidates = peers.filter { peer in
            peer.hearsay ?? .none > weight && uptimeSeconds >= peer.nextHearsaySecond
                && isReady(peer, at: uptimeSeconds)
        }
        guard let next = candidates.min(by: { $0.lastHearsaySecond < $1.lastHearsaySecond }) else { return nil }
        if let running = fetches.first(where: { $0.isHearsay && !$0.course.isGivenUp }) {
            guard now - running.start > Self.slowestPatience else { return nil }
            running.course.giveUp()
        }
        return begin(
            ChainFetch(
                address: next.address, weight: next.hearsay ?? .none, tip: nil, isItsWord: false, isHearsay: true,
                standing: next.standing, start: now))
    }

    /// The first of those that are alike.
    private static func first(of peers: [Peer]) -> Peer? {
        peers.max { ($0.standing, $0.possibleWeight) < ($1.standing, $1.possibleWeight) }
    }

    /// Whether to ask a peer now: if nobody whose word is worth as much is about to bring as long a chain, or if such a
    /// one brings too little, or another chain. Promises alone, however long, keep nobody waiting for more than
    /// ``patience``.
    private func isDue(_ peer: Peer, now: Duration, isFull: Bool) -> Bool {
        let others = rivals(of: peer)
        if others.isEmpty { return !isFull }
        let old = others.filter { !isNew($0, at: now) }
        if old.contains(where: { !brings($0, at: now) }) { return true }
        // Those who bring another chain may do so for as long as they like.
        if !old.isEmpty, !others.contains(where: { $0.tip == peer.possibleTip }) { return true }
        // The same from several, as the fastest isn't known.
        return old.count == others.count && old.count < limits.atOnce
    }

    /// Gives up the slowest fetch, so that a peer isn't kept waiting by those that bring just enough. Those whose word
    /// is worth more than the peer's may go on, and so may the fastest, because its rivals are old enough too. Returns
    /// the peer if it can be asked now.
    private func makeRoom(for peer: Peer, at now: Duration) -> Peer? {
        let others = rivals(of: peer)
        guard !others.contains(where: { isNew($0, at: now) }) else { return nil }
        let slowest = others.filter { $0.standing == peer.standing && now - $0.start > Self.slowestPatience }
            .min { bytesPerSecond($0, at: now) < bytesPerSecond($1, at: now) }
        slowest?.course.giveUp()
        return slowest.map { _ in peer }
    }

    /// The fetches that may keep a peer waiting: of chains as long, from those whose word is worth as much.
    private func rivals(of peer: Peer) -> [ChainFetch] {
        fetches.filter { fetch in
            fetch.weight >= peer.possibleWeight && fetch.standing.map { $0 >= peer.standing } ?? false
                && !fetch.isHearsay && !fetch.course.isGivenUp
        }
    }

    /// Whether enough has come of a fetch.
    private func brings(_ fetch: ChainFetch, at now: Duration) -> Bool {
        bytesPerSecond(fetch, at: now) >= Double(Self.enoughBytesPerSecond)
    }

    private func bytesPerSecond(_ fetch: ChainFetch, at now: Duration) -> Double {
        Double(fetch.course.receivedBytes) / (now - fetch.start).inSeconds
    }

    // MARK: When to look again

    /// In how many seconds the next fetch has had its time, so that another peer may be asked; nil if none has to be
    /// waited for.
    func secondsOfPatience(at now: Duration) -> Double? {
        fetches.filter { $0.isPromised && isNew($0, at: now) }
            .map { ($0.start + Self.patience - now).inSeconds }.min()
    }

    /// A task will look again as long as there is something to wait for; false if one does already.
    mutating func beginWatching() -> Bool {
        defer { isWatched = true }
        return !isWatched
    }

    /// That task ends.
    mutating func endWatching() { isWatched = false }

    // MARK: Strangers, and ends

    /// Begins a fetch from a node that isn't a peer; nil if it isn't worth it.
    mutating func stranger(
        _ address: PeerAddress, weight: ChainWeight, heavierThan ours: ChainWeight, now: Duration, uptimeSeconds: Int
    ) -> ChainFetch? {
        let strangers = fetches.filter { $0.standing == nil }
        guard weight > ours, strangers.count < limits.ofStrangers,
            strangers.count(where: { $0.address.host == address.host }) < Self.maximumStrangersOfHost,
            !hosts.isResting(address.host, at: uptimeSeconds), !isFetching(from: address),
            !fetches.contains(where: { $0.weight >= weight && isNew($0, at: now) })
        else { return nil }
        return begin(
            ChainFetch(address: address, weight: weight, tip: nil, isItsWord: false, standing: nil, start: now))
    }

    /// A fetch has ended.
    mutating func end(_ fetch: ChainFetch) {
        fetches.removeAll { $0.address == fetch.address }
    }

    /// A fetch has brought what was claimed.
    mutating func keptPromise(_ fetch: ChainFetch) {
        hosts.forget(fetch.address.host)
    }

    /// A fetch has brought nothing. Whoever has one host has all its ports, so others there that nobody has registered
    /// wait as well.
    mutating func brokePromise(_ fetch: ChainFetch, uptimeSeconds: Int) {
        guard !fetch.isHearsay, fetch.standing.map({ $0 <= .found }) ?? true else { return }
        hosts.noteFailure(of: fetch.address.host, at: uptimeSeconds)
    }

    private mutating func begin(_ fetch: ChainFetch) -> ChainFetch {
        fetches.append(fetch)
        return fetch
    }

    /// Records the background task that runs a fetch.
    mutating func run(_ fetch: ChainFetch, in task: Int) {
        guard let position = fetches.firstIndex(where: { $0.address == fetch.address }) else { return }
        fetches[position].task = task
    }

    /// The background task that fetches from an address.
    func task(fetchingFrom address: PeerAddress) -> Int? { fetches.first { $0.address == address }?.task }

    private func isFetching(from address: PeerAddress) -> Bool {
        fetches.contains { $0.address == address }
    }

    private func isNew(_ fetch: ChainFetch, at now: Duration) -> Bool {
        now - fetch.start < Self.patience
    }
}
