internal import Chain
public import HTTP
internal import Mining

/// What a person may choose about a node.
public struct Configuration: Sendable {
    /// The address to listen on.
    public var host = "0.0.0.0"

    /// The port to listen on; 0 lets the system pick.
    public var port: UInt16 = 5000

    /// The name of the set of rules, one of ``ruleSets``.
    public var rules = RuleSet.standard.name

    /// Hex zeros a proof has to begin with; has to be in ``difficulties``.
    public var difficulty = Difficulty.standard.hexZeros

    /// Peers known from the start.
    public var peers: [PeerAddress] = []

    /// Who is paid for blocks; nil for the name that was kept, or for one at random.
    public var identifier: String?

    /// Where the node keeps what it has; nil for nowhere, so that it forgets when it stops.
    public var dataDirectory: String?

    /// Threads that search for proofs; nil for as many as there are processors.
    public var minerThreads: Int?

    /// What they search with, one of ``kernels``; nil for the one that turns out to be the fastest.
    public var kernel: String?

    /// Seconds a peer has to bring its chain.
    public var peerTimeoutSeconds = 10

    /// The largest answer taken from a peer, in bytes.
    public var maximumChainBytes = ChainReader.maximumBytes

    /// What the node does of its own accord.
    public var options = NodeOptions()

    /// The defaults.
    public init() {}

    /// What ``rules`` may be, the default first.
    public static let ruleSets = RuleSet.allCases.map(\.name)

    /// What ``difficulty`` may be.
    public static let difficulties = Difficulty.range

    /// What ``kernel`` may be on this processor. Each is checked when this is first asked for, which takes some
    /// milliseconds.
    public static var kernels: [String] { Kernel.usable.map(\.name) }

    /// 32 hex digits at random, as the tutorial makes them of a UUID.
    public static func randomIdentifier() -> String {
        var generator = SystemRandomNumberGenerator()
        return randomIdentifier(using: &generator)
    }

    /// The rules of a set and a difficulty that were chosen; both have to be among those that may be.
    static func rules(_ name: String, difficulty: Int) -> Rules {
        guard let set = RuleSet(rawValue: name), let difficulty = Difficulty(hexZeros: difficulty) else {
            preconditionFailure("the rules have to be in Configuration.ruleSets, the difficulty in difficulties")
        }
        return Rules(set, difficulty: difficulty)
    }

    static func randomIdentifier(using generator: inout some RandomNumberGenerator) -> String {
        (0..<32).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
}
