internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Sleeping on a loop", .timeLimit(.minutes(5)))
struct SleepTests {
    @Test func `what is due before the end of a sleep happens meanwhile, and what is due after it does not`()
        async throws
    {
        try await onLoop { loop in
            let fired = Mutex([String]())
            let timers = [("sooner", 30), ("later", 3_600_000)].map { name, milliseconds in
                let timer = EventSource.timer(on: loop) { fired.withLock { $0.append(name) } }
                timer.arm(after: .milliseconds(milliseconds))
                return timer
            }
            await loop.sleep(for: .milliseconds(60))
            #expect(fired.withLock { $0 } == ["sooner"])
            #expect(loop.isCurrent)
            withExtendedLifetime(timers) {}
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-5)])
    func `no time at all is over at once`(duration: Duration) async throws {
        try await onLoop { loop in
            await loop.sleep(for: duration)
            #expect(loop.isCurrent)
        }
    }

    @Test func `many sleep at once, and wake in the order they are due`() async throws {
        let order = try await onLoop { loop in
            await withTaskGroup { group in
                for number in [3, 1, 5, 2, 4] {
                    group.addTask {
                        await loop.sleep(for: .milliseconds(40 * number))
                        return number
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
        }
        #expect(order == [1, 2, 3, 4, 5])
    }

    @Test func `cancelling the task wakes it`() async throws {
        try await onLoop { loop in
            let isAsleep = OneShot<Void>()
            let sleeper = Task(executorPreference: loop) {
                isAsleep.resolve(())
                await loop.sleep(for: .seconds(3_600))
                return loop.isCurrent
            }
            await isAsleep.value
            sleeper.cancel()
            #expect(await sleeper.value)
        }
    }

    @Test func `a task that was cancelled before does not fall asleep`() async throws {
        try await onLoop { loop in
            let gate = OneShot<Void>()
            let sleeper = Task(executorPreference: loop) {
                await gate.value
                await loop.sleep(for: .seconds(3_600))
            }
            sleeper.cancel()
            gate.resolve(())
            await sleeper.value
        }
    }

    @Test func `an actor on the loop sleeps there, and others have their turn`() async throws {
        try await withLoop { loop in
            let notebook = Notebook(on: loop)
            let sleeper = Task { await notebook.write(1, 3, sleepingBetween: .seconds(3_600)) }
            try await eventually { await notebook.entries == [1] }
            await notebook.write(2)
            sleeper.cancel()
            await sleeper.value
            #expect(await notebook.entries == [1, 2, 3])
        }
    }

    @Test func `sleeping elsewhere is our own fault`() async {
        await #expect(processExitsWith: .failure) {
            try await withLoop { loop in
                // After this, a thread drives it.
                await Task(executorPreference: loop) {}.value
                await loop.sleep(for: .zero)
            }
        }
    }
}

extension Notebook {
    fileprivate func write(_ first: Int, _ second: Int, sleepingBetween duration: Duration) async {
        write(first)
        await loop.sleep(for: duration)
        write(second)
    }
}
