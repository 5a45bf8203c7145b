internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Logging
internal import Node
internal import Records
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Wording

// MARK: - Stand-ins for the world

/// Peers that are closures, with a count of how often each was asked.
final class StubNetwork: PeerNetwork {
    typealias Answer = @Sendable () async -> Result<Blockchain, PeerFault>

    private let peers = Mutex<[PeerAddress: Answer]>([:])
    private let names = Mutex<[PeerAddress: [PeerAddress]]>([:])
    private let resolved = Mutex<[PeerAddress: Int]>([:])
    private let asked = Mutex<[PeerAddress: Int]>([:])
    typealias Listener = @Sendable (GossipMessage) async -> Result<GossipAnswer, PeerFault>

    private let listeners = Mutex<[PeerAddress: Listener]>([:])
    private let told = Mutex<[PeerAddress: [GossipMessage]]>([:])

    typealias View = @Sendable () async -> Result<PeerLook, PeerFault>

    private let views = Mutex<[PeerAddress: View]>([:])
    private let looked = Mutex<[PeerAddress: Int]>([:])

    /// Makes `view` what is seen of a peer.
    func show(_ peer: PeerAddress, _ view: @escaping View) { views.withLock { $0[peer] = view } }

    /// How often a peer was looked at.
    func lookedCount(_ peer: PeerAddress) -> Int { looked.withLock { $0[peer] ?? 0 } }

    func look(at peer: PeerAddress) async -> Result<PeerLook, PeerFault> {
        looked.withLock { $0[peer, default: 0] += 1 }
        let view = views.withLock { $0[peer] }
        return await view?() ?? .failure(.noAnswer(Statement(.unreachable)))
    }

    /// Here answers come whole.
    var unfinishedBytes: Int { 0 }

    /// Makes `answer` speak for a peer.
    func set(_ peer: PeerAddress, _ answer: @escaping Answer) {
        peers.withLock { $0[peer] = answer }
    }

    /// How often a peer was asked.
    func askedCount(_ peer: PeerAddress) -> Int { asked.withLock { $0[peer] ?? 0 } }

    func chain(
        of peer: PeerAddress, beyond ours: Blockchain, _ course: FetchCourse
    ) async -> Result<PeerChain, PeerFault> {
        asked.withLock { $0[peer, default: 0] += 1 }
        let answer = peers.withLock { $0[peer] }
        return await (answer?() ?? .failure(.noAnswer(Statement(.unreachable)))).map { theirs in
            PeerChain(status: nil, length: theirs.length, longer: theirs.length > ours.length ? theirs : nil)
        }
    }

    func resolve(_ peer: PeerAddress) async -> [PeerAddress] {
        resolved.withLock { $0[peer, default: 0] += 1 }
        return names.withLock { $0[peer] ?? [] }
    }

    /// How often a name was resolved.
    func resolvedCount(_ peer: PeerAddress) -> Int { resolved.withLock { $0[peer] ?? 0 } }

    /// Makes a name lead to addresses.
    func name(_ peer: PeerAddress, leadsTo addresses: PeerAddress...) { names.withLock { $0[peer] = addresses } }

    func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipReply, PeerFault> {
        told.withLock { $0[peer, default: []].append(message) }
        let listener = listeners.withLock { $0[peer] }
        let answer = await listener?(message) ?? .failure(.noAnswer(Statement(.unreachable)))
        return answer.map { GossipReply($0, from: peer.resolvedHost) }
    }

    /// Makes `listener` answer the messages to a peer.
    func listen(_ peer: PeerAddress, _ listener: @escaping Listener) {
        listeners.withLock { $0[peer] = listener }
    }

    /// The messages that a peer was sent.
    func told(_ peer: PeerAddress) -> [GossipMessage] { told.withLock { $0[peer] ?? [] } }
}

/// Finds proofs on the caller's thread; difficulties here need only a few guesses.
struct PlainProver: Prover {
    var guessCount: UInt64 { 0 }
    var kernelName: String { "plain" }

    func smallestProof(for work: ProofOfWork) async -> UInt64? {
        Task.isCancelled ? nil : (0..<UInt64.max).first { work.isValid($0) }
    }

    func nonce(for template: BlockTemplate) async -> UInt128? { template.nonceByTrying() }
}

/// Searches only while its gate is open, and counts searches.
final class GatedProver: Prover {
    let gate = Gate()
    private let begun = Atomic(0)

    /// How many searches have begun.
    var begunCount: Int { begun.load(ordering: .relaxed) }

    /// A thousand for each search, from its beginning.
    var guessCount: UInt64 { UInt64(begunCount) * 1_000 }

    var kernelName: String { "gated" }

    func smallestProof(for work: ProofOfWork) async -> UInt64? {
        begun.add(1, ordering: .relaxed)
        await gate.pass()
        return await PlainProver().smallestProof(for: work)
    }

    func nonce(for template: BlockTemplate) async -> UInt128? {
        begun.add(1, ordering: .relaxed)
        await gate.pass()
        return template.nonceByTrying()
    }
}

/// Each reading of the wall clock is a second later, and a second of waiting takes a millisecond, after which the
/// monotonic clock is a second further. After some waits both stand still, and waits that are too long never end. Waits
/// may end too early, as those of a clock with steps do.
final class StubClock: NodeClock {
    private let seconds = Atomic(1_000_000)
    private let waits: Atomic<Int>
    private let longestSeconds: Double
    private let early: Duration
    private let monotonic = Mutex(Duration.zero)

    init(waits: Int = .max, longestSeconds: Double = .infinity, early: Duration = .zero) {
        self.waits = Atomic(waits)
        self.early = early
        self.longestSeconds = longestSeconds
    }

    var now: Duration { monotonic.withLock { $0 } }

    var secondsSince1970: Double {
        Double(seconds.add(1, ordering: .relaxed).newValue) + 0.5
    }

    func sleep(seconds: Double) async {
        let isStanding = waits.subtract(1, ordering: .relaxed).newValue < 0 || seconds > longestSeconds
        let end = now + max(.seconds(seconds) - early, .zero)
        // Returns early when cancelled.
        try? await Task.sleep(for: isStanding ? .seconds(3600) : .milliseconds(seconds))
        if !isStanding { monotonic.withLock { $0 = max($0, end) } }
    }
}

// MARK: - Nodes

extension Node {
    /// A node among stand-ins, which continues with the data in `store`; without a store it keeps its data in memory.
    static func stub(
        on loop: EventLoop, identifier: String = "node", peers: [PeerAddress] = [], store: (any KeepingStore)? = nil,
        rules: Rules = .easy, network: any PeerNetwork = StubNetwork(), prover: any Prover = PlainProver(),
        clock: StubClock = StubClock(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, options: NodeOptions = NodeOptions()
    ) throws -> Node {
        let store = try store ?? ChainStore(inMemoryBy: rules)
        let kept = try store.load(rules: rules)
        var list = PeerList()
        try list.add(peers + kept.peers.map { try PeerAddress($0) })
        return Node(
            executor: loop, identifier: identifier, kept: kept, peers: list, store: store,
            network: network, prover: prover, clock: clock, logger: logger, options: options)
    }
}
