/// One at a time, in the order they came: who may forge the next block.
struct Turns: Sendable {
    /// How many may wait: half of a server's connections, so that those who only read find a place.
    static let maximumWaiting = 512

    private(set) var isTaken = false
    private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastNumber = 0

    /// Takes the turn if nobody has it.
    mutating func takeIfFree() -> Bool {
        if isTaken { return false }
        isTaken = true
        return true
    }

    /// Whether one more may wait.
    var hasRoom: Bool { waiting.count < Self.maximumWaiting }

    /// A number for somebody who is going to wait.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Waits in line; resumed with true when the turn came.
    mutating func wait(_ number: Int, _ continuation: CheckedContinuation<Bool, Never>) {
        waiting.append((number, continuation))
    }

    /// Leaves the line.
    mutating func leave(_ number: Int) {
        guard let position = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: position).continuation.resume(returning: false)
    }

    /// Hands the turn to the next in line.
    mutating func pass() {
        precondition(isTaken, "a turn was passed that nobody had")
        if waiting.isEmpty {
            isTaken = false
        } else {
            waiting.removeFirst().continuation.resume(returning: true)
        }
    }
}
