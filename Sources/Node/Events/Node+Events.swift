internal import Chain
internal import HTTP

/// Telling those who watch what happens.
extension Node {
    /// How often the progress of a search and changed peers are told.
    private static let tickSeconds = 0.5

    /// Sends an event to those who watch; it is not even made when nobody does.
    func emit(_ event: @autoclosure () -> NodeEvent) {
        if events.isEmpty { return }
        if events.isBehind { events.postpone(.event(event())) } else { events.emit(event()) }
    }

    /// Tells that blocks are on top now. What is said of them has to be read from their texts; of long ones that
    /// happens away from the loop, and what happens meanwhile is told after it.
    func emitBlocks(_ range: Range<Int>, by source: CanonicalText) {
        if events.isEmpty { return }
        if events.isBehind { return events.postpone(.blocks(chain, range, by: source)) }
        let textBytes = range.reduce(0) { $0 + chain.blocks.textLength(at: $1) }
        guard textBytes > NodeEvent.bytesReadAtOnce, tasks.isRunning else {
            for block in chain.summaries(range, textBytes: textBytes) { events.emit(.block(block, by: source)) }
            return
        }
        events.isBehind = true
        events.postpone(.blocks(chain, range, by: source))
        inBackground { node, _ in await node.catchUp() }
    }

    private func catchUp() async {
        defer { events.isBehind = false }
        while let next = events.nextUntold() {
            switch next {
            case .event(let event): events.emit(event)
            case .blocks(let chain, let range, let source):
                let blocks = await SummaryReader.shared.summaries(of: chain, range, textBytes: .max)
                for block in blocks { events.emit(.block(block, by: source)) }
            }
        }
    }

    /// Tells a longer chain: block by block where they were only added.
    func emit(_ adopted: AdoptedChain) {
        if events.isEmpty { return }
        let source = CanonicalText.string(adopted.peer.description)
        let new = adopted.commonLength..<adopted.new.length
        guard adopted.isExtension, new.count <= NodeEvent.maximumBlocks else {
            return emit(.replaced(adopted, source: source))
        }
        emitBlocks(new, by: source)
    }

    /// Tells what is different about the peers. One that comes or goes is told at once: a peer that goes and comes
    /// again before the next tick would look like one that nothing has happened to.
    func emitChangedPeers() {
        if events.isEmpty { return }
        for event in events.changes(to: peers.all) { emit(event) }
    }

    /// A stream of all that happens from now on, beginning with what the node says of itself; nil when too many watch.
    func watch() -> ResponseStream? {
        guard events.hasRoom else { return nil }
        let stream = events.watch(peers.all, beginningWith: statusText) { [self] number in
            assumeIsolated { $0.events.remove(number) }
        }
        if !events.isTicking {
            // From here on, and not from when the task runs: the next watcher may come before that.
            events.isTicking = tasks.isRunning
            inBackground { node, _ in await node.tick() }
        }
        return stream
    }

    /// Tells what has no moment of its own while somebody watches.
    private func tick() async {
        defer { events.isTicking = false }
        while !events.isEmpty {
            await ports.clock.sleep(seconds: Self.tickSeconds)
            guard tasks.isRunning else { return }
            emitChangedPeers()
            if let progress = searchProgress { emit(.mining(progress, .searching)) }
            events.tick()
        }
    }
}
