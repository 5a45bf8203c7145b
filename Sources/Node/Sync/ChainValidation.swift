package import Chain
internal import Dispatch
internal import EventLoop
internal import Synchronization

/// The queues on which chains are validated, away from the loop. Their class, background, is niced, which leaves the
/// loop its time.
///
/// Serial queues, because each gets a thread whenever it has work. Concurrent ones would share a few threads with
/// everything of their class, including the search for proofs.
package final class ValidationQueues: Sendable {
    /// How many chains are assembled at once. Parsing a block of maximum size takes up to 320 MiB, so of those only one
    /// is.
    private static let count = 2
    /// How many parts of chains are scanned at once: with two, the single thread that receives is the slower one.
    private static let prevalidationCount = 2

    /// Held while a long piece is parsed.
    private let longPiece = Mutex(())

    private let forChains = queues("validation", count)
    private let forParts = queues("prevalidation", prevalidationCount)
    private let turn = Atomic<UInt>(0)

    package init() {}

    private static func queues(_ name: String, _ count: Int) -> [DispatchQueue] {
        (0..<count).map { DispatchQueue(label: "forgechain.\(name).\($0)", qos: .background) }
    }

    /// Does something that takes much memory, one at a time; blocks the queue meanwhile.
    fileprivate func alone<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) {
        try longPiece.withLock { (_: inout ()) throws(Failure) in try work() }
    }

    /// Reads what is short for a chain and long for the loop.
    func read<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            nextForPart.async { continuation.resume(returning: work()) }
        }
    }

    /// Where to assemble the next chain.
    fileprivate var nextForChain: DispatchQueue { next(of: forChains) }

    /// Where to scan the next part.
    fileprivate var nextForPart: DispatchQueue { next(of: forParts) }

    private func next(of queues: [DispatchQueue]) -> DispatchQueue {
        queues[Int(turn.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(queues.count))]
    }
}

/// Validates a peer's chain as it arrives.
///
/// Its parts are scanned on all processors at once, and assembled in order on one queue.
package actor ChainValidation {
    /// How much of an answer is scanned at once: about a thousand blocks, half a millisecond's work.
    static let partBytes = 256 * 1024
    /// How many parts may be being scanned or waiting to be assembled: enough that no processor waits.
    static let maximumParts = 8

    /// How much of an answer that breaks off is worth keeping, in bytes. Less is soon fetched again; and what is cut
    /// off in a few blocks is more likely wrong than slow.
    static let leastPartBytes = 256 * 1024

    /// Pieces longer than this, in bytes, are parsed one at a time, whoever sent them: that takes up to 20 times as
    /// much memory.
    private static let longPieceBytes = 1 << 20

    private let queue: QueueExecutor
    private let queues: ValidationQueues
    private let rules: Rules
    private let budget: AnswerBudget
    /// Nil once it is refused, so that nothing is held of it.
    private var answer: PeerAnswer?
    private var part: [UInt8] = []
    /// Parts that are being scanned.
    private var parts: [(bytes: [UInt8], prevalidated: Task<PrevalidatedBlocks, Never>)] = []
    private var holding = AnswerBudget.Holding()
    private var failure: PeerFault?
    /// What had come of an answer that broke off.
    private var beginning: PeerChain?
    /// How much of the beginning was read directly.
    private var beginningBytes = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    package init(beyond ours: Blockchain, maximumBytes: Int, budget: AnswerBudget, queues: ValidationQueues) {
        queue = QueueExecutor(label: "forgechain.validation", target: queues.nextForChain)
        self.queues = queues
        rules = ours.rules
        self.budget = budget
        answer = PeerAnswer(beyond: ours, maximumBytes: maximumBytes)
    }

    deinit {
        budget.giveBack(holding)
    }

    /// Takes the next bytes, and returns whether it is worth reading on. Waits when it is behind.
    ///
    /// The beginning is read directly, because most answers that aren't chains reveal themselves there.
    package func read(_ piece: [UInt8]) async -> Bool {
        if beginningBytes < Self.partBytes {
            beginningBytes += piece.count
            look(at: piece, prevalidated: nil)
        } else {
            if part.isEmpty { part = piece } else { part += piece }
            if part.count >= Self.partBytes { await takePart() }
        }
        await keepToBudget()
        return failure == nil
    }

    /// Why the answer is refused, as far as it has arrived; nil if nothing has been wrong so far.
    package func fault() async -> PeerFault? {
        while !parts.isEmpty { await putTogether() }
        look(at: part, prevalidated: nil)
        part = []
        return failure
    }

    /// The answer has broken off. Returns what is valid of it if that is a longer chain, or else why there is none.
    package func breakOff(_ fault: PeerFault) async -> Result<PeerChain, PeerFault> {
        // If the validation wanted no more, its own reason counts.
        let fault = await self.fault() ?? fault
        if failure == nil { stop(fault) }
        return beginning.map { .success($0) } ?? .failure(fault)
    }

    /// Declares the answer complete, and returns the result.
    package func finish() async -> Result<PeerChain, PeerFault> {
        if let fault = await fault() { return beginning.map { .success($0) } ?? .failure(fault) }
        guard var answer else { preconditionFailure("an answer without a fault is there") }
        return Result { () throws(PeerFault) in try answer.finish() }
    }

    private func takePart() async {
        let bytes = part
        part = []
        let prevalidated = Task.immediate { [queue = queues.nextForPart, rules] in
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: PrevalidatedBlocks(in: bytes, rules: rules)) }
            }
        }
        parts.append((bytes, prevalidated))
        if parts.count == Self.maximumParts { await putTogether() }
    }

    private func putTogether() async {
        let (bytes, prevalidated) = parts.removeFirst()
        look(at: bytes, prevalidated: await prevalidated.value)
    }

    private func look(at bytes: [UInt8], prevalidated: PrevalidatedBlocks?) {
        guard failure == nil else { return }
        do throws(PeerFault) {
            if answer?.unfinishedBytes ?? 0 > Self.longPieceBytes {
                try queues.alone { () throws(PeerFault) in try answer?.read(bytes, prevalidated: prevalidated) }
            } else {
                try answer?.read(bytes, prevalidated: prevalidated)
            }
        } catch {
            if error.isNotYet { stop(error, atLeast: 0) } else { fail(error) }
        }
    }

    // MARK: What it holds

    /// Takes from the budget what is held by now. If there isn't as much, puts the parts together that wait, and if
    /// that isn't enough, gives up.
    private func keepToBudget() async {
        while failure == nil, !budget.change(&holding, to: held) {
            if parts.isEmpty { return stop(.noAnswer(AnswerBudget.refusal)) }
            await putTogether()
        }
    }

    private var held: AnswerBudget.Holding {
        // The blocks found in a part take about as much again.
        let waiting = part.count + parts.reduce(0) { $0 + 2 * $1.bytes.count }
        return AnswerBudget.Holding(
            unfinished: waiting + (answer?.unfinishedBytes ?? 0), blocks: answer?.heldBytes ?? 0)
    }

    /// Gives up an answer with which nothing is wrong.
    private func stop(_ fault: PeerFault, atLeast bytes: Int = leastPartBytes) {
        beginning = answer?.part(ofAtLeast: bytes, withoutRest: fault)
        fail(fault)
    }

    private func fail(_ fault: PeerFault) {
        failure = fault
        answer = nil
        part = []
        parts = []
        budget.giveBack(holding)
        holding = AnswerBudget.Holding()
    }
}
