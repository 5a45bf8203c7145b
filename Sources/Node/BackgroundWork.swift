/// What a node does of its own accord, kept so that it can be ended.
struct BackgroundWork: Sendable {
    private enum Phase {
        case awaited, running, stopped
    }

    private var tasks: [(number: Int, task: Task<Void, Never>)] = []
    private var lastNumber = 0
    private var phase = Phase.awaited

    /// Whether something may begin: from the start to the end.
    var isRunning: Bool { phase == .running }

    /// Lets things begin, unless all was told to end before.
    mutating func start() {
        if phase == .awaited { phase = .running }
    }

    /// A number for something that is about to begin.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func add(_ number: Int, _ task: Task<Void, Never>) {
        tasks.append((number, task))
    }

    mutating func remove(_ number: Int) {
        tasks.removeAll { $0.number == number }
    }

    /// Tells one to end.
    func cancel(_ number: Int) {
        tasks.first { $0.number == number }?.task.cancel()
    }

    /// Tells all to end, and lets nothing begin any more.
    mutating func stop() {
        phase = .stopped
        for (_, task) in tasks { task.cancel() }
    }
}

extension Node {
    /// Begins something that ends with the node at the latest, unless nothing may begin; gives its number.
    @discardableResult
    func inBackground(_ operation: @escaping @Sendable (isolated Node, _ number: Int) async -> Void) -> Int {
        let number = background.nextNumber()
        if background.isRunning {
            background.add(number, Task(executorPreference: executor) { await self.run(operation, number) })
        }
        return number
    }

    private func run(_ operation: @Sendable (isolated Node, _ number: Int) async -> Void, _ number: Int) async {
        await operation(self, number)
        background.remove(number)
    }
}
