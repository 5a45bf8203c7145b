public import Cryptography

/// What a chain of a ledger is checked by: its network, a clock, and who has signed what.
public struct LedgerRules: Sendable {
    /// The network.
    public let network: LedgerNetwork

    /// Seconds since 1970.
    let now: @Sendable () -> Double

    /// Whether payments are signed, remembered for all chains that are checked by these rules.
    let signatures: SignatureChecker

    /// Makes the rules of a network.
    ///
    /// - Parameters:
    ///   - now: the clock, in seconds since 1970: blocks from the future aren't taken yet.
    public init(_ network: LedgerNetwork, checking ed25519: Ed25519, now: @escaping @Sendable () -> Double) {
        (self.network, self.now) = (network, now)
        signatures = SignatureChecker(on: network.id, by: ed25519)
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
