internal import Chain
internal import Logging
internal import Storage

extension Node {
    /// Asks all peers at once and takes the longest valid chain if it is longer than ours (the tutorial's
    /// `resolve_conflicts`).
    ///
    /// Rounds do not overlap. Whoever asks while one runs waits for the next one, which they share: a chain
    /// that a peer has by now is seen, and many requests cost no more than two rounds. Nil when the awaiting task
    /// was cancelled; the round goes on for the others.
    public func resolveConflicts() async -> Resolution? {
        guard rounds.hasRoom else { return nil }
        let number = rounds.nextNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume(returning: nil) }
                rounds.wait(number, continuation)
                if round == nil { round = Task(executorPreference: executor) { await self.runRounds() } }
            }
        } onCancel: {
            Task(executorPreference: executor) { await self.leaveRound(number) }
        }
    }

    private func leaveRound(_ number: Int) {
        rounds.leave(number)
    }

    /// Has a round that nobody waits for, with those who answer as a rule; who asks meanwhile waits for the next one.
    func resolveByItself() async {
        guard round == nil else { return }
        let due = peers.all.filter {
            !$0.isItself && ($0.failures == 0 || uptimeSeconds >= $0.nextContactSecond)
        }.map(\.address)
        let task = Task(executorPreference: executor) {
            _ = await self.ask(due)
            await self.runRounds()
        }
        round = task
        await task.value
    }

    private func runRounds() async {
        while rounds.isNextWanted {
            rounds.begin()
            rounds.end(await ask(peers.all.map(\.address)))
        }
        round = nil
    }

    private func ask(_ addresses: [PeerAddress]) async -> Resolution {
        var ownLength = chain.length
        // Other names of this node are told as such, and not asked.
        var answers: [PeerAddress: Result<Int, PeerFault>] = [:]
        for peer in peers.all where peer.isItself { answers[peer.address] = .success(ownLength) }
        var taken: PeerAddress?
        var failure: StorageError?
        while true {
            // Those who are refused once their chain is about to be taken make way for the others, who are asked again.
            let best = await longest(of: addresses.filter { isWorthAsking($0, answers[$0]) }, &answers)
            ownLength = chain.length
            guard let best, chain.rules.prefers(best.chain, to: chain) else { break }
            switch await write(.chain(best.chain, of: best.address)) {
            case .replaced(let previousLength): (taken, ownLength) = (best.address, previousLength)
            case .carriedTwice(let fault):
                note(.carriesTwice(fault), of: best.address)
                answers[best.address] = .failure(.carriesTwice(fault))
                continue
            case .failed(let error):
                failure = error
                logger.error("longer chain not kept: \(error)")
            default: ownLength = chain.length  // It has grown while the other one waited its turn.
            }
            break
        }
        let findings = addresses.map { address in
            let answer = answers[address].unwrapped("every peer has an outcome")
            return finding(at: address, answer, isTaken: address == taken, ownLength: ownLength)
        }
        return Resolution(wasReplaced: taken != nil, failure: failure, findings: findings)
    }

    /// Not again, unless its chain was longer.
    private func isWorthAsking(_ address: PeerAddress, _ answer: Result<Int, PeerFault>?) -> Bool {
        switch answer {
        case nil: peers[address]?.isItself != true
        case .success(let length): length > chain.length
        case .failure: false
        }
    }

    /// Asks all at once, notes what comes of each, and gives the longest chain, of equally long ones that of the first.
    private func longest(
        of addresses: [PeerAddress], _ answers: inout [PeerAddress: Result<Int, PeerFault>]
    ) async -> (address: PeerAddress, chain: Blockchain)? {
        var best: (position: Int, chain: Blockchain)?
        var outcomes: [Int: Result<Int, PeerFault>] = [:]
        await withTaskGroup(of: (Int, Result<PeerChain, PeerFault>).self) { group in
            for (position, address) in addresses.enumerated() {
                group.addTask { [network, ours = chain] in (position, await network.chain(of: address, beyond: ours)) }
            }
            for await (position, answer) in group {
                let noted = note(answer, of: addresses[position])
                outcomes[position] = noted.map(\.length)
                guard let candidate = try? noted.get().longer else { continue }
                // The others are dropped at once; of chains of which none is better, the first peer's stays.
                let isBetter = best.map { best in
                    let (theirs, other) = (candidate, best.chain)
                    return chain.rules.prefers(theirs, to: other)
                        || position < best.position && !chain.rules.prefers(other, to: theirs)
                }
                if isBetter ?? true { best = (position, candidate) }
            }
        }
        for (position, outcome) in outcomes { answers[addresses[position]] = outcome }
        return best.map { (addresses[$0.position], $0.chain) }
    }

    private func finding(
        at address: PeerAddress, _ answer: Result<Int, PeerFault>, isTaken: Bool, ownLength: Int
    ) -> Resolution.Finding {
        switch answer {
        case .failure(let fault):
            logger.notice("peer refused", metadata: ["peer": "\(address)", "why": "\(fault)"])
            return Resolution.Finding(address: address, length: nil, verdict: fault.description)
        case .success(let length):
            let verdict =
                peers[address]?.isItself == true
                ? "this node itself"
                : isTaken ? "taken" : length > ownLength ? "longer, but another was taken" : "not longer"
            return Resolution.Finding(address: address, length: length, verdict: verdict)
        }
    }
}
