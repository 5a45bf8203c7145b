internal import TestSupport
internal import Glibc
internal import Node
internal import Synchronization

/// An executor whose jobs run on one thread, when the simulation says so and in an order that a seed decides.
///
/// All nodes of a run share one. A job from another thread would make runs differ, so it traps.
final class SimulatedLoop: SerialExecutor, TaskExecutor {
    private struct State {
        var ready: [UnownedJob] = []
        /// How many jobs of `ready` have run.
        var begun = 0
        /// Chooses among the ready jobs; nil for the order in which they became ready.
        var choice: SeededGenerator?
    }

    private let state: Mutex<State>
    private let thread = UInt(pthread_self())

    /// Makes a loop for the calling thread.
    init(choice: SeededGenerator?) {
        state = Mutex(State(choice: choice))
    }

    /// Runs the ready jobs and those that become ready meanwhile, up to `limit`, and returns how many ran.
    func drain(limit: Int) -> Int {
        var count = 0
        while count < limit, let job = next() {
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            count += 1
        }
        return count
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            guard state.begun < state.ready.count else { return nil }
            if let other = state.choice?.integer(in: state.begun...state.ready.count - 1) {
                state.ready.swapAt(state.begun, other)
            }
            defer {
                state.begun += 1
                if state.begun == state.ready.count {
                    state.ready.removeAll(keepingCapacity: true)
                    state.begun = 0
                }
            }
            return state.ready[state.begun]
        }
    }

    private var isCurrent: Bool { thread == UInt(pthread_self()) }
}

// MARK: - Executor

extension SimulatedLoop {
    func enqueue(_ job: consuming ExecutorJob) {
        precondition(isCurrent, "a job came from another thread, so the run could not be repeated")
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    func checkIsolated() {
        precondition(isCurrent, "not on the simulation's thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}
