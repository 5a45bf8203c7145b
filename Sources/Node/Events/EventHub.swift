internal import Chain
internal import HTTP

/// Who watches the node, and what each of them has not been sent yet.
struct EventHub {
    /// How many may watch at once: each is a connection that stays, of the 1024 that a server has.
    static let maximumCount = 64

    /// How many bytes of events may wait for a client that reads slowly: some thousand events, or 16 MiB for all.
    static let maximumWaitingBytes = 256 * 1024

    /// After how many ticks without an event a line shows that the connection stands: 15 seconds, less than the
    /// shortest time after which routers forget a connection.
    private static let pulseTicks = 30

    private struct Watcher {
        let stream: ResponseStream
        /// How many events were left out since the last one that had room.
        var missed = 0
    }

    private var watchers: [Int: Watcher] = [:]
    private var lastWatcher = 0
    private var lastEvent = 0

    /// How many ticks have passed since the last event.
    private var quietTicks = 0

    /// The peers as the watchers know them.
    private var shownPeers: [Peer] = []

    /// Whether what has no moment of its own is being told, twice a second.
    var isTicking = false

    /// Something that happened while the summaries of blocks before it were being read.
    enum Untold {
        case event(NodeEvent)
        /// Blocks at these positions of a chain, and who brought them.
        case blocks(Blockchain, Range<Int>, by: CanonicalText)
    }

    /// How many may be untold: what happens in the second or so for which the longest blocks are read.
    private static let maximumUntold = 1024

    private var untold: [Untold] = []

    /// Whether summaries are being read, so that everything else waits.
    var isBehind = false

    /// Keeps something to be told later, in order; with too many it is missed.
    mutating func postpone(_ thing: Untold) {
        guard untold.count < Self.maximumUntold else {
            for watcher in watchers.keys { watchers[watcher]?.missed += 1 }
            return
        }
        untold.append(thing)
    }

    /// What is to be told next.
    mutating func nextUntold() -> Untold? {
        untold.isEmpty ? nil : untold.removeFirst()
    }

    /// Whether nobody watches, so that no event is needed.
    var isEmpty: Bool { watchers.isEmpty }

    var count: Int { watchers.count }

    var hasRoom: Bool { count < Self.maximumCount }

    /// Adds a stream, which calls `ended` with its number when its client has left.
    mutating func watch(
        _ peers: [Peer], beginningWith status: CanonicalText, _ ended: @escaping @Sendable (Int) -> Void
    ) -> ResponseStream {
        lastWatcher += 1
        let number = lastWatcher
        let stream = ResponseStream(maximumBytes: Self.maximumWaitingBytes) { ended(number) }
        // How soon a browser comes back when the node went away.
        stream.send(Array("retry: 2000\n\n".utf8) + NodeEvent.status(status).text(number: 0))
        if watchers.isEmpty { shownPeers = peers }
        watchers[number] = Watcher(stream: stream)
        return stream
    }

    mutating func remove(_ number: Int) {
        watchers[number] = nil
    }

    /// Sends an event to all who watch.
    mutating func emit(_ event: NodeEvent) {
        lastEvent += 1
        quietTicks = 0
        let text = event.text(number: lastEvent)
        for number in Array(watchers.keys) {
            // A stream that ends meanwhile removes itself, so nothing here holds on to the watchers.
            guard let watcher = watchers[number] else { continue }
            let missed = watcher.missed
            let isSent = watcher.stream.send(
                missed == 0 ? text : NodeEvent.missed(missed).text(number: lastEvent) + text)
            watchers[number]?.missed = isSent ? 0 : missed + 1
        }
    }

    /// Another tick has passed; after many without an event, a line is sent that says nothing.
    mutating func tick() {
        quietTicks += 1
        guard quietTicks >= Self.pulseTicks else { return }
        quietTicks = 0
        for number in Array(watchers.keys) { watchers[number]?.stream.send(Array(": still here\n\n".utf8)) }
    }

    /// Events of what is different about the peers since this was asked the last time.
    mutating func changes(to peers: [Peer]) -> [NodeEvent] {
        let known = shownPeers
        shownPeers = peers
        let gone = known.filter { old in !peers.contains { $0.address == old.address } }
        return gone.map { .peer($0.address, .removed, nil) }
            + peers.compactMap { peer in
                guard let old = known.first(where: { $0.address == peer.address }) else {
                    return .peer(peer.address, .added, peer)
                }
                return peer.looksLike(old) ? nil : .peer(peer.address, .changed, peer)
            }
    }
}

extension Peer {
    /// Whether nothing but when it was last seen is different.
    fileprivate func looksLike(_ other: Peer) -> Bool {
        state == other.state && length == other.length && failures == other.failures && fault == other.fault
            && isFound == other.isFound && status?.version == other.status?.version
            && status?.gossips == other.status?.gossips
    }
}
