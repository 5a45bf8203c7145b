internal import Chain
internal import Node

/// How long blocks take in a ledger's network when its hash power becomes ten times what it was, and later what it was.
///
/// The nodes are real. They mine all the time, on a simulated clock, by proofs that are found as fast as the simulated
/// power allows.
struct BlockTimes {
    /// How long a block should take, in milliseconds.
    static let blockTime = 10_000

    /// How many blocks each power lasts. Before the first of them, the target has had time to settle.
    static let blocksEach = 1_000

    /// How many times what it was the power becomes.
    static let jump = 10.0

    static let nodes = 4
    private static let latencySeconds = 0.05

    /// How many times harder than the easiest target the blocks are before the jump, so that it never is the target.
    private static let hardness = 8.0

    /// From so many blocks before the first change of power on: how long each block took, in seconds.
    let seconds: [Double]

    /// How many blocks before the first change are looked at.
    static let blocksBefore = 200

    init(window: Int, seed: UInt64) {
        let ledger = LedgerPlan(seed: seed, machines: Self.nodes, blockTime: Self.blockTime, window: window)
        let guessesPerSecond = Self.hardness * LedgerPlan.easiestGuesses * 1_000 / Double(Self.blockTime)
        let plan = Plan(
            seed: seed, nodes: Self.nodes, degree: 2, latencySeconds: Self.latencySeconds, ledger: ledger,
            proofSeconds: Double(Self.nodes) * LedgerPlan.easiestGuesses / guessesPerSecond)
        let world = World(plan, on: SimulatedLoop(choice: nil), isPrinted: false)
        world.beginUndisturbed()
        let settled = 10 * window + Self.blocksBefore
        Self.mine(to: settled, in: world)
        world.assumeIsolated { $0.setPower(Self.jump) }
        Self.mine(to: settled + Self.blocksEach, in: world)
        world.assumeIsolated { $0.setPower(1) }
        Self.mine(to: settled + 2 * Self.blocksEach, in: world)
        let chain = world.assumeIsolated { $0.node(0)?.assumeIsolated { $0.chain } }
        world.endUndisturbed()
        seconds = Self.seconds(
            of: chain, from: settled - Self.blocksBefore, count: Self.blocksBefore + 2 * Self.blocksEach)
    }

    private static func mine(to length: Int, in world: World) {
        while world.assumeIsolated({ $0.node(0)?.assumeIsolated { $0.chain.length } ?? .max }) < length {
            world.run(for: 1)
        }
    }

    private static func seconds(of chain: Blockchain?, from start: Int, count: Int) -> [Double] {
        guard let chain else { return [] }
        let stamps = (start - 1..<start + count).map { position -> Double in
            let document = try? JSONDocument(parsing: chain.blocks[position].text.bytes)
            return document?.root["timestamp"].flatMap { LedgerTimestamp($0)?.seconds } ?? 0
        }
        return zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    }
}
