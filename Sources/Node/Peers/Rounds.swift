/// Who waits for rounds of consensus: for the one that runs, and for the one that follows it.
struct Rounds: Sendable {
    /// How many may wait: a quarter of a server's connections, so that those who only read find a place.
    static let maximumWaiting = 256

    typealias Continuation = CheckedContinuation<Resolution?, Never>

    private var running: [Int: Continuation] = [:]
    private var next: [Int: Continuation] = [:]
    private var lastNumber = 0

    /// Whether one more may wait.
    var hasRoom: Bool { running.count + next.count < Self.maximumWaiting }

    /// Whether somebody waits for the next round.
    var isNextWanted: Bool { !next.isEmpty }

    /// A number for somebody who is going to wait.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Waits for the next round.
    mutating func wait(_ number: Int, _ continuation: Continuation) {
        next[number] = continuation
    }

    /// Waits no longer.
    mutating func leave(_ number: Int) {
        let continuation = running.removeValue(forKey: number) ?? next.removeValue(forKey: number)
        continuation?.resume(returning: nil)
    }

    /// The next round begins: it is the running one.
    mutating func begin() {
        precondition(running.isEmpty, "rounds do not overlap")
        swap(&running, &next)
    }

    /// The running round has ended.
    mutating func end(_ resolution: Resolution) {
        let waiting = running
        running = [:]
        // In the order they came, so that what follows is the same in every run.
        for (_, continuation) in waiting.sorted(by: { $0.key < $1.key }) { continuation.resume(returning: resolution) }
    }
}
