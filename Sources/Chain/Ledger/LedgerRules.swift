public import Cryptography

/// What a chain of a ledger is checked by: its network, a clock, and what checks signatures.
public struct LedgerRules: Sendable {
    /// The network.
    public let network: LedgerNetwork

    /// Seconds since 1970.
    let now: @Sendable () -> Double

    /// What checks signatures.
    public let signatures: any SignatureChecker

    /// Makes the rules of a network.
    ///
    /// - Parameter now: the clock, in seconds since 1970: blocks from the future aren't taken yet.
    public init(
        _ network: LedgerNetwork, checking signatures: any SignatureChecker, now: @escaping @Sendable () -> Double
    ) {
        (self.network, self.signatures, self.now) = (network, signatures, now)
    }

    /// What the network's first block leaves: its grants.
    var firstTip: LedgerTip { LedgerTip(header: network.tip, accounts: network.accounts) }
}

extension LedgerRules: Hashable {
    /// Rules of the same network are the same.
    public static func == (left: LedgerRules, right: LedgerRules) -> Bool { left.network.id == right.network.id }

    /// Hashes the network's name.
    public func hash(into hasher: inout Hasher) { hasher.combine(network.id) }
}

/// Tells whether payments are signed: most of what validating a block of a ledger takes.
public protocol SignatureChecker: Sendable {
    /// For each payment, whether its sender signed it for a network.
    func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool]

    /// What `work` makes of each number below `count`, in their order, on as many processors as check signatures.
    func results<Value: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Value) -> [Value]

    /// Whether whoever asks may wait for the answer, also an event loop. A simulation wants that, where all happens in
    /// one order.
    var isWaitedFor: Bool { get }
}

extension SignatureChecker {
    /// One after the other.
    public func results<Value: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Value) -> [Value] {
        (0..<count).map(work)
    }

    /// A signature takes some 50 µs, so a loop asks elsewhere.
    public var isWaitedFor: Bool { false }
}

extension Ed25519: SignatureChecker {
    /// Checks one after the other.
    public func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] {
        payments.map { $0.isSigned(on: network, by: self) }
    }
}
