internal import Chain
internal import Dispatch
internal import EventLoop
internal import HTTP
internal import Synchronization

/// Peers reached over HTTP: one request each, its body validated on a Dispatch queue while it arrives.
struct HTTPPeers: PeerNetwork {
    let client: Client
    let limits: ClientLimits

    /// What all chains that are being fetched hold together.
    private let budget: ByteBudget

    /// Where chains are validated: so many at once, since parsing one block takes up to 320 MiB. The background class
    /// is niced, which leaves the loop its processor.
    private let lanes = (0..<2).map { DispatchQueue(label: "forgechain.validation.\($0)", qos: .background) }
    private let turn = RoundRobin()

    init(client: Client, limits: ClientLimits) {
        self.client = client
        self.limits = limits
        // Room for two of the largest, so that one hostile peer cannot shut all others out.
        budget = ByteBudget(bytes: 2 * limits.bodyBytes)
    }

    func chain(of peer: PeerAddress, difficulty: Difficulty) async -> Result<Blockchain, PeerFault> {
        let lane = lanes[turn.next(of: lanes.count)]
        let validation = ChainValidation(
            difficulty: difficulty, maximumBytes: limits.bodyBytes, budget: budget, lane: lane)
        do throws(FetchError) {
            try await client.get("/chain", host: peer.host, port: peer.port, limits: limits) { piece in
                await validation.read(piece)
            }
            return await validation.finish().mapError(PeerFault.refused)
        } catch {
            // When the validation wanted no more, its own reason counts.
            return .failure(await validation.failure ?? .noAnswer(error.description))
        }
    }
}

/// Counts 0, 1, ... and begins again.
private final class RoundRobin: Sendable {
    private let count = Atomic<UInt>(0)

    func next(of limit: Int) -> Int {
        Int(count.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(limit))
    }
}

/// How many bytes several may hold together.
private final class ByteBudget: Sendable {
    private let remaining: Atomic<Int>

    init(bytes: Int) {
        remaining = Atomic(bytes)
    }

    /// Takes bytes out; false when that is more than was left.
    func take(_ bytes: Int) -> Bool {
        remaining.subtract(bytes, ordering: .relaxed).newValue >= 0
    }

    func giveBack(_ bytes: Int) {
        remaining.add(bytes, ordering: .relaxed)
    }
}

/// A chain being validated away from the loop.
private actor ChainValidation {
    private let queue: QueueExecutor
    private var reader: ChainReader
    private let budget: ByteBudget
    private var takenBytes = 0
    private(set) var failure: PeerFault?

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(difficulty: Difficulty, maximumBytes: Int, budget: ByteBudget, lane: DispatchQueue) {
        queue = QueueExecutor(label: "forgechain.validation", target: lane)
        reader = ChainReader(difficulty: difficulty, maximumBytes: maximumBytes)
        self.budget = budget
    }

    deinit {
        budget.giveBack(takenBytes)
    }

    /// Whether it is worth to read on.
    func read(_ piece: [UInt8]) -> Bool {
        do throws(ChainError) {
            try reader.read(piece)
        } catch {
            failure = .refused(error)
            return false
        }
        let grown = reader.heldBytes - takenBytes
        takenBytes += grown
        guard budget.take(grown) else {
            failure = .noAnswer("given up: the chains of all peers together are too long")
            return false
        }
        return true
    }

    func finish() -> Result<Blockchain, ChainError> {
        do throws(ChainError) {
            return .success(try reader.finish())
        } catch {
            return .failure(error)
        }
    }
}
