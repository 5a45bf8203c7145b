internal import API
internal import Chain
internal import HTTP

/// Reports events to watchers.
extension Node {
    /// Interval of progress and peer events.
    private static let tickSeconds = 0.5

    /// Sends an event to watchers; it isn't even made if there are none.
    func emit(_ event: @autoclosure () -> Event) {
        if events.isEmpty { return }
        if events.isReading { _ = events.postpone(.event(event())) } else { events.emit(event()) }
    }

    /// Sends an event for each new block. Their contents must be read from the blocks' texts; for long ones that
    /// happens away from the loop, and later events wait for it.
    func emitBlocks(_ range: Range<Int>, by source: String) {
        if events.isEmpty { return }
        let textBytes = range.reduce(0) { $0 + chain.blocks.textLength(at: $1) }
        guard events.isReading || textBytes > Event.bytesReadAtOnce, tasks.isRunning else {
            for block in chain.summaries(range, textBytes: textBytes) {
                events.emit(.block(BlockEvent(block, by: source)))
            }
            return
        }
        if events.postpone(.blocks(chain, range, by: source)) {
            inBackground { node, _ in await node.emitPostponed() }
        }
    }

    private func emitPostponed() async {
        while let (next, watcher) = events.nextPostponed() {
            switch next {
            case .event(let event): events.emit(event, upTo: watcher)
            case .blocks(let chain, let range, let source):
                let blocks = await SummaryReader.forEvents.summaries(of: chain, range, textBytes: .max)
                for block in blocks { events.emit(.block(BlockEvent(block, by: source)), upTo: watcher) }
            }
        }
    }

    /// Reports a longer chain; block by block if blocks were only added.
    func emit(_ adopted: AdoptedChain) {
        if events.isEmpty { return }
        let new = adopted.commonLength..<adopted.new.length
        guard adopted.isExtension, new.count <= Event.maximumBlocks else {
            return emit(.replaced(ReplacementEvent(adopted)))
        }
        emitBlocks(new, by: adopted.peer.description)
    }

    /// Reports changes to the peers. Called at once when a peer is added or removed: a peer removed and added again
    /// before the next tick would look unchanged.
    func emitChangedPeers() {
        if events.isEmpty { return }
        let shown = options.tellsStrangersDetails ? peers.all : peers.all.map(\.plain)
        for event in events.changes(to: shown) { emit(event) }
    }

    /// A stream of everything that happens from now on, beginning with the node's status; nil if there are too many
    /// watchers.
    ///
    /// - Parameter owner: who watches; when there are too many, whoever has most streams loses one.
    func watch(for owner: UInt64 = 0) -> ResponseStream? {
        guard events.makeRoom(for: owner) else { return nil }
        let shown = options.tellsStrangersDetails ? peers.all : peers.all.map(\.plain)
        let stream = events.watch(shown, for: owner, beginningWith: statusAnswer) { [self] number in
            assumeIsolated { $0.events.remove(number) }
        }
        if tasks.isRunning, events.beginTicking() { inBackground { node, _ in await node.tick() } }
        return stream
    }

    /// How many watch.
    package var watcherCount: Int { events.count }

    /// Ends the streams of all who watch; a browser then asks for another.
    package func endEvents() { events.endAll() }

    /// Reports progress and peer changes while there are watchers.
    private func tick() async {
        defer { events.endTicking() }
        while !events.isEmpty {
            await ports.clock.sleep(seconds: Self.tickSeconds)
            guard tasks.isRunning else { return }
            emitChangedPeers()
            if let search = searchInfo { emit(.mining(search)) }
            events.tick()
        }
    }
}
