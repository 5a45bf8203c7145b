internal import Chain
internal import Wording

/// How long the chain and its blocks may get. The tutorial knows no such limits: they hold for what is mined here, so
/// that no node makes a chain that others with the same limits can't follow. Blocks of others are judged as ever.
public struct ChainLimits: Hashable, Sendable {
    /// The longest chain, in bytes of its blocks' texts. No more is taken of a peer, so no more is mined either.
    public var chainBytes = ChainReader.maximumBytes

    /// The longest block that is mined, in bytes; with one transaction that alone is longer, it is as long as that.
    /// A block is sent, parsed and stored as a whole, so this bounds what everybody needs for one.
    public var blockBytes = 1 << 20

    /// The possible values of ``blockBytes``: a block has room for the reward and a payment, and not for more than may
    /// be pending.
    public static let blockByteRange = 16 << 10...Mempool.maximumBytes

    /// Bytes for a block without payments: its keys, its hash, and a reward to a name of the longest.
    static let emptyBlockBytes = 4096

    /// The defaults.
    public init() {}

    /// How much room a block has for payments, in bytes.
    var paymentBytes: Int { blockBytes - Self.emptyBlockBytes }

    /// Whether a block may follow a chain of so many bytes.
    func allowBlock(after bytes: Int) -> Bool { bytes + Self.emptyBlockBytes <= chainBytes }

    /// Why no block follows, with what to do.
    static func isFull(bytes: Int, limitBytes: Int) -> Statement {
        Statement(.chainFull, ["bytes": .number(bytes), "limit": .number(limitBytes)])
    }

    /// From which part of the longest chain on people are warned.
    private static let warningShare = 0.8

    /// Whether people should be warned of a chain of so many bytes.
    func isNear(_ bytes: Int) -> Bool { Double(bytes) >= Double(chainBytes) * Self.warningShare }
}
