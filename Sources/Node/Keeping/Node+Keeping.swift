internal import Chain
internal import EventLoop
internal import Logging
internal import Storage

extension Node {
    /// Keeps something, and then makes it so; returns after both.
    ///
    /// What arrives while a commit runs waits and goes into the next one together. Nothing but this changes the
    /// chain, the pending transactions and the peers, so between a decision and its commit they stay as they were.
    func write(_ write: Write) async -> WriteOutcome {
        await withCheckedContinuation { continuation in
            guard writes.hasRoom(for: write) else {
                return continuation.resume(returning: .tooManyWaiting)
            }
            writes.append(WriteQueue.Item(write: write, continuation: continuation))
            if writes.isServed { return }
            writes.isServed = true
            Task(executorPreference: executor) { await self.serveWrites() }
        }
    }

    private func serveWrites() async {
        while true {
            let batch = writes.nextBatch()
            if batch.isEmpty { break }
            let outcomes = await keep(batch.map(\.write))
            for (item, outcome) in zip(batch, outcomes) { item.continuation.resume(returning: outcome) }
        }
        writes.isServed = false
    }

    private func keep(_ batch: [Write]) async -> [WriteOutcome] {
        var decisions: [Result<Decision, NoDecision>] = []
        do throws(StorageError) {
            var known = KnownTransactions(kept: try await kept(of: batch))
            for write in batch { decisions.append(await decide(write, &known)) }
            let changes = decisions.flatMap { (try? $0.get().changes) ?? [] }
            if !changes.isEmpty {
                try await commit(changes)
                noteStorage(nil)
            }
            for decision in decisions { if case .success(let decision) = decision { carryOut(decision) } }
            changed()
            return decisions.map { outcome(of: $0, in: decisions) }
        } catch {
            noteStorage(error)
            if decisions.isEmpty {
                // Nothing was decided: what came with a place in the pool gives it back.
                for case .transaction(let accepted, _) in batch { pool.dismiss(accepted) }
                return batch.map { _ in .failed(error) }
            }
            for case .success(.accept(let all, _)) in decisions { for accepted in all { pool.dismiss(accepted) } }
            return decisions.map { decision in
                if case .failure(let reason) = decision { reason.outcome } else { .failed(error) }
            }
        }
    }

    private func commit(_ changes: [Change]) async throws(StorageError) {
        let stopwatch = Stopwatch()
        do throws(StorageError) {
            try await store.commit(changes)
            counts.noteCommit(of: changes.count, nanoseconds: stopwatch.nanoseconds, isKept: true)
        } catch {
            counts.noteCommit(of: changes.count, nanoseconds: stopwatch.nanoseconds, isKept: false)
            throw error
        }
    }

    /// What the store knows of transactions with an `id` that are to be kept.
    private func kept(of batch: [Write]) async throws(StorageError) -> [Transaction: KnownTransaction] {
        let transactions = batch.flatMap(\.identifiedTransactions)
        if transactions.isEmpty { return [:] }
        let answers = try await store.known(transactions)
        var kept: [Transaction: KnownTransaction] = [:]
        for (transaction, answer) in zip(transactions, answers) { kept[transaction] = answer }
        return kept
    }

    /// Tells when writing begins to fail and when it works again, and not each time.
    private func noteStorage(_ error: StorageError?) {
        if let error, storageFault == nil { logger.error("storage: \(error)") }
        if error == nil, storageFault != nil { logger.notice("storage: what comes is kept again") }
        storageFault = error
    }
}

// MARK: - From a write to a change

/// What will be so once it is kept.
private enum Decision: Sendable {
    /// New transactions; none if what came is known already.
    case accept([AcceptedTransaction], Acceptance)
    case register([PeerAddress], areFound: Bool)
    case remove(PeerAddress)
    case forge(ForgedBlock, carried: ArraySlice<AcceptedTransaction>)
    case replace(ChainReplacement, previousLength: Int, of: PeerAddress)

    var changes: [Change] {
        switch self {
        case .accept(let all, _): all.map(Change.accepted)
        case .register(let addresses, let areFound): [.registered(addresses.map(\.description), areFound: areFound)]
        case .remove(let address): [.unregistered([address.description])]
        case .forge(let forged, let carried): [.forged(forged.block, carrying: carried.map(\.number))]
        case .replace(let replacement, _, _): [.replaced(replacement.replacement)]
        }
    }
}

/// Who is told what about transactions that are kept.
private enum Acceptance: Sendable {
    /// A client: what was known of its transaction before.
    case posted(TransactionRecord?)

    /// A node, one of the peers or another: how many of its message, from the first on, are kept or known.
    case told(kept: Int, PeerAddress?)
}

/// Why there is nothing to keep.
private struct NoDecision: Error {
    let outcome: WriteOutcome
}

extension Node {
    private func decide(_ write: Write, _ known: inout KnownTransactions) async -> Result<Decision, NoDecision> {
        switch write {
        case .transaction(let accepted, _):
            return decide(accepted, &known)
        case .message(let transactions, let peer):
            return .success(decide(transactions, of: peer, &known))
        case .peers(let addresses, let areFound):
            var all = peers
            do throws(PeerListError) {
                try all.add(addresses, areFound: areFound)
            } catch {
                return .failure(NoDecision(outcome: .tooManyPeers(error)))
            }
            return .success(.register(addresses, areFound: areFound))
        case .removal(let address, let ifFound):
            guard let peer = peers[address], peer.isFound || !ifFound else {
                return .failure(NoDecision(outcome: .removed(false)))
            }
            return .success(.remove(address))
        case .block(let proof, let tip):
            guard chain.lastBlock == tip else { return .failure(NoDecision(outcome: .overtaken)) }
            let carried = pool.nextBlock()
            return .success(.forge(nextBlock(proof: proof, carrying: carried), carried: carried))
        case .chain(let longer, let peer):
            return await decide(longer, of: peer)
        }
    }

    private func decide(
        _ accepted: AcceptedTransaction, _ known: inout KnownTransactions
    ) -> Result<Decision, NoDecision> {
        switch known.match(of: accepted.transaction) {
        case nil:
            known.add(accepted.transaction)
            return .success(.accept([accepted], .posted(nil)))
        case .same(let record):
            pool.dismiss(accepted)
            return .success(.accept([], .posted(record)))
        case .sameID:
            pool.dismiss(accepted)
            return .failure(NoDecision(outcome: .idTaken))
        }
    }

    /// As many of a peer's transactions as there is room for.
    private func decide(
        _ transactions: [Transaction], of peer: PeerAddress?, _ known: inout KnownTransactions
    ) -> Decision {
        var (new, kept): ([AcceptedTransaction], Int) = ([], 0)
        for transaction in transactions {
            if case .same = known.match(of: transaction) {
                kept += 1
                continue
            }
            guard let accepted = try? pool.admit(transaction) else { break }
            known.add(transaction)
            new.append(accepted)
            kept += 1
        }
        return .accept(new, .told(kept: kept, peer))
    }

    private func decide(_ longer: Blockchain, of peer: PeerAddress) async -> Result<Decision, NoDecision> {
        guard chain.rules.prefers(longer, to: chain) else { return .failure(NoDecision(outcome: .overtaken)) }
        let commonLength = chain.commonLength(with: longer)
        do throws(StorageError) {
            let identified = try await store.identified(in: longer, above: commonLength)
            if let twice = CarriedTwice(identified) { return .failure(NoDecision(outcome: .carriedTwice(twice))) }
            let recorded = try await store.carriages(above: commonLength)
            let replacement = ChainReplacement(
                of: chain, by: longer, above: commonLength, identified: identified, recorded: recorded, pool: &pool)
            return .success(.replace(replacement, previousLength: chain.length, of: peer))
        } catch {
            return .failure(NoDecision(outcome: .failed(error)))
        }
    }

    private func carryOut(_ decision: Decision) {
        switch decision {
        case .accept(let all, let acceptance):
            counts.acceptedTransactions += all.count
            for accepted in all {
                pool.add(accepted)
                tell(.transaction(accepted.transaction, pending: pool.pending.count))
            }
            // Numbers are given before the disk has its turn, and a higher one may have been told by now.
            if let first = all.first { peers.tellAgain(from: first.number) }
            if case .told(_, let peer?) = acceptance { noteBrought(all, by: peer) }
        case .register(let addresses, let areFound):
            do throws(PeerListError) {
                try peers.add(addresses, areFound: areFound)
            } catch {
                preconditionFailure("there was room for these peers")
            }
            tellChangedPeers()
            logger.info("peers registered", metadata: ["peers": "\(peers.all.count)"])
        case .remove(let address):
            // Else whoever removes and registers it by turns had ever more messages under way.
            if let conversation = peers[address]?.conversation { background.cancel(conversation) }
            peers.remove(address)
            tellChangedPeers()
            logger.info("peer removed", metadata: ["peer": "\(address)"])
        case .forge(let forged, let carried):
            add(forged)
            counts.forgedBlocks += 1
            pool.settle(carried)
        case .replace(let replacement, _, let peer):
            replace(replacement, of: peer)
        }
    }

    /// What a peer has brought needn't be told to it, unless something else has to be told to it before.
    private func noteBrought(_ all: [AcceptedTransaction], by address: PeerAddress) {
        guard let peer = peers[address], let first = all.first, let last = all.last,
            pool.firstTravelling(after: peer.delivered)?.number == first.number
        else { return }
        peers[address]?.delivered = last.number
    }

    private func replace(_ decided: ChainReplacement, of peer: PeerAddress) {
        let (replacement, following) = (decided.replacement, decided.following)
        let isExtension = replacement.commonLength == chain.length
        logger.log(
            level: isExtension ? .info : .notice, "chain replaced",
            metadata: [
                "length": "\(replacement.chain.length)", "was": "\(chain.length)",
                "common": "\(replacement.commonLength)",
            ])
        let old = chain
        chain = replacement.chain
        counts.noteReplacement(of: old.length, by: chain.length, above: replacement.commonLength)
        pool.follow(following)
        tellReplacement(of: old, above: replacement.commonLength, pendingAgain: following.reopened.count, by: peer)
        if let first = following.reopened.map(\.number).min() { peers.tellAgain(from: first) }
        search?.cancel()
    }

    /// After all of a batch was carried out.
    private func outcome(
        of decision: Result<Decision, NoDecision>, in batch: [Result<Decision, NoDecision>]
    ) -> WriteOutcome {
        switch decision {
        case .failure(let reason): reason.outcome
        case .success(.accept(_, .posted(let record))): .accepted(block: block(of: record, in: batch))
        case .success(.accept(let new, .told(let kept, _))): .kept(kept, new: new.count)
        case .success(.register): .registered
        case .success(.remove): .removed(true)
        case .success(.forge(let forged, _)): .forged(forged)
        case .success(.replace(_, let previousLength, _)): .replaced(previousLength: previousLength)
        }
    }

    /// Which block carries a transaction, or will. One that was kept together with a new transaction doesn't, but may
    /// carry one that was known.
    private func block(of record: TransactionRecord?, in batch: [Result<Decision, NoDecision>]) -> Int {
        if let height = record?.height { return height }
        for case .success(.forge(let forged, let carried)) in batch {
            if let record, carried.hasNumber(record.accepted.number) { return forged.block.index }
        }
        return chain.lastBlock.index + 1
    }
}
