internal import TestSupport
internal import Chain
internal import HTTP
internal import Logging
internal import Node
internal import Records

extension World {
    /// Starts a machine from what its disk has.
    func start(_ number: Int) {
        guard var options = machines[number].kind.options, machines[number].running == nil else { return }
        if isCalm { options.mines = false }
        machines[number].lifeCount += 1
        machines[number].committing = nil
        let life = Life(machine: number, number: machines[number].lifeCount)
        let kept = machines[number].disk.kept
        var peers = PeerList()
        for (texts, areFound) in [(kept.peers, false), (kept.foundPeers, true)] {
            try? peers.add(texts.compactMap { try? PeerAddress($0) }, areFound: areFound)
        }
        // Everything has to happen on the simulated loop, in its order.
        options.limits.longBodies.longBytes = .max
        let node = Node(
            executor: loop, identifier: machines[number].identifier, kept: kept, peers: peers,
            store: SimulatedStore(world: self, life: life),
            network: SimulatedNetwork(world: self, life: life, peerHost: machines[number].address.host),
            prover: SimulatedProver(world: self, life: life), clock: SimulatedClock(world: self, life: life),
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }, options: options,
            randomness: SeededGenerator(seed: random.next()))
        machines[number].running = Machine.Running(life: life, node: node, router: Routes.router(for: node))
        note("machine \(number): starts with \(kept.chain.length) blocks and \(kept.pending.count) pending")
        unsettled.insert(number)
        let port = machines[number].address.port
        Task(executorPreference: loop) { await node.start(listeningOn: port) }
    }

    /// Ends a machine's life at once; whatever isn't stored is lost.
    func crash(_ number: Int) {
        guard let running = machines[number].running else { return }
        note("machine \(number): crashes")
        tally.crashes += 1
        end(running)
        after(random.seconds(in: 0.1...plan.downSeconds)) { $0.start(number) }
    }

    /// Nothing of this life counts any more; its tasks end soon.
    func end(_ running: Machine.Running) {
        machines[running.life.machine].running = nil
        // This comes first: waiters are about to be woken, and must find that there is nothing to go on with.
        running.node.assumeIsolated { $0.cancelWork() }
        cutOff(running.life)
        endWaits(of: running.life)
    }

    /// Ends all lives, so that nothing is left of the run.
    func endAll() {
        for running in machines.compactMap(\.running) { end(running) }
        endAllWaits()
    }
}

/// Finds proofs after a while, as if it had searched.
struct SimulatedProver: Prover {
    let world: World
    let life: Life

    // Never read.
    var guessCount: UInt64 { 0 }
    var kernelName: String { "simulated" }

    func smallestProof(for work: ProofOfWork) async -> UInt64? {
        guard case .done = await world.search(life) else { return nil }
        return (0..<UInt64.max).first { work.isValid($0) }
    }

    func nonce(for template: BlockTemplate) async -> UInt128? {
        let guesses = Double(template.header.target.expectedGuesses.clamped)
        guard await world.search(life, expecting: guesses) else { return nil }
        return NonceSearch.nonce(for: template).map { UInt128($0) }
    }
}

/// The world's time, which a node cannot tell from real time; seconds since 1970 may be wrong.
struct SimulatedClock: NodeClock {
    /// When the world began: May 2033.
    static let beginning = 2_000_000_000.0

    let world: World
    let life: Life

    var secondsSince1970: Double {
        world.assumeIsolated { Self.beginning + $0.now + $0.clocks[life.machine].ahead }
    }

    var now: Duration { world.assumeIsolated { .seconds($0.now) } }

    func sleep(seconds: Double) async {
        _ = await world.pause(life, seconds: seconds)
    }
}

extension World {
    fileprivate func search(_ life: Life) async -> Arrival {
        await pause(life, seconds: random.exponential(mean: plan.proofSeconds))
    }
}
