internal import Chain
internal import HTTP
internal import Node
internal import Records

/// Where a run failed.
struct Violation: Sendable {
    let invariant: String
    let detail: String
    let step: Int
    let seconds: Double
}

extension World {
    /// The number of steps between inspections of all nodes. Nodes that have stored something are inspected after each
    /// step.
    private static let stepsBetweenLooks = 100

    /// Inspects the nodes' chains, and checks their promises.
    func inspect() {
        if tally.steps % Self.stepsBetweenLooks == 0 { unsettled.formUnion(nodeNumbers) }
        guard !unsettled.isEmpty else { return }
        let looked = unsettled.sorted()
        unsettled.removeAll(keepingCapacity: true)
        for machine in looked {
            guard let node = node(machine) else { continue }
            let chain = node.assumeIsolated { $0.chain }
            do throws(Broken) {
                let fallen = try look(at: chain, of: machine)
                if fallen > 0 { tally.replacedChains += 1 }
                if let limit = machines[machine].kind.options?.finality.maximumReorg, fallen > limit {
                    return violate(
                        "no more blocks are replaced than the owner allows",
                        "machine \(machine): \(fallen) were, and \(limit) may be")
                }
            } catch {
                return violate(error.invariant, "machine \(machine): \(error.detail)")
            }
        }
        for machine in looked {
            look(atBooksOf: machine)
            look(forPromisesOf: machine)
        }
    }

    private func look(at chain: Blockchain, of machine: Int) throws(Broken) -> Int {
        guard var book else { return try witnesses[machine].look(at: chain, &ledger) }
        // Without a second owner, which would make each block copy all.
        self.book = nil
        defer { self.book = book }
        return try ledgerWitnesses[machine].look(at: chain, &book, latest: latestTime(at: machine))
    }

    /// Checks that a node's books are in order, and that they match its disk when no commit is in progress.
    private func look(atBooksOf machine: Int) {
        guard let node = node(machine) else { return }
        let (state, isSettled, brokenInvariant) = node.assumeIsolated { ($0.state, $0.isSettled, $0.brokenInvariant) }
        if let broken = brokenInvariant {
            violate("a node's books are in order", "machine \(machine): \(broken)")
        }
        guard isSettled else { return }
        guard state.mempool.isSettled else {
            return violate("room is taken for what is pending and nothing else", "machine \(machine)")
        }
        let kept = machines[machine].disk.kept
        guard kept.chain == state.chain, kept.chain.ledger == state.chain.ledger,
            kept.pending == state.mempool.pending,
            Set(kept.peers + kept.foundPeers) == Set(state.peers.addresses.map(\.description))
        else { return violate("memory is what the disk has", "machine \(machine)") }
    }

    private func look(forPromisesOf machine: Int) {
        guard let node = node(machine) else { return }
        let pending = node.assumeIsolated { $0.mempool.pending }
        do throws(Broken) {
            if let book {
                let payments = pending.compactMap(\.transaction.signedPayment)
                try ledgerWitnesses[machine].look(for: payments, book)
                try lookForBlame(by: node, at: machine)
            } else {
                try witnesses[machine].look(for: pending.map(\.transaction.text))
            }
        } catch {
            violate(error.invariant, "machine \(machine): \(error.detail)")
        }
    }

    /// On a ledger nobody can make a machine say what breaks a rule, so no node may find that another one has.
    private func lookForBlame(by node: Node, at machine: Int) throws(Broken) {
        for peer in node.assumeIsolated({ $0.peers.all }) {
            guard let other = numbers[peer.address], machines[other].isNode, let fault = peer.fault else { continue }
            switch fault {
            case .noAnswer, .doesNotGossip: continue
            case .refused(let error) where error.isNotYet && peer.failures == 0: continue
            case .refused, .includesTwice, .isFinal, .otherNetwork:
                throw Broken("no honest node is blamed", "machine \(machine) says of machine \(other): \(fault)")
            }
        }
    }

    /// A machine has stored changes.
    func witness(_ changes: [Change], of life: Life) {
        spread?.note(changes, at: now)
        for case .forged(let block, _) in changes {
            tally.blocks += 1
            witnesses[life.machine].forged.insert(
                ForgedProof(
                    index: block.index, proof: block.proof, previousHash: block.previousHash?.description ?? ""))
        }
    }
}
