internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Logging
internal import Records
internal import Wording

// MARK: - Fetching claimed longer chains

extension Node {
    /// Begins fetches from peers whose chains are claimed to be longer than ours.
    func fetchLonger() {
        guard options.gossips, tasks.isRunning else { return }
        let (now, second) = (ports.clock.now, uptimeSeconds)
        while let fetch = sync.next(
            among: peers.all, heavierThan: chain.weight, now: now, uptimeSeconds: second)
        {
            peers.lookedAt(fetch, now: uptimeSeconds)
            begin(fetch)
        }
        if sync.secondsOfPatience(at: now) != nil, sync.beginWatching() {
            inBackground { node, _ in await node.watchFetches() }
        }
    }

    /// Looks again as soon as those that promise and don't send have had their time, not only every second.
    private func watchFetches() async {
        defer { sync.endWatching() }
        while tasks.isRunning, let seconds = sync.secondsOfPatience(at: ports.clock.now) {
            // What is left of a time may be less than the clock's steps, and would never pass.
            await ports.clock.sleep(seconds: max(seconds, Sync.leastPause))
            fetchLonger()
        }
    }

    /// Begins a fetch from a node that isn't a peer, and returns whether it did.
    func fetch(ofStranger address: PeerAddress, weight: ChainWeight) -> Bool {
        guard tasks.isRunning else { return false }
        let fetch = sync.stranger(
            address, weight: weight, heavierThan: chain.weight, now: ports.clock.now, uptimeSeconds: uptimeSeconds)
        if let fetch { begin(fetch) }
        return fetch != nil
    }

    private func begin(_ fetch: ChainFetch) {
        let task = inBackground { node, _ in
            await node.run(fetch)
            node.fetchLonger()
        }
        sync.run(fetch, in: task)
    }

    private func run(_ fetch: ChainFetch) async {
        let answer = await ports.network.chain(of: fetch.address, beyond: chain, fetch.course)
        defer { sync.end(fetch) }
        // It is cancelled when its peer is removed.
        guard tasks.isRunning, !Task.isCancelled else { return }
        let noted = note(answer, of: fetch)
        if let longer = try? noted.get().longer, await adopt(longer, of: fetch.address) {
            peers.fetched(fetch.address)
            sync.keptPromise(fetch)
            if fetch.standing == nil { peers.strangers.contactWasWorthIt(from: fetch.address.host) }
        } else if chain.weight < fetch.weight {
            if case .failure(let fault) = noted, fault.isNotYet {
                return peers.fetchedTooEarly(fetch, now: uptimeSeconds)
            }
            if case .success = noted, !fetch.isItsWord,
                peers[fetch.address]?.weight.map({ $0 <= chain.weight }) ?? false
            {
                return peers.foundFalse(fetch, now: uptimeSeconds)
            }
            peers.fetchedInVain(fetch, now: uptimeSeconds)
            sync.brokePromise(fetch, uptimeSeconds: uptimeSeconds)
        }
    }

    /// That a fetch was given up isn't its peer's failure.
    private func note(
        _ answer: Result<PeerChain, PeerFault>, of fetch: ChainFetch
    ) -> Result<PeerChain, PeerFault> {
        if fetch.course.isGivenUp, case .failure(.noAnswer) = answer { return answer }
        return note(answer, of: fetch.address)
    }

    /// Returns whether the chain was adopted, or our chain is as long by now.
    private func adopt(_ longer: Blockchain, of address: PeerAddress) async -> Bool {
        do throws(SubmitError<AdoptChain.Refusal>) {
            _ = try await submit(AdoptChain(longer, of: address, at: ports.clock.secondsSince1970))
            return true
        } catch .refused(.notLonger) {
            return true
        } catch .refused(.includesTwice(let twice)) {
            note(.includesTwice(twice), of: address)
        } catch .refused(.isFinal(let fault)) {
            refuse(longer, of: address, fault)
        } catch .notCommitted(let error) {
            ports.logger.error("longer chain not kept: \(error)")
        } catch {}
        return false
    }

    /// Tells everybody of a longer valid chain that would replace what the owner wants to keep: somebody rewrites the
    /// history, or this node has been away from the others for long.
    private func refuse(_ longer: Blockchain, of address: PeerAddress, _ fault: FinalityFault) {
        note(.isFinal(fault), of: address)
        metrics.note(fault)
        ports.logger.warning(
            "longer chain refused: \(fault)",
            metadata: ["peer": "\(address)", "length": "\(longer.length)", "ours": "\(chain.length)"])
        emit(
            .refused(
                RefusalEvent(
                    common: chain.commonLength(with: longer), ownLength: chain.length, length: longer.length,
                    tip: longer.tipHash.description, reason: fault.statement, source: address.description)))
    }
}

// MARK: - Rounds of consensus

extension Node {
    /// Asks all peers at once and takes the longest valid chain if it is longer than ours (the tutorial's
    /// `resolve_conflicts`). Nil if the awaiting task was cancelled, or if too many wait; the round goes on for the
    /// others.
    public func resolveConflicts(for owner: UInt64 = 0) async -> Resolution? {
        await sync.rounds.value(for: owner) {
            sync.serve(Task(executorPreference: executor) { await self.serveRounds() })
        }
    }

    /// Runs a round that nobody waits for, with the peers that usually answer.
    func resolveByItself() async {
        guard sync.rounds.begin() else { return }
        let due = peers.all.filter {
            !$0.isItself && ($0.failures == 0 || uptimeSeconds >= $0.nextContactSecond)
        }.map(\.address)
        let task = Task(executorPreference: executor) {
            _ = await self.ask(due)
            await self.serveRounds()
        }
        sync.serve(task)
        await task.value
    }

    private func serveRounds() async {
        await sync.rounds.serve { await ask(peers.all.map(\.address)) }
    }

    private func ask(_ addresses: [PeerAddress]) async -> Resolution {
        var ownWeight = chain.weight
        // Other names of this node are listed as such, and not asked.
        var answers: [PeerAddress: Result<Found, PeerFault>] = [:]
        for peer in peers.all where peer.isItself { answers[peer.address] = .success(.itself(chain)) }
        var taken: PeerAddress?
        var failure: StorageError?
        while true {
            // If a chain is refused when it is about to be taken, the others get their turn and are asked again.
            let best = await longest(of: addresses.filter { isWorthAsking($0, answers[$0]) }, &answers)
            ownWeight = chain.weight
            guard let best, chain.rules.prefers(best.chain, to: chain) else { break }
            do throws(SubmitError<AdoptChain.Refusal>) {
                ownWeight = try await submit(AdoptChain(best.chain, of: best.address, at: ports.clock.secondsSince1970))
                taken = best.address
            } catch .refused(.includesTwice(let twice)) {
                note(.includesTwice(twice), of: best.address)
                answers[best.address] = .failure(.includesTwice(twice))
                continue
            } catch .refused(.isFinal(let fault)) {
                refuse(best.chain, of: best.address, fault)
                answers[best.address] = .failure(.isFinal(fault))
                continue
            } catch .notCommitted(let error) {
                failure = error
                ports.logger.error("longer chain not kept: \(error)")
            } catch {
                ownWeight = chain.weight  // It has grown while the other one waited its turn.
            }
            break
        }
        let findings = addresses.map { address in
            guard let answer = answers[address] else { preconditionFailure("every peer has an outcome") }
            return finding(at: address, answer, isTaken: address == taken, ownWeight: ownWeight)
        }
        return Resolution(wasReplaced: taken != nil, failure: failure, findings: findings)
    }

    /// Peers aren't asked again, unless their chain was longer.
    private func isWorthAsking(_ address: PeerAddress, _ answer: Result<Found, PeerFault>?) -> Bool {
        switch answer {
        case nil: peers[address]?.isItself != true
        case .success(let answer): answer.weight > chain.weight
        case .failure: false
        }
    }

    /// Asks all at once, records each result, and returns the longest chain; of equally long ones, the first peer's.
    private func longest(
        of addresses: [PeerAddress], _ answers: inout [PeerAddress: Result<Found, PeerFault>]
    ) async -> (address: PeerAddress, chain: Blockchain)? {
        var best: (position: Int, chain: Blockchain)?
        var outcomes: [Int: Result<Found, PeerFault>] = [:]
        await withTaskGroup(of: (Int, Result<PeerChain, PeerFault>).self) { group in
            for (position, address) in addresses.enumerated() {
                group.addTask { [network = ports.network, ours = chain] in
                    (position, await network.chain(of: address, beyond: ours, FetchCourse(isAwaited: true)))
                }
            }
            for await (position, answer) in group {
                let noted = note(answer, of: addresses[position])
                outcomes[position] = noted.map {
                    Found(length: $0.length, weight: $0.weight, fullLength: $0.status?.length, rest: $0.rest)
                }
                guard let candidate = try? noted.get().longer else { continue }
                // Other chains are dropped at once; among equally long ones, the first peer's stays.
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
        at address: PeerAddress, _ answer: Result<Found, PeerFault>, isTaken: Bool, ownWeight: ChainWeight
    ) -> Resolution.Finding {
        switch answer {
        case .failure(let fault):
            return Resolution.Finding(address: address, length: nil, verdict: fault.statement)
        case .success(let answer):
            let (better, noBetter): (Statement.Code, Statement.Code) =
                chain.ledger == nil
                ? (.longerButOtherTaken, .notLonger) : (.moreWorkButOtherTaken, .noMoreWork)
            let verdict =
                peers[address]?.isItself == true
                ? Statement(.thisNodeItself)
                : isTaken ? answer.taken : Statement(answer.weight > ownWeight ? better : noBetter)
            return Resolution.Finding(address: address, length: answer.length, verdict: verdict)
        }
    }
}

/// What a peer has, as found in a round.
private struct Found: Sendable {
    /// The length of its chain, or of as much of it as has come.
    let length: Int

    /// What that is compared with ours by.
    let weight: ChainWeight

    /// What it says is the length of its chain.
    var fullLength: Int?

    /// Why the rest hasn't come.
    var rest: PeerFault?

    /// What this node has, under another name of it.
    static func itself(_ chain: Blockchain) -> Found { Found(length: chain.length, weight: chain.weight) }

    /// The verdict on a chain that was taken.
    var taken: Statement {
        guard let rest else { return Statement(.taken) }
        let problem = Statement.Value.statement(rest.statement)
        guard let fullLength else {
            return Statement(.takenInPart, ["length": .number(length), "problem": problem])
        }
        return Statement(
            .takenInPartOf, ["all": .number(fullLength), "length": .number(length), "problem": problem])
    }
}
