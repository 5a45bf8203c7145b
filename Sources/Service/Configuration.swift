public import Chain
internal import Cryptography
public import HTTP
internal import Mining
public import Node
internal import Storage

/// What a person can configure about a node.
public struct Configuration: Sendable {
    /// The addresses to listen on, or names of this machine; none for all addresses, IPv6 included where there is any.
    public var hosts: [String] = []

    /// The port to listen on; 0 lets the system pick.
    public var port: UInt16 = 5000

    /// The name of the set of rules, one of ``ruleSets``.
    public var rules = RuleSet.standard.name

    /// The network of a ledger, if the rules are a ledger's; nil for the kept one, or else the one that is built in.
    public var network: LedgerNetwork?

    /// The address that is paid for blocks of a ledger; nil for that of the node's own key.
    public var payTo: Address?

    /// Hex zeros that a proof must begin with; must be in ``difficulties``. A ledger's network has its own.
    public var difficulty = Difficulty.standard.hexZeros

    /// Peers known from the start.
    public var peers: [PeerAddress] = []

    /// The name paid for blocks; nil for the stored one, or a random one.
    public var identifier: String?

    /// The node's data directory; nil for none, so that it forgets everything when it stops.
    public var dataDirectory: String?

    /// Threads that search for proofs; nil for one per processor.
    public var minerThreads: Int?

    /// The search kernel, one of ``kernels``; nil for the fastest one.
    public var kernel: String?

    /// What the node does on its own, and all limits.
    public var options = NodeOptions()

    /// Names under which the node may be addressed, besides addresses, this machine's, and those that nobody can own.
    public var allowedHosts: [String] = []

    /// Proxies in front of the node, which are believed who a client is.
    public var trustedProxies = TrustedProxies()

    /// Origins whose pages may do what the node's own page may.
    public var allowedOrigins: [WebOrigin] = []

    /// What a request must bring to change something; nil if anyone may.
    public var token: BearerToken?

    /// A second port that only reads; 0 lets the system pick, nil for none.
    public var readOnlyPort: UInt16?

    /// The defaults.
    public init() {}

    /// The possible values of ``rules``, the default first.
    public static let ruleSets = RuleSet.allCases.map(\.name)

    /// The possible values of ``difficulty``.
    public static let difficulties = Difficulty.range

    /// The possible values of ``kernel`` on this processor. The first use checks them all, which takes a few
    /// milliseconds.
    public static var kernels: [String] { Kernel.usable.map(\.name) }

    /// 32 random hex digits, as the tutorial makes from a UUID.
    public static func randomIdentifier() -> String {
        var generator = SystemRandomNumberGenerator()
        return NodeIdentity.randomName(using: &generator)
    }

    /// The rules for a set and a difficulty, both of which must be possible values.
    static func rules(_ name: String, difficulty: Int) -> Rules {
        guard let set = RuleSet(rawValue: name), set != .ledger, let difficulty = Difficulty(hexZeros: difficulty)
        else {
            preconditionFailure("the rules have to be in Configuration.ruleSets, the difficulty in difficulties")
        }
        return Rules(set, difficulty: difficulty)
    }

    /// The one of ``ruleSets`` that a network has to say more about.
    public static let ledgerName = RuleSet.ledger.name

    /// Whether the rules are a ledger's.
    public var isLedger: Bool { rules == Self.ledgerName }

    /// The rules of the node.
    func rules(checking ed25519: Ed25519) throws(OpenError) -> Rules {
        guard isLedger else { return Self.rules(rules, difficulty: difficulty) }
        let kept =
            network == nil
            ? try dataDirectory.flatMap { directory throws(OpenError) in
                try ChainStore.keptNetwork(in: directory)
            } : nil
        return Rules(
            LedgerRules(
                network ?? kept ?? .practice, checking: SignatureBook(ed25519), now: WallClock.secondsSince1970))
    }
}
