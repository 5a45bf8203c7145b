internal import TestSupport
internal import Chain
internal import Node

/// The parameters of a run, all derived from the seed.
struct Plan: Sendable {
    let seed: UInt64
    let rules: Rules

    /// What the network has besides if it is a ledger.
    let ledger: LedgerPlan?

    /// The fault that all nodes have, if they are made to have one.
    let fault: PlantedFault?

    /// The kind of each machine.
    private(set) var kinds: [MachineKind] = []

    /// The peers that each machine has registered.
    private(set) var registrations: [[Int]] = []

    var machineCount: Int { kinds.count }

    /// Whether nodes gossip; if so, most do.
    let gossips: Bool

    /// Whether all registrations are mutual.
    let isTwoWay: Bool

    /// Whether ready jobs run in the order they became ready, or in any order.
    let isInOrder: Bool

    // MARK: Times, in seconds

    let activeSeconds: Double
    let proofSeconds: Double
    let commitSeconds: Double
    let downSeconds: Double
    let latencySeconds: ClosedRange<Double>

    /// How long after the last fault all must agree. Of two chains of one length none gives way until somebody mines,
    /// which in a calm may take long, however quick the news of it is then.
    let patienceSeconds = 1800.0

    // MARK: Faults, as probabilities

    let loss: Double
    let repetition: Double
    let delays: Double
    let commitFaults: Double
    let questionFaults: Double
    let crashesAtCommit: Double

    /// Whether each node has many registered peers that promise a long chain and never send it.
    let isBesieged: Bool

    /// Whether one machine speaks as many nodes, to nodes that make peers of whoever speaks.
    let isCrowded: Bool

    /// Whether liars make longer histories all the time, and no node lets go of more than its newest blocks. Nodes that
    /// were apart may then stay apart.
    let isRewritten: Bool

    /// How many blocks such nodes let go of.
    static let maximumReorg = 5

    /// Whether liars go on after the faults stop.
    let liarsPersist: Bool

    // MARK: The number of client actions

    let transactions: Int
    let minings: Int
    let resolves: Int
    let partitions: Int
    let crashes: Int

    /// - Parameters:
    ///   - networks: of which kind it may be.
    ///   - fault: which the nodes are made to have.
    init(seed: UInt64, networks: Networks = .all, fault: PlantedFault? = nil) {
        self.seed = seed
        self.fault = fault
        var random = SeededGenerator(seed: seed &+ 0x5EED)
        let isLedger = networks.isLedger(seed: seed)
        // Small networks are quick and find most faults; one in four is large.
        let count = random.chance(0.25) ? random.integer(in: 13...50) : random.integer(in: 5...12)
        gossips = random.chance(0.85)
        isTwoWay = !gossips || random.chance(0.7)
        isInOrder = random.chance(0.5)
        activeSeconds = random.seconds(in: 30...120)
        proofSeconds = random.logarithmic(in: 0.5...20)
        commitSeconds = random.logarithmic(in: 0.001...0.3)
        downSeconds = random.logarithmic(in: 0.5...30)
        let least = random.logarithmic(in: 0.0005...0.05)
        latencySeconds = least...least * random.logarithmic(in: 1...20)
        func often(_ share: Double, _ most: Double) -> Double {
            random.chance(share) ? random.logarithmic(in: most / 30...most) : 0
        }
        loss = often(0.7, 0.2)
        repetition = often(0.5, 0.2)
        delays = often(0.5, 0.2)
        commitFaults = often(0.4, 0.1)
        questionFaults = often(0.3, 0.1)
        crashesAtCommit = often(0.6, 0.03)
        isBesieged = gossips && random.chance(0.1)
        isCrowded = gossips && !isBesieged && random.chance(0.1)
        // Whoever rewrites a ledger's history needs as much work as it has.
        isRewritten = gossips && !isBesieged && !isCrowded && random.chance(0.1) && !isLedger
        liarsPersist = isBesieged || isCrowded || isRewritten || random.chance(0.5)
        transactions = random.integer(in: 5...60)
        minings = random.integer(in: 5...60)
        resolves = random.integer(in: 0...40)
        partitions = random.chance(0.6) ? random.integer(in: 1...3) : 0
        crashes = random.chance(0.6) ? random.integer(in: 1...6) : 0
        let liarCount = random.chance(0.6) ? random.integer(in: 1...max(1, count / 5)) : 0
        let promiserCount = isBesieged ? random.integer(in: 20...60) : 0
        let allCount = count + promiserCount + (isCrowded ? 1 : isRewritten ? 2 : 0)
        ledger =
            isLedger ? LedgerPlan(seed: seed, machines: allCount, activeSeconds: activeSeconds, fault: fault) : nil
        rules = ledger?.rules ?? Rules(difficulty: Difficulty(hexZeros: 1) ?? .standard)
        populate(allCount, allCount > count ? allCount - count : liarCount, &random)
    }

    /// A network without faults, in which all nodes gossip and have about equally many peers.
    ///
    /// - Parameters:
    ///   - ledger: if it is one; then all nodes mine, and with the power of the beginning each makes
    ///     ``LedgerPlan/easiestGuesses`` guesses in ``proofSeconds`` seconds.
    init(
        seed: UInt64, nodes: Int, degree: Int, latencySeconds latency: Double, ledger: LedgerPlan? = nil,
        proofSeconds: Double = 0.001
    ) {
        (self.seed, self.ledger, fault) = (seed, ledger, nil)
        var random = SeededGenerator(seed: seed)
        rules = ledger?.rules ?? Rules(difficulty: Difficulty(hexZeros: 1) ?? .standard)
        (gossips, isTwoWay, isInOrder, liarsPersist) = (true, true, true, false)
        (isBesieged, isCrowded, isRewritten) = (false, false, false)
        (activeSeconds, commitSeconds, downSeconds) = (0, 0.004, 1)
        self.proofSeconds = proofSeconds
        latencySeconds = latency / 2...latency * 2
        (loss, repetition, delays, commitFaults, questionFaults, crashesAtCommit) = (0, 0, 0, 0, 0, 0)
        (transactions, minings, resolves, partitions, crashes) = (0, 0, 0, 0, 0)
        var options = NodeOptions()
        options.gossips = true
        options.mines = ledger != nil
        // Only what is measured may be counted.
        options.heartbeatSeconds = 100_000
        kinds = Array(repeating: .node(options), count: nodes)
        registrations = (0..<nodes).map { number in [(number + 1) % nodes] }
        for number in 0..<nodes { registrations[(number + 1) % nodes].append(number) }
        for _ in 0..<(degree / 2 - 1) * nodes {
            let (one, other) = (random.integer(in: 0...nodes - 1), random.integer(in: 0...nodes - 1))
            guard one != other, !registrations[one].contains(other) else { continue }
            registrations[one].append(other)
            registrations[other].append(one)
        }
    }

    private mutating func populate(_ count: Int, _ liarCount: Int, _ random: inout SeededGenerator) {
        let nodeCount = count - liarCount
        let (pinsGenesis, discovers, mines) = (random.chance(0.3), random.chance(0.3), random.chance(0.4) ? 0.3 : 0)
        for number in 0..<nodeCount {
            var options = NodeOptions()
            options.pinsGenesis = pinsGenesis
            options.gossips = gossips && (number == 0 || random.chance(0.85))
            if isRewritten { options.finality.maximumReorg = Self.maximumReorg }
            options.discovers = options.gossips && (discovers || isCrowded)
            options.mines = random.chance(mines)
            options.minesEmptyBlocks = random.chance(0.5)
            if !options.gossips || random.chance(0.2) { options.syncIntervalSeconds = random.integer(in: 2...20) }
            kinds.append(.node(options))
        }
        for _ in nodeCount..<count {
            kinds.append(
                .liar(
                    isBesieged
                        ? .promise
                        : isCrowded
                            ? .crowd
                            : isRewritten ? .rewriting : random.pick(ledger == nil ? Lie.amongOthers : Lie.onLedgers)))
        }
        registrations = Array(repeating: [], count: count)
        func connect(_ one: Int, _ other: Int) {
            guard one != other else { return }
            if !registrations[one].contains(other) { registrations[one].append(other) }
            if isTwoWay, !registrations[other].contains(one) { registrations[other].append(one) }
        }
        // Gossiping nodes are connected without the others; each of the others asks one of them.
        let speakers = (0..<nodeCount).filter { !gossips || kinds[$0].options?.gossips == true }
        for (position, number) in speakers.enumerated().dropFirst() {
            let other = speakers[random.integer(in: 0...position - 1)]
            if random.chance(0.5) { connect(number, other) } else { connect(other, number) }
        }
        for number in 0..<nodeCount where !speakers.contains(number) {
            registrations[number].append(random.pick(speakers))
        }
        for _ in 0..<random.integer(in: 0...nodeCount) {
            connect(random.integer(in: 0...nodeCount - 1), random.integer(in: 0...nodeCount - 1))
        }
        if isBesieged {
            // They come first.
            for victim in 0..<nodeCount { registrations[victim] = Array(nodeCount..<count) + registrations[victim] }
            return
        }
        for liar in nodeCount..<count {
            for _ in 0..<random.integer(in: 1...3) {
                let victim = random.integer(in: 0...nodeCount - 1)
                if !registrations[victim].contains(liar) { registrations[victim].append(liar) }
            }
        }
    }
}

/// Which networks seeds are of.
enum Networks: String, CaseIterable, Sendable {
    /// One in three is a ledger.
    case all
    case tutorial
    case ledger

    /// Whether that of a seed is a ledger.
    func isLedger(seed: UInt64) -> Bool {
        switch self {
        case .all:
            // Drawn by itself, so that everything else of a seed is what it would be without ledgers.
            var random = SeededGenerator(seed: seed &+ 0xA11)
            return random.chance(1 / 3)
        case .tutorial: return false
        case .ledger: return true
        }
    }
}
