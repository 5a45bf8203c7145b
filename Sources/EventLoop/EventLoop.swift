internal import CLibEvent
internal import Glibc
internal import Synchronization
internal import Wording

/// One libevent loop, driven by one thread, that is also a Swift serial executor and task executor.
///
/// An actor that returns a loop as its `unownedExecutor` runs on the thread inside ``run()``, interleaved with
/// libevent's callbacks. A callback enters such an actor by `assumeIsolated`, without a task. A process may have
/// several loops, each on its own thread.
///
/// Only that thread touches libevent, so the `event_base` needs no locks. Other threads append a job to the inbox and,
/// if it was empty, write to an eventfd that the loop watches.
///
/// Start tasks with `Task(executorPreference: loop)` or `Task.immediate(executorPreference: loop)`. Without the
/// preference, each `await` resumes on Swift's thread pool first and then hops back, at about twenty times the cost. It
/// may also suspend, and let others in, even at a call that stays on the same actor.
@safe public final class EventLoop: SerialExecutor, TaskExecutor {
    /// libevent's `event_base`. Safe without a lock: ``preconditionOwned()`` guards every use, and the pointer itself
    /// never changes.
    package nonisolated(unsafe) let base: OpaquePointer

    /// An eventfd, readable once the inbox is no longer empty.
    private let wakeUp: Int32

    /// The event on ``wakeUp``. Set once in `init`, freed in `deinit`, never read in between.
    private nonisolated(unsafe) var wakeUpEvent: OpaquePointer?

    /// Jobs that Swift enqueued, from any thread, in order of arrival.
    private let inbox = Mutex<[UnownedJob]>([])

    /// The thread inside ``run()``, or zero.
    private let thread = Atomic<UInt>(0)

    /// Calls of ``stop()`` that have not ended a run yet.
    private let pendingStops = Atomic<Int>(0)

    /// Makes a loop that no thread drives yet.
    ///
    /// Ignores SIGPIPE for the whole process: libevent writes to sockets whose other end may be gone.
    public init() throws(EventLoopError) {
        signal(SIGPIPE, SIG_IGN)
        guard let configuration = unsafe event_config_new() else { throw EventLoopError(Statement(.loopNoMemory)) }
        defer { unsafe event_config_free(configuration) }
        // The change list saves system calls. It is safe because no descriptor here is ever a duplicate.
        let flags = EVENT_BASE_FLAG_NOLOCK.rawValue | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST.rawValue
        unsafe event_config_set_flag(configuration, Int32(flags))
        guard let base = unsafe event_base_new_with_config(configuration) else {
            throw EventLoopError(errno, while: .loopNotMade)
        }
        wakeUp = clibevent_eventfd()
        guard wakeUp >= 0 else {
            let code = errno
            unsafe event_base_free(base)
            throw EventLoopError(code, while: .loopNoWaking)
        }
        unsafe self.base = unsafe base
        unsafe wakeUpEvent = nil
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe wakeUpEvent = event_new(
            base, wakeUp, Int16(EV_READ | EV_PERSIST),
            { _, _, context in
                unsafe callbackOwner(context, as: EventLoop.self).drain()
            }, context)
        unsafe precondition(wakeUpEvent != nil, "no memory for an event")
        let result = unsafe event_add(wakeUpEvent, nil)
        precondition(result == 0, "no memory for an event")
    }

    deinit {
        precondition(thread.load(ordering: .acquiring) == 0, "a loop was dropped while a thread drives it")
        unsafe event_free(wakeUpEvent)
        unsafe event_base_free(base)
        close(wakeUp)
    }

    /// Serves events on the calling thread until ``stop()``. A stopped loop can run again.
    public func run() {
        let previous = thread.exchange(UInt(pthread_self()), ordering: .acquiringAndReleasing)
        precondition(previous == 0, "the loop already runs on a thread")
        // The previous run may have consumed that stop's wake-up.
        if pendingStops.load(ordering: .acquiring) > 0 { wake() }
        _ = unsafe event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY)
        thread.store(0, ordering: .releasing)
    }

    /// Runs `operation` on the loop, serving events on the calling thread until it ends, and gives its result or throws
    /// its error.
    public func run<Value: Sendable, Failure: Error>(
        _ operation: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outcome = Mutex<Result<Value, Failure>?>(nil)
        Task(executorPreference: self) {
            let ended: Result<Value, Failure>
            do throws(Failure) {
                ended = .success(try await operation())
            } catch {
                ended = .failure(error)
            }
            outcome.withLock { $0 = ended }
            self.stop()
        }
        while true {
            run()
            if let ended = outcome.withLock({ $0 }) { return try ended.get() }
        }
    }

    /// Makes ``run()`` return after the running callback. Any thread may call it.
    ///
    /// Each call ends one run: the present one or, if that is already ending, the next.
    public func stop() {
        pendingStops.add(1, ordering: .releasing)
        wake()
    }

    /// Whether the caller is on the loop's thread.
    public var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// Traps unless the caller may touch libevent's objects: it drives the loop, or no thread does.
    package func preconditionOwned() {
        precondition(
            isCurrent || thread.load(ordering: .relaxed) == 0,
            "an event loop's object was touched by a thread that does not drive the loop")
    }

    private func wake() {
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the loop is about to wake anyway.
        _ = unsafe write(wakeUp, &one, MemoryLayout<UInt64>.size)
    }

    private func drain() {
        var count: UInt64 = 0
        _ = unsafe read(wakeUp, &count, MemoryLayout<UInt64>.size)
        let jobs = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        for job in jobs {
            unsafe job.runSynchronously(
                isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
        // Only this thread decrements the count.
        if pendingStops.load(ordering: .acquiring) > 0 {
            pendingStops.subtract(1, ordering: .relaxed)
            unsafe event_base_loopbreak(base)
        }
    }
}

// MARK: - Executor

extension EventLoop {
    /// Takes a job from Swift's runtime. Only the first job in an empty inbox costs a system call.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasEmpty = inbox.withLock { inbox in
            defer { inbox.append(job) }
            return inbox.isEmpty
        }
        if wasEmpty { wake() }
    }

    /// Traps when the caller is not on the loop's thread.
    public func checkIsolated() {
        precondition(isCurrent, "not on the event loop's thread")
    }

    /// Whether the caller is on the loop's thread.
    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}
