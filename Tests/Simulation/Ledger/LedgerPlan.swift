internal import Chain
internal import Cryptography
internal import Node
internal import TestSupport

/// What a run has besides if its network is a ledger: whose money it is, how fast its machines search, and how wrong
/// their clocks are. All derived from the seed.
struct LedgerPlan: Sendable {
    /// The network, and people on it. Each machine is one of them, by number, and the last ones have none.
    let people: RandomLedger

    /// What checks signatures, for all machines; and that itself.
    let signatures: SimulatedSignatures
    let ed25519: Ed25519

    /// What each machine's clock is ahead of the world's, in seconds.
    let clocks: [Double]

    /// When clocks are set, whose, and to what.
    let clockJumps: [(second: Double, machine: Int, ahead: Double)]

    /// When all machines' hash power changes, and to how many times what it is in the beginning.
    let powerJumps: [(second: Double, power: Double)]

    /// How many people have no machine.
    private static let clientCount = 6

    var network: LedgerNetwork { people.network }

    /// The rules of those for whom no block is from the future.
    var rules: Rules { rules { .infinity } }

    init(seed: UInt64, machines count: Int, activeSeconds: Double, fault: PlantedFault?) {
        var random = SeededGenerator(seed: seed &+ 0x1ED6E5)
        let blockTime = Int(random.logarithmic(in: 1_000...10_000))
        let window = random.pick([2, 5, 10, 30, 144])
        guard
            let people = try? RandomLedger(
                people: count + Self.clientCount, blockTime: blockTime, window: window, by: &random),
            let ed25519 = try? Ed25519()
        else { preconditionFailure("a network of people who pay each other") }
        (self.people, self.ed25519) = (people, ed25519)
        signatures = SimulatedSignatures(ed25519, trustsEverybody: fault == .unsigned)
        // In some networks all clocks are right.
        let wrongness = random.pick([0, 5, 30, 300.0])
        func ahead() -> Double { random.chance(0.3) ? 0 : random.seconds(in: -wrongness...wrongness) }
        clocks = (0..<count).map { _ in ahead() }
        clockJumps = (0..<random.integer(in: 0...3)).map { _ in
            (random.seconds(in: 0...activeSeconds), random.integer(in: 0...count - 1), ahead())
        }
        var power = 1.0
        powerJumps = (0..<random.integer(in: 0...3)).map { _ in random.seconds(in: 0...activeSeconds) }.sorted().map {
            power *= power > 1 ? 0.1 : power < 1 ? 10 : random.chance(0.7) ? 10 : 0.1
            return ($0, power)
        }
    }

    /// A network whose clocks are right and whose power stays until somebody changes it.
    ///
    /// - Parameter blockTime: in milliseconds.
    init(seed: UInt64, machines count: Int, blockTime: Int, window: Int) {
        var random = SeededGenerator(seed: seed &+ 0x1ED6E5)
        guard
            let people = try? RandomLedger(
                people: count + Self.clientCount, blockTime: blockTime, window: window, by: &random),
            let ed25519 = try? Ed25519()
        else { preconditionFailure("a network of people who pay each other") }
        (self.people, self.ed25519) = (people, ed25519)
        signatures = SimulatedSignatures(ed25519, trustsEverybody: false)
        (clocks, clockJumps, powerJumps) = (Array(repeating: 0, count: count), [], [])
    }

    /// The rules by a clock, in seconds since 1970.
    func rules(now: @escaping @Sendable () -> Double) -> Rules {
        Rules(LedgerRules(network, checking: signatures, now: now))
    }
}

/// Checks signatures of all machines in a run, each once, while the loop waits.
struct SimulatedSignatures: SignatureChecker {
    private let book: SignatureBook

    /// Whether everything counts as signed, as a fault.
    private let trustsEverybody: Bool

    init(_ ed25519: Ed25519, trustsEverybody: Bool) {
        book = SignatureBook(ed25519)
        self.trustsEverybody = trustsEverybody
    }

    var isWaitedFor: Bool { true }

    func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] {
        trustsEverybody ? payments.map { _ in true } : book.areSigned(payments, on: network)
    }
}

/// A fault of the nodes that a run is made to have, to see that it is found.
enum PlantedFault: String, CaseIterable, Sendable {
    /// Signatures are not checked.
    case unsigned
    /// Blocks from the future are taken at once.
    case early
    /// A block from the future is a fault of whoever sends it.
    case blamed
    /// Whoever has sent a block from the future is never asked again.
    case forgotten
    /// What falls with a block is undone without its fees.
    case fees
}
