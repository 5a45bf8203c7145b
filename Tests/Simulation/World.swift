internal import TestSupport
internal import Chain
internal import HTTP
internal import Node
internal import Records
internal import Wording

/// What can arrive for a waiter in the world.
enum Arrival: Sendable {
    /// It is done, or the time is up.
    case done

    /// A commit failed.
    case failed(StorageError)

    /// A machine answered.
    case answer(Reply)

    /// No machine did; the reason in words.
    case noAnswer(Statement)

    /// What it waits for takes another time now.
    case changed

    /// The waiter was cancelled, or its machine has crashed.
    case gone
}

/// A whole network of machines, and its time.
///
/// All of it, including all nodes, runs on one loop, so nothing happens concurrently and a seed decides the order.
actor World {
    nonisolated let loop: SimulatedLoop

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    nonisolated let plan: Plan

    /// Decides everything that is left to chance.
    var random: SeededGenerator

    /// Seconds since the beginning.
    private(set) var now = 0.0
    private var agenda = Agenda()
    private(set) var trace: Trace

    var machines: [Machine] = []

    /// The machine at each address.
    var numbers: [PeerAddress: Int] = [:]
    var links: Links

    /// Whether faults happen.
    var isFaulty = true

    /// Whether faults have ended for good, and nobody mines without being asked.
    var isCalm = false

    /// What each machine has shown and promised, and everybody's blocks.
    var witnesses: [Witness] = []
    var ledger: BlockLedger

    /// Machines whose state may have changed since it was last inspected.
    var unsettled: Set<Int> = []

    /// Payments that clients have requested with an id of their own.
    var payments: [Payment] = []

    /// The same on a ledger, with the blocks of all.
    var ledgerWitnesses: [LedgerWitness] = []
    var book: LedgerBook?

    /// Payments that clients have signed.
    var signedPayments: [SignedPayment] = []

    /// Each machine's clock.
    var clocks: [MachineClock]

    /// How fast all machines search, compared with the beginning, and under which numbers searches are awaited.
    var power = 1.0
    var searches: Set<Int> = []

    /// Who will never ask whom again, by a planted fault.
    var forgotten: Set<[Int]> = []

    var tally = Tally()
    private(set) var violation: Violation?
    var isOver = false

    /// When, after a long enough calm, a machine mines even though no transaction waits.
    var nextIdleMining = 0.0
    var idleMiningSeconds = 60.0

    /// The weight beyond which a machine then mines.
    var idleWeight: ChainWeight?

    private struct Wait {
        let life: Life?
        let continuation: CheckedContinuation<Arrival, Never>
    }

    private var waits: [Int: Wait] = [:]
    private var lastNumber = 0

    /// Requests being answered, and the numbers under which they are awaited.
    var exchanges: [Int: Exchange] = [:]
    var awaited: [Int: [Int]] = [:]

    /// When things arrived where, if that is measured.
    var spread: Spread?

    init(_ plan: Plan, on loop: SimulatedLoop, isPrinted: Bool) {
        trace = Trace(isPrinted: isPrinted)
        self.plan = plan
        self.loop = loop
        random = SeededGenerator(seed: plan.seed)
        links = Links(plan, &random)
        ledger = BlockLedger(hexZeros: plan.rules.difficulty.hexZeros)
        book = plan.ledger.map { LedgerBook($0.network, checking: $0.ed25519) }
        clocks = plan.kinds.indices.map { MachineClock(ahead: plan.ledger?.clocks[$0] ?? 0) }
    }

    // MARK: Time

    func after(_ seconds: Double, _ action: @escaping Agenda.Action) {
        agenda.enter(at: now + max(0, seconds), action)
    }

    /// Runs the next event; false if there is none left, or the run has ended.
    func advance() -> Bool {
        guard !isOver, violation == nil, let next = agenda.next() else { return false }
        now = next.seconds
        tally.steps += 1
        next.action(self)
        return true
    }

    /// Records that something has happened.
    func note(_ text: String) {
        trace.note(text, at: now)
    }

    /// Records a violation; the first one counts.
    func violate(_ invariant: String, _ detail: String) {
        guard violation == nil else { return }
        note("VIOLATION: \(invariant): \(detail)")
        violation = Violation(invariant: invariant, detail: detail, step: tally.steps, seconds: now)
    }

    // MARK: Waiting

    /// Waits until something arrives under the number that is passed to `begin`.
    func wait(
        _ life: Life?, isCancellable: Bool = true, _ begin: (isolated World, Int) -> Void
    ) async -> Arrival {
        let number = nextNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard life.map(isAlive) ?? true, !(isCancellable && Task.isCancelled) else {
                    return continuation.resume(returning: .gone)
                }
                waits[number] = Wait(life: life, continuation: continuation)
                begin(self, number)
            }
        } onCancel: {
            if isCancellable { assumeIsolated { $0.arrive(number, .gone) } }
        }
    }

    /// Waits for this long.
    func pause(_ life: Life?, seconds: Double, isCancellable: Bool = true) async -> Arrival {
        await wait(life, isCancellable: isCancellable) { world, number in
            world.after(seconds) { $0.arrive(number, .done) }
        }
    }

    /// Whether anything still waits for this.
    func isAwaited(_ number: Int) -> Bool { waits[number] != nil }

    /// Ends a wait, if it hasn't ended already.
    func arrive(_ number: Int, _ arrival: Arrival) {
        guard let wait = waits.removeValue(forKey: number) else { return }
        wait.continuation.resume(returning: arrival)
        leave(number)
    }

    /// Ends all waits of a life.
    func endWaits(of life: Life) {
        for number in waits.keys.sorted() where waits[number]?.life == life { arrive(number, .gone) }
    }

    /// Ends all waits.
    func endAllWaits() {
        for number in waits.keys.sorted() { arrive(number, .gone) }
    }

    func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    // MARK: Lives

    func isAlive(_ life: Life) -> Bool { machines[life.machine].running?.life == life }

    /// The node of a machine, if it runs.
    func node(_ machine: Int) -> Node? { machines[machine].running?.node }
}
