/// The node's background tasks, kept so that they can be cancelled.
struct TaskSet: Sendable {
    private enum Phase {
        case notStarted, running, stopped
    }

    /// Whether the end has begun.
    var isStopped: Bool { phase == .stopped }

    private var tasks: [Int: Task<Void, Never>] = [:]
    private var lastNumber = 0
    private var phase = Phase.notStarted

    /// Whether tasks may begin: from the start to the end.
    var isRunning: Bool { phase == .running }

    /// Lets tasks begin, unless `stop()` was called first.
    mutating func start() {
        if phase == .notStarted { phase = .running }
    }

    /// A number for a task that is about to begin.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func insert(_ number: Int, _ task: Task<Void, Never>) {
        tasks[number] = task
    }

    mutating func remove(_ number: Int) {
        tasks[number] = nil
    }

    /// Cancels one task.
    func cancel(_ number: Int) {
        tasks[number]?.cancel()
    }

    /// Cancels all tasks, and lets no more begin.
    mutating func stop() {
        phase = .stopped
        // In the order they began, so that every run goes the same way.
        for (_, task) in tasks.sorted(by: { $0.key < $1.key }) { task.cancel() }
    }
}

extension Node {
    /// Begins a task that ends with the node at the latest, unless none may begin; returns its number.
    @discardableResult
    func inBackground(_ operation: @escaping @Sendable (isolated Node, _ number: Int) async -> Void) -> Int {
        let number = tasks.nextNumber()
        if tasks.isRunning {
            tasks.insert(number, Task(executorPreference: executor) { await self.run(operation, number) })
        }
        return number
    }

    private func run(_ operation: @Sendable (isolated Node, _ number: Int) async -> Void, _ number: Int) async {
        await operation(self, number)
        tasks.remove(number)
    }
}
