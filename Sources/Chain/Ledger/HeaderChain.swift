internal import Wording

/// A ledger's chain without its transactions, as light clients have it: from the network's first block on, every
/// target, timestamp, seal and proof is checked.
///
/// That needs no transactions: the guess of each header holds the proof before, which begins with the seal of the
/// header before. `previous_hash`, the hash of a whole block, can't be compared, but it is sealed as well, so whoever
/// writes another one does the work anew; only the second block's is known, and has to name the network. What
/// transactions say isn't checked either: a light client counts on nobody working for a chain that full nodes refuse.
///
/// It takes 32 bytes of memory a header.
public struct HeaderChain: Sendable {
    /// The network, whose first block every chain begins with.
    public let network: LedgerNetwork
    /// What the next header builds on.
    public private(set) var tip: HeaderTip

    /// The seal of each header, from the second block's on.
    private var seals: [UInt256] = []
    private let keptHeights: Set<Int>
    private var kept: [Int: (header: SealedHeader, work: UInt256)] = [:]

    /// A chain of the first block alone.
    ///
    /// - Parameter heights: the blocks whose headers are kept whole, for ``confirm(_:by:)``.
    public init(_ network: LedgerNetwork, keeping heights: Set<Int> = []) {
        (self.network, keptHeights) = (network, heights)
        tip = network.tip
    }

    /// How many blocks there are, with the first, which has no header.
    public var length: Int { tip.index }

    /// The guesses that the chain took on average.
    public var work: UInt256 { tip.work }

    /// Checks the next header with its proof, and adds it. One that is refused changes nothing. Takes three SHA-256.
    ///
    /// - Parameter now: seconds since 1970: a header from the future isn't taken yet.
    public mutating func append(_ value: JSONValue, now: Double) throws(LedgerFault) {
        if length == Block.firstIndex { try checkNetwork(value) }
        let sealed = try SealedHeader(value, after: tip, now: now)
        tip = tip.appending(sealed)
        seals.append(sealed.header.seal)
        if keptHeights.contains(length) { kept[length] = (sealed, work) }
    }

    /// Networks may have the same targets, so that their headers differ in this alone.
    private func checkNetwork(_ value: JSONValue) throws(LedgerFault) {
        guard value["index"]?.integer == Block.firstIndex + 1, let found = value["previous_hash"]?.string,
            found != network.id.description, BlockHash(hexDigits: Array(found.utf8)[...]) != nil
        else { return }
        throw LedgerFault(
            .network, .networkOtherFirstBlock, expected: "\(network.id)",
            found: found)
    }

    /// How many blocks two chains of a network share, from the first on. Takes time linear in that.
    public func commonLength(with other: HeaderChain) -> Int {
        Block.firstIndex + zip(seals, other.seals).prefix { $0 == $1 }.count
    }
}

// MARK: - Transactions

/// Where in a chain of headers a transaction is, and what stands on top of it.
public struct Confirmation: Sendable {
    /// The header of its block.
    public let header: LedgerHeader
    /// How many blocks stand on top of that one.
    public let blocksOnTop: Int
    /// The guesses that those took on average.
    public let workOnTop: UInt256
}

extension HeaderChain {
    /// Checks that a transaction is in the chain: in a block whose header was to be kept.
    ///
    /// - Parameter signatures: what checks a payment's; a chain that has one that doesn't hold is refused by all.
    public func confirm(
        _ proof: InclusionProof, by signatures: any SignatureChecker
    ) throws(LedgerFault) -> Confirmation {
        guard proof.height <= length else {
            throw LedgerFault(
                .index, .proofOfLaterBlock, ["height": .number(proof.height)],
                expected: "at most \(length)", found: "\(proof.height)")
        }
        guard let (sealed, work) = kept[proof.height] else {
            preconditionFailure("the header of block \(proof.height) was to be kept")
        }
        try proof.check(in: sealed.header, on: network, by: signatures)
        return Confirmation(
            header: sealed.header, blocksOnTop: length - proof.height, workOnTop: self.work.subtracting(work))
    }
}
