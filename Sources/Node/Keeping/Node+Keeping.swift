internal import Chain
internal import Logging
internal import Storage

extension Node {
    /// Keeps something, and then makes it so; returns after both.
    ///
    /// What arrives while a commit runs waits and goes into the next one together. Nothing but this changes the
    /// chain, the pending transactions and the peers, so between a decision and its commit they stay as they were.
    func write(_ write: Write) async -> WriteOutcome {
        await withCheckedContinuation { continuation in
            // A block and a chain are one at a time anyway, and have cost more than a request.
            guard writes.hasRoom || write.isBlock || write.isChain else {
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
        for write in batch { decisions.append(await decide(write)) }
        let changes = decisions.compactMap { try? $0.get().change }
        do throws(StorageError) {
            if !changes.isEmpty {
                try await store.commit(changes)
                noteStorage(nil)
            }
            for decision in decisions { if case .success(let decision) = decision { carryOut(decision) } }
            changed()
            return decisions.map(outcome)
        } catch {
            noteStorage(error)
            for case .transaction(let accepted) in batch { pool.dismiss(accepted) }
            return decisions.map { decision in
                if case .failure(let reason) = decision { reason.outcome } else { .failed(error) }
            }
        }
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
    case accept(AcceptedTransaction)
    case register([PeerAddress], areFound: Bool)
    case remove(PeerAddress)
    case forge(ForgedBlock, carried: ArraySlice<AcceptedTransaction>)
    case replace(Replacement, TransactionPool.Following, previousLength: Int)

    var change: Change {
        switch self {
        case .accept(let accepted): .accepted(accepted)
        case .register(let addresses, let areFound): .registered(addresses.map(\.description), isFound: areFound)
        case .remove(let address): .unregistered([address.description])
        case .forge(let forged, let carried): .forged(forged.block, carrying: carried.map(\.number))
        case .replace(let replacement, _, _): .replaced(replacement)
        }
    }
}

/// Why there is nothing to keep.
private struct NoDecision: Error {
    let outcome: WriteOutcome
}

extension Node {
    private func decide(_ write: Write) async -> Result<Decision, NoDecision> {
        switch write {
        case .transaction(let accepted):
            return .success(.accept(accepted))
        case .peers(let addresses, let areFound):
            var all = peers
            do throws(PeerListError) {
                try all.add(addresses, areFound: areFound)
            } catch {
                return .failure(NoDecision(outcome: .tooManyPeers(error)))
            }
            return .success(.register(addresses, areFound: areFound))
        case .removal(let address):
            guard peers[address] != nil else { return .failure(NoDecision(outcome: .removed(false))) }
            return .success(.remove(address))
        case .block(let proof, let tip):
            guard chain.lastBlock == tip else { return .failure(NoDecision(outcome: .overtaken)) }
            let carried = pool.nextBlock()
            return .success(.forge(nextBlock(proof: proof, carrying: carried), carried: carried))
        case .chain(let longer):
            guard longer.length > chain.length else { return .failure(NoDecision(outcome: .overtaken)) }
            let commonLength = chain.commonLength(with: longer)
            do throws(StorageError) {
                let carriages = try await store.carriages(above: commonLength)
                let following = pool.following(carriages, from: chain, to: longer)
                let replacement = Replacement(by: longer, above: commonLength, following)
                return .success(.replace(replacement, following, previousLength: chain.length))
            } catch {
                return .failure(NoDecision(outcome: .failed(error)))
            }
        }
    }

    private func carryOut(_ decision: Decision) {
        switch decision {
        case .accept(let accepted):
            pool.add(accepted)
        case .register(let addresses, let areFound):
            do throws(PeerListError) {
                try peers.add(addresses, areFound: areFound)
            } catch {
                preconditionFailure("there was room for these peers")
            }
            logger.info("peers registered", metadata: ["peers": "\(peers.all.count)"])
        case .remove(let address):
            peers.remove(address)
            logger.info("peer removed", metadata: ["peer": "\(address)"])
        case .forge(let forged, let carried):
            add(forged)
            pool.settle(carried)
        case .replace(let replacement, let following, _):
            logger.notice(
                "chain replaced",
                metadata: [
                    "length": "\(replacement.chain.length)", "was": "\(chain.length)",
                    "common": "\(replacement.commonLength)",
                ])
            chain = replacement.chain
            pool.follow(following)
            if let first = following.reopened.map(\.number).min() { peers.tellAgain(from: first) }
            search?.cancel()
        }
    }

    /// After all of a batch was carried out: a block that was kept together with a transaction doesn't carry it.
    private func outcome(of decision: Result<Decision, NoDecision>) -> WriteOutcome {
        switch decision {
        case .failure(let reason): reason.outcome
        case .success(.accept): .accepted(block: chain.lastBlock.index + 1)
        case .success(.register): .registered
        case .success(.remove): .removed(true)
        case .success(.forge(let forged, _)): .forged(forged)
        case .success(.replace(_, _, let previousLength)): .replaced(previousLength: previousLength)
        }
    }
}
