internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

/// Owns what its tasks wait for, as actors in this project do.
private actor Desk {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let waiters: Waiters<Int>
    let lock: FairLock
    let call: CoalescedCall<Int>
    let pool = FairPool([1, 2], limit: 2)

    /// What happened, in order.
    private(set) var log: [String] = []
    private var calls = 0
    private var ends: [OneShot<Void>] = []

    init(on loop: EventLoop, limit: Int = 1_000) {
        self.loop = loop
        waiters = Waiters(limit: limit)
        lock = FairLock(limit: limit)
        call = CoalescedCall(limit: limit)
    }

    func wait(_ name: String = "", for owner: UInt64 = 0, unless known: Int? = nil) async -> Int? {
        let value = await waiters.wait(for: owner) { known }
        log.append("\(name) \(value.map(String.init) ?? "nil")")
        return value
    }

    func resumeFirst(_ value: Int) -> Bool { waiters.resumeFirst(returning: value) }
    func resumeAll(_ value: Int) { waiters.resumeAll(returning: value) }

    func take(_ name: String) async -> Bool {
        let isMine = await lock.take()
        log.append(isMine ? "\(name) has it" : "\(name) gave up")
        return isMine
    }

    func release() { lock.release() }

    func takeOne(_ name: String, for owner: UInt64) async -> Int? {
        let item = await pool.take(for: owner)
        log.append("\(name) \(item.map(String.init) ?? "nil")")
        return item
    }

    func giveBack(_ item: Int) { pool.giveBack(item) }

    var waitingForOne: Int { pool.waitingCount }

    /// The number of the call for which this task has waited.
    func callNumber() async -> Int? {
        await call.value { Task(executorPreference: loop) { await self.serve() } }
    }

    private func serve() async {
        await call.serve {
            calls += 1
            let number = calls
            let end = OneShot<Void>()
            ends.append(end)
            await end.value
            return number
        }
    }

    /// Lets the running call return.
    func endCall() { ends.last?.resolve(()) }

    var callsBegun: Int { calls }
    var waiting: (tasks: Int, forLock: Int, forCall: Int) { (waiters.count, lock.waitingCount, call.waitingCount) }
    var isFree: Bool { !lock.isTaken }
    var isIdle: Bool { !call.isRunning }
}

/// A task that prefers the loop or one that doesn't: the latter is suspended and resumed elsewhere at each step.
private func task<Value: Sendable>(
    on loop: EventLoop, prefersLoop: Bool, _ operation: @escaping @Sendable () async -> Value
) -> Task<Value, Never> {
    if prefersLoop {
        Task(executorPreference: loop) { await operation() }
    } else {
        Task.detached { await operation() }
    }
}

@Suite("Tasks that wait", .timeLimit(.minutes(5)))
struct WaitersTests {
    @Test(arguments: [true, false])
    func `they are resumed in the order they came`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            var tasks: [Task<Int?, Never>] = []
            for number in 1...5 {
                tasks.append(task(on: loop, prefersLoop: prefersLoop) { await desk.wait("\(number)") })
                try await eventually { await desk.waiting.tasks == number }
            }
            for number in 1...5 { #expect(await desk.resumeFirst(number)) }
            for (position, task) in tasks.enumerated() { #expect(await task.value == position + 1) }
            #expect(await !desk.resumeFirst(6))
        }
    }

    @Test func `everybody gets one before anybody gets a second`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            var tasks: [Task<Int?, Never>] = []
            for (owner, name) in [(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (2, "b2"), (3, "c1")] {
                tasks.append(Task(executorPreference: loop) { await desk.wait(name, for: UInt64(owner)) })
                try await eventually { await desk.waiting.tasks == tasks.count }
            }
            for number in 1...6 {
                #expect(await desk.resumeFirst(number))
                try await eventually { await desk.log.count == number }
            }
            #expect(await desk.log == ["a1 1", "b1 2", "c1 3", "a2 4", "b2 5", "a3 6"])
        }
    }

    @Test func `who has most loses a place to who has fewer`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop, limit: 4)
            var tasks: [Task<Int?, Never>] = []
            func add(_ name: String, for owner: UInt64, count: Int) async throws {
                tasks.append(Task(executorPreference: loop) { await desk.wait(name, for: owner) })
                try await eventually { await desk.waiting.tasks + desk.log.count == count }
            }
            for number in 1...4 { try await add("a\(number)", for: 1, count: number) }
            // Its own place is nobody's to give.
            try await add("a5", for: 1, count: 5)
            try await add("b1", for: 2, count: 6)
            try await add("b2", for: 2, count: 7)
            // Now both have two.
            try await add("b3", for: 2, count: 8)
            #expect(await desk.log == ["a5 nil", "a4 nil", "a3 nil", "b3 nil"])
            await desk.resumeAll(1)
            for task in tasks { _ = await task.value }
        }
    }

    @Test func `what there are a few of goes round by owner, and nothing of it is lost`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            func take(_ name: String, for owner: UInt64, waiting: Int) async throws -> Task<Int?, Never> {
                let task = Task(executorPreference: loop) { await desk.takeOne(name, for: owner) }
                try await eventually { await desk.waitingForOne == waiting }
                return task
            }
            for (number, item) in [2, 1].enumerated() { #expect(await desk.takeOne("a\(number)", for: 1) == item) }
            let third = try await take("a2", for: 1, waiting: 1)
            let fourth = try await take("a3", for: 1, waiting: 2)
            let other = try await take("b0", for: 2, waiting: 2)
            #expect(await fourth.value == nil)
            await desk.giveBack(1)
            #expect(await third.value == 1)
            await desk.giveBack(1)
            #expect(await other.value == 1)
            await desk.giveBack(2)
            let last = try await take("c0", for: 3, waiting: 0)
            #expect(await last.value == 2)
        }
    }

    @Test(arguments: [true, false])
    func `all are resumed at once, and a value that is known is not waited for`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let tasks = (1...5).map { _ in task(on: loop, prefersLoop: prefersLoop) { await desk.wait() } }
            try await eventually { await desk.waiting.tasks == 5 }
            #expect(await task(on: loop, prefersLoop: prefersLoop) { await desk.wait(unless: 9) }.value == 9)
            await desk.resumeAll(7)
            for task in tasks { #expect(await task.value == 7) }
            #expect(await desk.waiting.tasks == 0)
        }
    }

    @Test(arguments: [true, false])
    func `a task that is cancelled before it waits gets nil, whatever is known`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let gate = OneShot<Void>()
            let waiter = task(on: loop, prefersLoop: prefersLoop) {
                await gate.value
                return await desk.wait(unless: 9)
            }
            waiter.cancel()
            gate.resolve(())
            #expect(await waiter.value == nil)
            #expect(await desk.waiting.tasks == 0)
        }
    }

    @Test(arguments: [true, false])
    func `a task that is cancelled meanwhile gets nil, and the others keep their places`(
        prefersLoop: Bool
    ) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            var tasks: [Task<Int?, Never>] = []
            for number in 1...3 {
                tasks.append(task(on: loop, prefersLoop: prefersLoop) { await desk.wait("\(number)") })
                try await eventually { await desk.waiting.tasks == number }
            }
            tasks[1].cancel()
            #expect(await tasks[1].value == nil)
            #expect(await desk.resumeFirst(1))
            #expect(await desk.resumeFirst(2))
            #expect(await tasks[0].value == 1)
            #expect(await tasks[2].value == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a task that is cancelled afterwards keeps its value`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let waiter = task(on: loop, prefersLoop: prefersLoop) { await desk.wait() }
            try await eventually { await desk.waiting.tasks == 1 }
            #expect(await desk.resumeFirst(1))
            waiter.cancel()
            #expect(await waiter.value == 1)
        }
    }

    @Test func `beyond the limit nobody waits`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop, limit: 2)
            let tasks = (1...2).map { _ in Task(executorPreference: loop) { await desk.wait() } }
            try await eventually { await desk.waiting.tasks == 2 }
            #expect(await desk.wait() == nil)
            #expect(await desk.wait(unless: 9) == 9)
            await desk.resumeAll(1)
            for task in tasks { #expect(await task.value == 1) }
        }
    }

    @Test(arguments: [true, false])
    func `a race of value and cancellation ends each wait once, and loses no value`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            for _ in 0..<500 {
                let waiter = task(on: loop, prefersLoop: prefersLoop) { await desk.wait() }
                let canceller = Task.detached { waiter.cancel() }
                let wasTaken = await desk.resumeFirst(1)
                await canceller.value
                // A value taken by a task stays taken: it doesn't vanish into a cancelled one.
                #expect(await waiter.value == (wasTaken ? 1 : nil))
            }
            #expect(await desk.waiting.tasks == 0)
        }
    }
}

@Suite("A fair lock", .timeLimit(.minutes(5)))
struct FairLockTests {
    @Test(arguments: [true, false])
    func `it goes from one to the next in the order they came`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            #expect(await desk.take("first"))
            var tasks: [Task<Bool, Never>] = []
            for number in 1...3 {
                tasks.append(task(on: loop, prefersLoop: prefersLoop) { await desk.take("\(number)") })
                try await eventually { await desk.waiting.forLock == number }
            }
            for task in tasks {
                #expect(await !desk.isFree)
                await desk.release()
                #expect(await task.value)
            }
            await desk.release()
            #expect(await desk.isFree)
            #expect(await desk.log == ["first has it", "1 has it", "2 has it", "3 has it"])
        }
    }

    @Test(arguments: [true, false])
    func `who is cancelled while waiting doesn't get it, and who is cancelled with it must release it`(
        prefersLoop: Bool
    ) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            #expect(await desk.take("first"))
            let second = task(on: loop, prefersLoop: prefersLoop) { await desk.take("second") }
            try await eventually { await desk.waiting.forLock == 1 }
            let third = task(on: loop, prefersLoop: prefersLoop) { await desk.take("third") }
            try await eventually { await desk.waiting.forLock == 2 }
            second.cancel()
            #expect(await !second.value)
            await desk.release()
            third.cancel()
            #expect(await third.value)
            #expect(await !desk.isFree)
            await desk.release()
            #expect(await desk.isFree)
        }
    }

    @Test func `beyond the limit nobody waits for it`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop, limit: 1)
            #expect(await desk.take("first"))
            let second = Task(executorPreference: loop) { await desk.take("second") }
            try await eventually { await desk.waiting.forLock == 1 }
            #expect(await !desk.take("third"))
            await desk.release()
            #expect(await second.value)
            await desk.release()
            #expect(await desk.isFree)
        }
    }

    @Test(arguments: [true, false])
    func `with many tasks, some of them cancelled, one at a time has it and it is free in the end`(
        prefersLoop: Bool
    ) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let holders = Mutex((now: 0, most: 0))
            let tasks = (1...200).map { number in
                let task = task(on: loop, prefersLoop: prefersLoop) {
                    guard await desk.take("\(number)") else { return }
                    holders.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    await Task.yield()
                    holders.withLock { $0.now -= 1 }
                    await desk.release()
                }
                if number.isMultiple(of: 3) { Task.detached { task.cancel() } }
                return task
            }
            for task in tasks { await task.value }
            #expect(holders.withLock { $0.most } == 1)
            #expect(await desk.isFree)
            #expect(await desk.waiting.forLock == 0)
        }
    }

    @Test func `releasing what nobody holds is our own fault`() async {
        await #expect(processExitsWith: .failure) { FairLock(limit: 1).release() }
    }
}

@Suite("A coalesced call", .timeLimit(.minutes(5)))
struct CoalescedCallTests {
    @Test(arguments: [true, false])
    func `those that ask while a call runs share the next one`(prefersLoop: Bool) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let first = task(on: loop, prefersLoop: prefersLoop) { await desk.callNumber() }
            try await eventually { await desk.callsBegun == 1 }
            let others = (1...5).map { _ in task(on: loop, prefersLoop: prefersLoop) { await desk.callNumber() } }
            try await eventually { await desk.waiting.forCall == 6 }
            await desk.endCall()
            #expect(await first.value == 1)
            try await eventually { await desk.callsBegun == 2 }
            #expect(await desk.waiting.forCall == 5)
            await desk.endCall()
            for other in others { #expect(await other.value == 2) }
            try await eventually { await desk.isIdle }
            #expect(await desk.callsBegun == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a task that is cancelled waits no longer, and the call goes on for the others`(
        prefersLoop: Bool
    ) async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            let first = task(on: loop, prefersLoop: prefersLoop) { await desk.callNumber() }
            try await eventually { await desk.callsBegun == 1 }
            let second = task(on: loop, prefersLoop: prefersLoop) { await desk.callNumber() }
            try await eventually { await desk.waiting.forCall == 2 }
            first.cancel()
            #expect(await first.value == nil)
            #expect(await desk.waiting.forCall == 1)
            await desk.endCall()
            try await eventually { await desk.callsBegun == 2 }
            await desk.endCall()
            #expect(await second.value == 2)
        }
    }

    @Test func `without anybody who waits no further call is made, and the next to ask begins again`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop)
            for number in 1...3 {
                let task = Task(executorPreference: loop) { await desk.callNumber() }
                try await eventually { await desk.callsBegun == number }
                await desk.endCall()
                #expect(await task.value == number)
                try await eventually { await desk.isIdle }
            }
        }
    }

    @Test func `beyond the limit nobody waits for it, be it for this call or the next`() async throws {
        try await withLoop { loop in
            let desk = Desk(on: loop, limit: 2)
            let first = Task(executorPreference: loop) { await desk.callNumber() }
            try await eventually { await desk.callsBegun == 1 }
            let second = Task(executorPreference: loop) { await desk.callNumber() }
            try await eventually { await desk.waiting.forCall == 2 }
            #expect(await desk.callNumber() == nil)
            await desk.endCall()
            #expect(await first.value == 1)
            try await eventually { await desk.callsBegun == 2 }
            await desk.endCall()
            #expect(await second.value == 2)
        }
    }
}
