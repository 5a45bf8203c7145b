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
    /// Looks at every node's chain, and for what was promised where something may have changed.
    func inspect() {
        for machine in machines.indices {
            guard let node = node(machine) else { continue }
            let chain = node.assumeIsolated { $0.chain }
            do throws(Broken) {
                let fallen = try witnesses[machine].look(at: chain, &ledger)
                if fallen > 0 { tally.replacedChains += 1 }
            } catch {
                return violate(error.invariant, "machine \(machine): \(error.detail)")
            }
        }
        guard !unsettled.isEmpty else { return }
        for machine in unsettled.sorted() { look(forPromisesOf: machine) }
        unsettled.removeAll(keepingCapacity: true)
    }

    private func look(forPromisesOf machine: Int) {
        guard let node = node(machine) else { return }
        let pending = node.assumeIsolated { $0.pool.pending }
        do throws(Broken) {
            try witnesses[machine].look(for: pending.map(\.transaction.text))
        } catch {
            violate(error.invariant, "machine \(machine): \(error.detail)")
        }
    }

    /// A machine has kept changes.
    func witness(_ changes: [Change], of life: Life) {
        for case .forged(let block, _) in changes {
            tally.blocks += 1
            witnesses[life.machine].forged.insert(
                ForgedProof(
                    index: block.index, proof: block.proof, previousHash: block.previousHash?.description ?? ""))
        }
    }
}
