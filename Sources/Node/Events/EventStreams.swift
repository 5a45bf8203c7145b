internal import Chain
internal import HTTP

/// Who watches a node, and what each of them has not been told yet.
struct EventStreams {
    /// How many may watch at once: each is a connection that stays, of the 1024 that a server has.
    static let maximumCount = 64

    /// How many bytes of events may wait for one that reads slowly: some thousand events, or 16 MiB for all.
    static let maximumWaitingBytes = 256 * 1024

    private struct Watcher {
        let stream: ResponseStream
        /// How many events were left out since the last one that had room.
        var missed = 0
    }

    /// Something that happened while the summaries of blocks before it were being read.
    enum Untold {
        case event(NodeEvent)
        /// Blocks at these positions of a chain, and who brought them.
        case blocks(Blockchain, Range<Int>, by: CanonicalText)
    }

    /// How many may be untold: what happens in the second or so for which the longest blocks are read.
    private static let maximumUntold = 1024

    private var watchers: [Int: Watcher] = [:]
    private var untold: [Untold] = []

    /// Whether summaries are being read, so that everything else waits.
    var isBehind = false

    private var lastWatcher = 0
    private var lastEvent = 0

    /// Whether nobody watches, so that nothing needs telling.
    var isEmpty: Bool { watchers.isEmpty }

    var count: Int { watchers.count }

    var hasRoom: Bool { count < Self.maximumCount }

    /// A number for the next one that watches.
    mutating func nextWatcher() -> Int {
        lastWatcher += 1
        return lastWatcher
    }

    mutating func add(_ stream: ResponseStream, as number: Int) {
        watchers[number] = Watcher(stream: stream)
    }

    mutating func remove(_ number: Int) {
        watchers[number] = nil
    }

    /// Whoever watches now.
    var all: [Int] { Array(watchers.keys) }

    /// A number for the next event.
    mutating func nextEvent() -> Int {
        lastEvent += 1
        return lastEvent
    }

    /// The stream to one of them, and what it has to be told first.
    func stream(_ watcher: Int) -> (stream: ResponseStream, missed: Int)? {
        watchers[watcher].map { ($0.stream, $0.missed) }
    }

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

    mutating func noteMissed(_ count: Int, by watcher: Int) {
        watchers[watcher]?.missed = count
    }
}

extension Node {
    /// Tells an event to those who watch; it is not even made when nobody does.
    func tell(_ event: @autoclosure () -> NodeEvent) {
        if watchers.isEmpty { return }
        if watchers.isBehind { watchers.postpone(.event(event())) } else { send(event()) }
    }

    /// Tells that blocks are on top now. What is said of them has to be read from their texts; of long ones that
    /// happens away from the loop, and what happens meanwhile is told after it.
    func tellBlocks(_ range: Range<Int>, by source: CanonicalText) {
        if watchers.isEmpty { return }
        if watchers.isBehind { return watchers.postpone(.blocks(chain, range, by: source)) }
        let textBytes = range.reduce(0) { $0 + chain.blocks.textLength(at: $1) }
        guard textBytes > NodeEvent.bytesReadAtOnce, background.isRunning else {
            for block in chain.summaries(range, textBytes: textBytes) { send(.block(block, by: source)) }
            return
        }
        watchers.isBehind = true
        watchers.postpone(.blocks(chain, range, by: source))
        inBackground { node, _ in await node.catchUp() }
    }

    private func catchUp() async {
        defer { watchers.isBehind = false }
        while let next = watchers.nextUntold() {
            switch next {
            case .event(let event): send(event)
            case .blocks(let chain, let range, let source):
                let blocks = await SummaryReader.shared.summaries(of: chain, range, textBytes: .max)
                for block in blocks { send(.block(block, by: source)) }
            }
        }
    }

    private func send(_ event: NodeEvent) {
        let number = watchers.nextEvent()
        let text = event.text(number: number)
        quietTicks = 0
        for watcher in watchers.all {
            // A stream that ends meanwhile removes itself, so nothing here holds on to the streams.
            guard let (stream, missed) = watchers.stream(watcher) else { continue }
            let isTold = stream.send(missed == 0 ? text : NodeEvent.missed(missed).text(number: number) + text)
            watchers.noteMissed(isTold ? 0 : missed + 1, by: watcher)
        }
    }

    /// Tells a longer chain: block by block where they were only added.
    func tellReplacement(of old: Blockchain, above common: Int, pendingAgain: Int, by peer: PeerAddress) {
        if watchers.isEmpty { return }
        let source = CanonicalText.string(peer.description)
        guard common == old.length, chain.length - common <= NodeEvent.maximumBlocks else {
            return tell(.replaced(old, by: chain, above: common, pendingAgain: pendingAgain, source: source))
        }
        tellBlocks(common..<chain.length, by: source)
    }

    /// A stream of all that happens from now on, beginning with what the node says of itself; nil when too many watch.
    func watch() -> ResponseStream? {
        guard watchers.hasRoom else { return nil }
        let number = watchers.nextWatcher()
        let stream = ResponseStream(maximumBytes: EventStreams.maximumWaitingBytes) { [self] in
            assumeIsolated { $0.watchers.remove(number) }
        }
        // How soon a browser comes back when the node went away.
        stream.send(Array("retry: 2000\n\n".utf8) + NodeEvent.status(statusText).text(number: 0))
        watchers.add(stream, as: number)
        if watchers.count == 1 { toldPeers = peers.all }
        if !isTicking {
            // From here on, and not from when it runs: the next one may come before that.
            isTicking = background.isRunning
            inBackground { node, _ in await node.tick() }
        }
        return stream
    }

    /// Twice a second: how often a search in progress and changed peers are told.
    private static let tickSeconds = 0.5

    /// After how many ticks without an event a line shows that the connection stands: 15 seconds, less than the
    /// shortest time after which routers forget a connection.
    private static let pulseTicks = 30

    /// Tells what has no moment of its own while somebody watches.
    private func tick() async {
        defer { isTicking = false }
        while !watchers.isEmpty {
            await clock.sleep(seconds: Self.tickSeconds)
            guard background.isRunning else { return }
            tellChangedPeers()
            if let searching { tell(.mining(progress(of: searching), .searching)) }
            quietTicks += 1
            if quietTicks >= Self.pulseTicks { pulse() }
        }
    }

    private func pulse() {
        quietTicks = 0
        for watcher in watchers.all {
            watchers.stream(watcher)?.stream.send(Array(": still here\n\n".utf8))
        }
    }

    /// Tells what is different of the peers since this was told the last time. Whoever comes or goes is told at once:
    /// one that goes and comes again before the next tick would look like one that nothing has happened to.
    func tellChangedPeers() {
        if watchers.isEmpty { return }
        let known = toldPeers
        toldPeers = peers.all
        for old in known where peers[old.address] == nil { tell(.peer(old.address, .removed, nil)) }
        for peer in peers.all {
            guard let old = known.first(where: { $0.address == peer.address }) else {
                tell(.peer(peer.address, .added, peer))
                continue
            }
            if !peer.looksLike(old) { tell(.peer(peer.address, .changed, peer)) }
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
