internal import Chain
internal import HTTP
internal import Node

extension World {
    /// Sets all machines up and enters what is going to happen.
    func begin() {
        for number in 0..<plan.machineCount {
            guard let address = try? PeerAddress("10.0.0.\(number):5000") else { preconditionFailure("an address") }
            let machine = Machine(
                number: number, kind: plan.kinds[number], address: address, disk: Disk(difficulty: plan.difficulty))
            machines.append(machine)
            witnesses.append(Witness(identifier: machine.identifier))
        }
        for number in nodeNumbers {
            tally.nodes += 1
            start(number)
            after(random.seconds(in: 0...1)) { $0.register(number) }
        }
        enter(plan.transactions) { $0.pay() }
        enter(plan.minings) { $0.mine(at: $0.random.pick($0.nodeNumbers)) }
        enter(plan.resolves) { $0.resolve(at: $0.random.pick($0.nodeNumbers)) }
        enter(plan.partitions) { $0.part() }
        enter(plan.crashes) { $0.crash($0.random.pick($0.nodeNumbers)) }
        after(plan.activeSeconds) { $0.calm() }
    }

    /// Those that are no liars.
    var nodeNumbers: [Int] { machines.indices.filter { machines[$0].isNode } }

    func machine(at address: PeerAddress) -> Int? {
        machines.firstIndex { $0.address == address }
    }

    private func enter(_ count: Int, _ action: @escaping Agenda.Action) {
        for _ in 0..<count { after(random.seconds(in: 0...plan.activeSeconds), action) }
    }

    // MARK: Faults

    private func part() {
        let parts = random.integer(in: 2...3)
        note("the network falls into \(parts) parts")
        links.part(into: machines.map { _ in random.integer(in: 1...parts) })
        after(random.seconds(in: 1...plan.activeSeconds / 2)) { world in
            world.note("the network is whole")
            world.links.heal()
        }
    }

    // MARK: The end

    /// All faults stop, and what is down starts.
    private func calm() {
        note("all is calm")
        isFaulty = false
        links.heal()
        for number in nodeNumbers { start(number) }
        judge(until: now + plan.patienceSeconds)
    }

    /// Looks again and again whether all agree.
    private func judge(until end: Double) {
        guard let disagreement else {
            note("all agree")
            isOver = true
            return
        }
        guard now < end else {
            return violate("all agree in the end", disagreement)
        }
        for number in nodeNumbers { resolve(at: number) }
        after(5) { world in
            if world.disagreement != nil { world.mine(at: world.nodeNumbers[0]) }
            world.after(5) { $0.judge(until: end) }
        }
    }

    /// What is not the same everywhere; nil when all is.
    private var disagreement: String? {
        let chains = nodeNumbers.compactMap { node($0)?.assumeIsolated { $0.chain } }
        guard chains.count == nodeNumbers.count else { return "a machine is down" }
        if Set(chains.map(\.lastBlock.hash)).count > 1 {
            let tips = zip(nodeNumbers, chains).map { "\($0): \($1.length) \($1.lastBlock.hash.short)" }
            return "chains differ: \(tips.joined(separator: ", "))"
        }
        for machine in nodeNumbers {
            let missing = witnesses[machine].identified.filter { witnesses[machine].carried[$0] == nil }
            if let text = missing.map(\.description).min() { return "no block carries \(text) of machine \(machine)" }
        }
        return nil
    }
}
