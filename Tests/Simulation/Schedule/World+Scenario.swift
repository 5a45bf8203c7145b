internal import TestSupport
internal import Chain
internal import HTTP
internal import Node

extension World {
    /// Sets all machines up and starts them.
    func setUp() {
        for number in 0..<plan.machineCount {
            guard let address = try? PeerAddress("10.0.\(number / 256).\(number % 256):5000") else {
                preconditionFailure("an address")
            }
            let machine = Machine(
                number: number, kind: plan.kinds[number], address: address,
                identifier: plan.ledger?.people.people[number].description ?? "machine \(number)",
                disk: Disk(rules: rules(of: number), forgetsFees: plan.fault == .fees))
            machines.append(machine)
            numbers[address] = number
            witnesses.append(Witness(identifier: machine.identifier))
            ledgerWitnesses.append(LedgerWitness())
        }
        for number in nodeNumbers {
            tally.nodes += 1
            start(number)
            after(random.seconds(in: 0...1)) { $0.register(number) }
        }
    }

    /// Sets everything up and schedules what is going to happen.
    func begin() {
        setUp()
        enter(plan.transactions) { $0.pay() }
        enter(plan.minings) { $0.mine(at: $0.random.pick($0.nodeNumbers)) }
        enter(plan.resolves) { $0.resolve(at: $0.random.pick($0.nodeNumbers)) }
        enter(plan.partitions) { $0.part() }
        enter(plan.crashes) { $0.crash($0.random.pick($0.nodeNumbers)) }
        plan.ledger.map(beginLedger)
        after(plan.activeSeconds) { $0.calm() }
        for number in machines.indices where !machines[number].isNode { lie(by: number) }
    }

    /// The machines that aren't liars.
    var nodeNumbers: [Int] { machines.indices.filter { machines[$0].isNode } }

    func machine(at address: PeerAddress) -> Int? {
        numbers[address]
            ?? machines.firstIndex { $0.isCrowd && $0.address.host == address.host }
    }

    /// The ports at which a crowd listens, besides its own.
    static let crowdPorts = Array(UInt16(6000)...6063)

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
}
