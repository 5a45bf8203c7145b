internal import Chain
internal import Node
internal import Records

/// After all faults, all nodes must agree.
extension World {
    /// The interval of checks for agreement.
    private static let secondsBetweenJudgements = 5.0

    /// All faults stop, and every machine that is down starts.
    func calm() {
        note("all is calm")
        (isFaulty, isCalm) = (false, true)
        links.heal()
        for number in nodeNumbers {
            // A node that mines on its own restarts without that.
            if machines[number].kind.options?.mines == true, let running = machines[number].running { end(running) }
            start(number)
        }
        nextIdleMining = now + idleMiningSeconds
        // Nobody hears of the blocks of nodes that don't gossip. Until there are more, one is mined in each interval.
        let longest = nodeNumbers.compactMap { node($0)?.assumeIsolated { $0.chain.length } }.max() ?? 0
        judge(until: now + plan.patienceSeconds + Double(longest) * Self.secondsBetweenJudgements)
    }

    private func judge(until end: Double) {
        guard let disagreement else {
            note("all agree")
            isOver = true
            return
        }
        // The last block that is mined needs time to spread.
        guard now < end + plan.patienceSeconds else {
            if plan.isRewritten { return isOver = true }
            return violate("all agree in the end", disagreement)
        }
        if now < end { mineIfUseful() }
        if !plan.gossips { for number in nodeNumbers { resolve(at: number) } }
        after(Self.secondsBetweenJudgements) { $0.judge(until: end) }
    }

    /// One node mines if transactions wait there, and occasionally even if none do, because among chains of equal
    /// length none wins. It does so less and less often, so that a block has time to spread.
    private func mineIfUseful() {
        let waiting = nodeNumbers.filter { number in
            machines[number].kind.options?.gossips == true && waits(at: number)
        }
        let weights = nodeNumbers.compactMap { node($0)?.assumeIsolated { $0.chain.weight } }
        if now >= nextIdleMining {
            idleWeight = weights.max()
            idleMiningSeconds *= 1.5
            nextIdleMining = now + idleMiningSeconds
        }
        let isIdle = idleWeight.map { weights.first ?? .none <= $0 } ?? false
        // Where registrations are one-way, transactions may not reach the miner.
        if let miner = waiting.contains(0) || plan.isTwoWay ? 0 : waiting.first, waiting.contains(miner) {
            mine(at: miner)
        } else if isIdle {
            mine(at: 0)
        }
    }

    /// Whether something waits for a block at a machine. On a ledger, some may wait for ever: behind a gap.
    private func waits(at machine: Int) -> Bool {
        if plan.ledger != nil { return hasPayments(forBlockAt: machine) }
        return node(machine)?.assumeIsolated { !$0.mempool.pending.isEmpty } == true
    }

    /// What differs between nodes; nil if nothing does.
    private var disagreement: String? {
        let chains = nodeNumbers.compactMap { node($0)?.assumeIsolated { $0.chain } }
        guard chains.count == nodeNumbers.count else { return "a machine is down" }
        if let first = chains.first, chains.contains(where: { $0.lastBlock.hash != first.lastBlock.hash }) {
            let tips = zip(nodeNumbers, chains).map { "\($0): \($1.length) \($1.lastBlock.hash.short)" }
            return "chains differ: \(tips.joined(separator: ", "))"
        }
        if let book {
            let work = chains.first?.ledger?.header.work ?? .zero
            if work < book.mostWork { return "the chain has work \(work), and another had \(book.mostWork)" }
            let waiting = nodeNumbers.filter { machines[$0].kind.options?.gossips == true && waits(at: $0) }
            return waiting.isEmpty ? nil : "payments that could be in a block wait at \(waiting)"
        }
        for machine in nodeNumbers {
            let witness = witnesses[machine]
            if let text = witness.identified.filter({ witness.carried[$0] == nil }).map(\.description).min() {
                let holders = nodeNumbers.filter { number in
                    let pending = node(number)?.assumeIsolated { $0.mempool.pending } ?? []
                    return pending.contains { $0.transaction.text.description == text }
                }
                return "no block carries \(text) of machine \(machine); it is pending at \(holders)"
            }
        }
        return nil
    }
}
