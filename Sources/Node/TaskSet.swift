/// What a node does by itself, kept so that it can be ended.
struct TaskSet: Sendable {
    private enum Phase {
        case notStarted, running, stopped
    }

    private var tasks: [Int: Task<Void, Never>] = [:]
    private var lastNumber = 0
    private var phase = Phase.notStarted

    /// Whether something may begin: from the start to the end.
    var isRunning: Bool { phase == .running }

    /// Lets things begin, unless all was told to end before.
    mutating func start() {
        if phase == .notStarted { phase = .running }
    }

    /// A number for something that is about to begin.
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

    /// Tells one to end.
    func cancel(_ number: Int) {
        tasks[number]?.cancel()
    }

    /// Tells all to end, and lets nothing begin any more.
    mutating func stop() {
        phase = .stopped
        // In the order they began, so that what follows is the same in every run.
        for (_, task) in tasks.sorted(by: { $0.key < $1.key }) { task.cancel() }
    }
}

extension Node {
    /// Begins something that ends with the node at the latest, unless nothing may begin; gives its number.
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
