internal import Chain
internal import Node
internal import TestSupport

/// Clocks and hash power.
extension World {
    /// For how long a clock that was ahead counts, in seconds: what was taken by it may still be on its way to the disk.
    private static let clockMemorySeconds = 30.0

    /// Schedules what happens to a ledger's machines.
    func beginLedger(_ ledger: LedgerPlan) {
        for jump in ledger.clockJumps where jump.machine < machines.count {
            after(jump.second) { $0.setClock(of: jump.machine, ahead: jump.ahead) }
        }
        for jump in ledger.powerJumps { after(jump.second) { $0.setPower(jump.power) } }
    }

    private func setClock(of machine: Int, ahead: Double) {
        note("machine \(machine): its clock is \(ahead) s ahead")
        clocks[machine].earlier = (clocks[machine].ahead, now)
        clocks[machine].ahead = ahead
    }

    /// The largest time that a machine's clock has shown of late, in seconds since 1970.
    func latestTime(at machine: Int) -> Double {
        let clock = clocks[machine]
        let isRecent = now - clock.earlier.until <= Self.clockMemorySeconds
        return SimulatedClock.beginning + now + max(clock.ahead, isRecent ? clock.earlier.ahead : clock.ahead)
    }

    /// The rules by which a machine's node goes: of a ledger, by its clock.
    func rules(of machine: Int) -> Rules {
        guard let ledger = plan.ledger else { return plan.rules }
        let clock = SimulatedClock(world: self, life: Life(machine: machine, number: 0))
        return plan.fault == .early ? ledger.rules : ledger.rules { clock.secondsSince1970 }
    }

    // MARK: Hash power

    func setPower(_ power: Double) {
        note("hash power is \(power) times what it was")
        self.power = power
        // A search has no memory: what is left of one takes as long as a new one.
        let numbers = searches.sorted()
        searches.removeAll()
        for number in numbers { arrive(number, .changed) }
    }

    /// Waits as long as a machine searches for a number of guesses, and returns whether it was to the end.
    func search(_ life: Life, expecting guesses: Double) async -> Bool {
        while true {
            let arrival = await wait(life) { world, number in
                // In the calm one machine works for all.
                let power = world.isCalm ? 1 : world.power * LedgerPlan.easiestGuesses / guesses
                world.searches.insert(number)
                world.after(world.random.exponential(mean: world.plan.proofSeconds / power)) {
                    $0.searches.remove(number)
                    $0.arrive(number, .done)
                }
            }
            switch arrival {
            case .done: return true
            case .changed: continue
            default: return false
            }
        }
    }
}

extension LedgerPlan {
    /// How many guesses a block takes at least, on average: a machine makes as many in ``Plan/proofSeconds`` seconds.
    static let easiestGuesses = 16.0
}

/// What a machine's clock shows beyond the world's.
struct MachineClock: Sendable {
    /// In seconds.
    var ahead = 0.0
    /// What it was before it was set, and until when.
    var earlier = (ahead: 0.0, until: -Double.infinity)
}
