internal import EventLoop
internal import Logging

extension Node {
    /// Begins what it does of its own accord; by now it listens on a port, which it tells others.
    public func start(listeningOn port: UInt16) {
        self.port = port
        uptime = Stopwatch()
        background.start()
        if options.gossips || options.syncIntervalSeconds != nil {
            inBackground { node, _ in await node.watchPeers() }
        }
        if let seconds = options.syncIntervalSeconds {
            inBackground { node, _ in await node.resolveEvery(seconds: seconds) }
        }
        if options.mines { inBackground { node, _ in await node.mineContinuously() } }
        changed()
    }

    /// Ends what runs, so that whoever waits for it is answered soon, and begins nothing any more.
    public func cancelWork() {
        background.stop()
        search?.cancel()
        round?.cancel()
        wakeMiner()
    }

    /// Called when the chain, the pool or the peers have changed and that is kept.
    func changed() {
        tellPeers()
        if !pool.pending.isEmpty { wakeMiner() }
    }

    /// Looks once a second whether there is something to do for a peer.
    private func watchPeers() async {
        while true {
            await clock.sleep(seconds: 1)
            guard background.isRunning else { return }
            uptimeSeconds += 1
            tellPeers()
            fetchLonger()
            meetCandidate()
        }
    }

    private func resolveEvery(seconds: Int) async {
        while true {
            await clock.sleep(seconds: Double(seconds))
            guard background.isRunning else { return }
            await resolveByItself()
        }
    }
}
