internal import Chain
internal import Node
internal import Storage

/// Where a run has failed.
struct Violation: Sendable {
    let invariant: String
    let detail: String
    let step: Int
    let seconds: Double
}

extension World {
    /// How many steps go by between two looks at all nodes. Those who have kept something are looked at after each.
    private static let stepsBetweenLooks = 100

    /// Looks at the nodes' chains, and for what was promised.
    func inspect() {
        if tally.steps % Self.stepsBetweenLooks == 0 { unsettled.formUnion(nodeNumbers) }
        guard !unsettled.isEmpty else { return }
        let looked = unsettled.sorted()
        unsettled.removeAll(keepingCapacity: true)
        for machine in looked {
            guard let node = node(machine) else { continue }
            let chain = node.assumeIsolated { $0.chain }
            do throws(Broken) {
                let fallen = try witnesses[machine].look(at: chain, &ledger)
                if fallen > 0 { tally.replacedChains += 1 }
            } catch {
                return violate(error.invariant, "machine \(machine): \(error.detail)")
            }
        }
        for machine in looked {
            look(forPromisesOf: machine)
            look(atBooksOf: machine)
        }
    }

    /// Looks whether a node's books are in order, and whether they are what its disk has when nothing is being
    /// committed.
    private func look(atBooksOf machine: Int) {
        guard let node = node(machine) else { return }
        let (state, isSettled) = node.assumeIsolated { ($0.state, $0.isSettled) }
        if let broken = state.brokenInvariant {
            violate("a node's books are in order", "machine \(machine): \(broken)")
        }
        guard isSettled else { return }
        guard state.mempool.isSettled else {
            return violate("room is taken for what is pending and nothing else", "machine \(machine)")
        }
        let kept = machines[machine].disk.kept
        guard kept.chain == state.chain, kept.pending == state.mempool.pending,
            Set(kept.peers + kept.foundPeers) == Set(state.peers.addresses.map(\.description))
        else { return violate("memory is what the disk has", "machine \(machine)") }
    }

    private func look(forPromisesOf machine: Int) {
        guard let node = node(machine) else { return }
        let pending = node.assumeIsolated { $0.mempool.pending }
        do throws(Broken) {
            try witnesses[machine].look(for: pending.map(\.transaction.text))
        } catch {
            violate(error.invariant, "machine \(machine): \(error.detail)")
        }
    }

    /// A machine has kept changes.
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
