internal import API
internal import TestSupport
internal import Chain
internal import HTTP
internal import Node
internal import Wording

/// Other machines, as a node sees them.
struct SimulatedNetwork: PeerNetwork {
    let world: World
    let life: Life

    /// The address its requests come from.
    let peerHost: String

    func chain(
        of peer: PeerAddress, beyond ours: Blockchain, _ course: FetchCourse
    ) async -> Result<PeerChain, PeerFault> {
        let target = ChainRequest(beyond: ours).target
        let query = target.split(separator: "?", maxSplits: 1).last.map(String.init)
        let request = Request(method: .get, path: "/chain", query: query, remoteHost: peerHost)
        switch await world.ask(request, of: peer, by: life, patienceSeconds: World.peerPatienceSeconds) {
        case .failure(let fault): return .failure(fault)
        case .success(let reply):
            guard reply.status == 200 else {
                return .failure(.noAnswer(Statement(.answeredStatus, ["status": .number(reply.status)])))
            }
            let answer = PeerAnswer.chain(in: reply.body, beyond: ours)
            return await world.changed(answer, of: peer, for: life)
        }
    }

    /// Here nobody looks.
    func look(at peer: PeerAddress) async -> Result<PeerLook, PeerFault> { .failure(.noAnswer(Statement(.givenUp))) }

    /// Here answers come whole.
    var unfinishedBytes: Int { 0 }

    /// Here nobody has a public name.
    func resolve(_ peer: PeerAddress) async -> [PeerAddress] { [] }

    func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipReply, PeerFault> {
        let request = Request(method: .post, path: "/gossip", body: message.text.bytes, remoteHost: peerHost)
        switch await world.ask(request, of: peer, by: life, patienceSeconds: World.peerPatienceSeconds) {
        case .failure(let fault): return .failure(fault)
        case .success(let reply) where reply.status == 404: return .failure(.doesNotGossip)
        case .success(let reply):
            guard reply.status == 200, let answer = GossipAnswer(parsing: reply.body, to: message) else {
                return .failure(.noAnswer(Statement(.answeredStatus, ["status": .number(reply.status)])))
            }
            return .success(GossipReply(answer, from: peer.host))
        }
    }
}

extension World {
    /// How long a node waits for a peer.
    static let peerPatienceSeconds = 10.0

    /// Sends a request over the network, with everything that can happen to it there, and waits for the answer.
    func ask(
        _ request: Request, of address: PeerAddress, by life: Life, patienceSeconds: Double
    ) async -> Result<Reply, PeerFault> {
        let arrival = await wait(life) { world, number in
            world.after(patienceSeconds) { $0.arrive(number, .noAnswer(Statement(.timedOut))) }
            world.dispatch(request, to: address, from: life.machine, number)
        }
        switch arrival {
        case .answer(let reply): return .success(reply)
        case .noAnswer(let reason): return .failure(.noAnswer(reason))
        default: return .failure(.noAnswer(Statement(.unreachable)))
        }
    }

    private func dispatch(_ request: Request, to address: PeerAddress, from sender: Int, _ number: Int) {
        tally.count(request, bytes: request.wireBytes)
        let target = machine(at: address)
        let round = 2 * travel(from: sender, to: target ?? sender)
        guard let target else {
            return after(round) { $0.arrive(number, .noAnswer(Statement(.unreachable))) }
        }
        if links.areParted(sender, target) {
            note("\(sender) -> \(target) \(request.path): parted")
            // Some networks report it, others are silent.
            if random.chance(0.5) { after(round) { $0.arrive(number, .noAnswer(Statement(.unreachable))) } }
            return
        }
        if isLost() {
            note("\(sender) -> \(target) \(request.path): lost")
            if random.chance(0.5) { after(round) { $0.arrive(number, .noAnswer(Statement(.unreachable))) } }
            return
        }
        let times = isFaulty && random.chance(plan.repetition) ? 2 : 1
        for _ in 0..<times {
            after(travel(from: sender, to: target)) { $0.deliver(request, to: target, from: sender, number) }
        }
    }

    private func deliver(_ request: Request, to target: Int, from sender: Int, _ number: Int) {
        note("\(sender) -> \(target) \(request.path) \(request.body.count)")
        serve(request, at: target, for: number) { world, reply in
            let seconds = world.travel(from: target, to: sender)
            guard let reply else {
                return world.after(seconds) { $0.arrive(number, .noAnswer(Statement(.unreachable))) }
            }
            world.tally.bytes += reply.body.count
            world.note("\(sender) <- \(target) \(reply.status) \(reply.body.count)")
            if world.links.areParted(sender, target) || world.isLost() { return world.note("answer lost") }
            world.after(seconds) { $0.arrive(number, .answer(reply)) }
        }
    }

    private func isLost() -> Bool { isFaulty && random.chance(plan.loss) }

    private func travel(from sender: Int, to target: Int) -> Double {
        let latency = links.latency(from: sender, to: target)
        let slow = isFaulty && random.chance(plan.delays) ? random.logarithmic(in: 1...30) : 1
        return latency * slow * random.seconds(in: 0.9...1.2)
    }

    // MARK: Serving

    /// Makes a machine answer; nil if nothing listens there.
    func serve(
        _ request: Request, at target: Int, for number: Int,
        _ completion: @escaping @Sendable (isolated World, Reply?) -> Void
    ) {
        if case .liar(let lie) = machines[target].kind {
            return answerFalsely(lie, request, at: target, completion)
        }
        guard let running = machines[target].running else { return completion(self, nil) }
        switch running.router.handle(request) {
        case .now(let response):
            completion(self, Reply(response))
        case let outcome:
            let exchange = nextNumber()
            let task = Task(executorPreference: loop) {
                let reply = Reply(await outcome.response)
                await self.finish(exchange, reply, to: request, completion)
            }
            awaited[number, default: []].append(exchange)
            exchanges[exchange] = Exchange(wait: number, life: running.life, task: task, completion: completion)
        }
    }

    private func finish(
        _ number: Int, _ reply: Reply, to request: Request, _ completion: @Sendable (isolated World, Reply?) -> Void
    ) {
        guard let exchange = exchanges.removeValue(forKey: number) else { return }
        awaited[exchange.wait] = awaited[exchange.wait]?.filter { $0 != number }
        hear(reply, to: request, by: exchange.life.machine)
        completion(self, reply)
    }

    /// The waiter has left: the server sees its client leave.
    func leave(_ number: Int) {
        for exchange in awaited.removeValue(forKey: number) ?? [] {
            exchanges.removeValue(forKey: exchange)?.task.cancel()
        }
    }

    /// A machine stops answering.
    func cutOff(_ life: Life) {
        for number in exchanges.keys.sorted() where exchanges[number]?.life == life {
            guard let exchange = exchanges.removeValue(forKey: number) else { continue }
            exchange.task.cancel()
            exchange.completion(self, nil)
        }
    }
}

extension Request {
    /// Approximate size on the wire.
    var wireBytes: Int { path.utf8.count + (query?.utf8.count ?? 0) + body.count + 120 }
}
