internal import API
internal import Chain
internal import HTTP

/// The clients that watch the node, and the log of events that all of them are sent.
///
/// Watching costs what is posted next to nothing, however many do: an event is written once, and what has gathered is
/// sent to each watcher some times a second.
struct EventHub {
    /// After this many ticks without an event, a line is sent to keep the connection alive: 15 seconds, less than the
    /// shortest time after which routers forget a connection.
    private static let pulseTicks = 30

    /// How many bytes a second all watchers together are sent at most, besides blocks and what else is rare: a
    /// processor sends them in a thirtieth of the time. Sixty-four still see thousands of transactions a second.
    private static let bytesPerSecond = 32 << 20

    private struct Watcher {
        let stream: ResponseStream
        /// Whose it is.
        let owner: UInt64
    }

    private var watchers: [Int: Watcher] = [:]
    private var lastWatcher = 0
    private var lastEvent = 0

    private let log: StreamLog

    /// How many events were left out since the last one in the log.
    private var missed = 0

    /// How many couldn't be postponed; they count as left out after those that were.
    private var overflow = 0

    /// How many ticks have passed since the last event.
    private var quietTicks = 0

    /// The peers as the watchers have last seen them.
    private var shownPeers: [Peer] = []

    /// Whether a task is ticking.
    private var isTicking = false

    /// Something that happened while summaries of earlier blocks were being read.
    enum Postponed {
        case event(Event)
        /// Blocks at these positions of a chain, and where they came from.
        case blocks(Blockchain, Range<Int>, by: String)
    }

    private let limits: EventLimits

    init(_ limits: EventLimits = EventLimits()) {
        self.limits = limits
        log = StreamLog(maximumBytes: limits.clientBytes) { count, number in
            Event.missed(count).serverSentText(number: number)
        }
    }

    /// Each with the newest watcher of that moment: those that come later begin with what the node is then.
    private var postponed: [(thing: Postponed, watcher: Int)] = []

    /// Whether summaries of blocks are being read, so that all other events must wait.
    private(set) var isReading = false

    /// Postpones something, in order; if too many wait, it counts as missed. Returns whether the caller must begin to
    /// read.
    mutating func postpone(_ thing: Postponed) -> Bool {
        defer { isReading = true }
        if postponed.count < limits.postponed {
            postponed.append((thing, lastWatcher))
        } else {
            overflow += 1
        }
        return !isReading
    }

    /// The next in line; nil if nothing is left, and then no task reads any more.
    mutating func nextPostponed() -> (thing: Postponed, watcher: Int)? {
        isReading = !postponed.isEmpty
        if isReading { return postponed.removeFirst() }
        lastEvent += overflow
        missed += overflow
        overflow = 0
        return nil
    }

    /// Whether there are no watchers, so that no event is needed.
    var isEmpty: Bool { watchers.isEmpty }

    var count: Int { watchers.count }

    /// Makes room for one more, if need be by ending the newest stream of whoever has most. Returns false if nobody has
    /// at least two more than this owner.
    mutating func makeRoom(for owner: UInt64) -> Bool {
        guard count >= limits.clients else { return true }
        let shares = Dictionary(grouping: watchers) { $0.value.owner }
        guard let most = shares.max(by: { $0.value.count < $1.value.count })?.value,
            most.count > (shares[owner]?.count ?? 0) + 1, let newest = most.max(by: { $0.key < $1.key })
        else { return false }
        watchers[newest.key] = nil
        newest.value.stream.end()
        return true
    }

    /// Adds a stream, which calls `ended` with its number when its client has left.
    mutating func watch(
        _ peers: [Peer], for owner: UInt64, beginningWith status: StatusAnswer,
        _ ended: @escaping @Sendable (Int) -> Void
    ) -> ResponseStream {
        tellMissed(upTo: lastEvent)
        lastWatcher += 1
        let number = lastWatcher
        let stream = ResponseStream(maximumBytes: limits.clientBytes, following: log) { ended(number) }
        // How soon a browser reconnects after the node went away.
        stream.send(Array("retry: 2000\n\n".utf8) + Event.status(status).serverSentText(number: 0))
        if watchers.isEmpty { shownPeers = peers }
        watchers[number] = Watcher(stream: stream, owner: owner)
        return stream
    }

    /// Ends all streams.
    mutating func endAll() {
        for watcher in watchers.values { watcher.stream.end() }
        watchers = [:]
    }

    mutating func remove(_ number: Int) {
        watchers[number] = nil
    }

    /// Sends an event to all watchers. In a flood transactions are left out, and counted.
    ///
    /// - Parameter newest: the last watcher that gets it.
    mutating func emit(_ event: Event, upTo newest: Int = .max) {
        let before = lastEvent
        lastEvent += 1
        quietTicks = 0
        if case .transaction = event, isFlooded {
            missed += 1
        } else {
            tellMissed(upTo: before)
            log.append(event.serverSentText(number: lastEvent), upTo: lastEvent)
        }
        // Whatever was left out until now happened before they came, too.
        if newest < lastWatcher {
            for (number, watcher) in watchers where number > newest { watcher.stream.skip() }
        }
    }

    /// Tells all watchers how many events were left out.
    private mutating func tellMissed(upTo number: Int) {
        if missed == 0 { return }
        log.append(Event.missed(missed).serverSentText(number: number), upTo: number)
        missed = 0
    }

    /// How much gathers between two sends at most.
    private static func gatheredBytes(ofWatchers count: Int) -> Int {
        Int(Double(bytesPerSecond / count) * (Server.pause(ofStreams: count) / .seconds(1)))
    }

    /// Whether as much has gathered as can be sent to all.
    private var isFlooded: Bool {
        log.gatheredBytes >= min(limits.clientBytes, Self.gatheredBytes(ofWatchers: max(count, 1)))
    }

    /// Returns whether the caller must begin to tick.
    mutating func beginTicking() -> Bool {
        defer { isTicking = true }
        return !isTicking
    }

    /// No task ticks any more.
    mutating func endTicking() { isTicking = false }

    /// A tick has passed: says what was left out, and after many without an event, sends a line that says nothing.
    mutating func tick() {
        if !isReading { tellMissed(upTo: lastEvent) }
        quietTicks += 1
        guard quietTicks >= Self.pulseTicks else { return }
        quietTicks = 0
        log.append(Array(": still here\n\n".utf8), upTo: lastEvent)
    }

    /// Events for the changes to the peers since the last call.
    mutating func changes(to peers: [Peer]) -> [Event] {
        let known = shownPeers
        shownPeers = peers
        let gone = known.filter { old in !peers.contains { $0.address == old.address } }
        return gone.map { .peer(PeerEvent($0, .removed)) }
            + peers.compactMap { peer in
                guard let old = known.first(where: { $0.address == peer.address }) else {
                    return .peer(PeerEvent(peer, .added))
                }
                return peer.looksLike(old) ? nil : .peer(PeerEvent(peer, .changed))
            }
    }
}

extension Peer {
    /// Whether only the time it was last seen differs.
    fileprivate func looksLike(_ other: Peer) -> Bool {
        state == other.state && length == other.length && tip == other.tip && failures == other.failures
            && fault == other.fault && isFound == other.isFound && status?.version == other.status?.version
            && status?.gossips == other.status?.gossips
    }
}
