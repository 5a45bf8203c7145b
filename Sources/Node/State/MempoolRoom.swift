public import Wording

/// How much may wait for a block, of what clients post here and once more of what other nodes bring.
public struct MempoolLimits: Hashable, Sendable {
    /// How many transactions of each kind may be pending. One client alone gets half of it: enough for a load test.
    public var count = 200_000

    /// How many bytes of each kind may be pending. One client alone gets half of it, the longest block that is mined.
    public var bytes = 2 * Mempool.maximumBytes

    /// The defaults.
    public init() {}
}

/// The room for pending transactions of one kind. Nobody may have more of it than is then left for all others.
///
/// So whoever comes later finds some, however much the first one has sent: one alone gets half, the next one a quarter,
/// and so on. Taking from the first one instead would break a promise, because what was accepted stays. (Switches share
/// their buffers like that: Choudhury and Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches",
/// 1998.)
struct MempoolRoom: Sendable {
    /// For whom a transaction is pending: the number of a client's group.
    typealias Owner = UInt64

    /// What takes room.
    struct Use: Hashable, Sendable {
        var count = 0
        var bytes = 0

        mutating func add(_ bytes: Int) {
            count += 1
            self.bytes += bytes
        }

        mutating func remove(_ bytes: Int) {
            count -= 1
            self.bytes -= bytes
        }

        /// Whether both of its figures are at most those.
        func fits(count: Int, bytes: Int) -> Bool { self.count <= count && self.bytes <= bytes }
    }

    private let limits: MempoolLimits

    /// All of it, including what is about to be committed.
    private(set) var used = Use()

    private var shares: [Owner: Use] = [:]

    init(_ limits: MempoolLimits) {
        self.limits = limits
    }

    /// Why one more transaction of so many bytes has no room; nil if it has.
    func fault(of bytes: Int, for owner: Owner) -> MempoolError? {
        var all = used
        all.add(bytes)
        guard all.fits(count: limits.count, bytes: limits.bytes) else { return .full(count: used.count) }
        let before = shares[owner] ?? Use()
        var share = before
        share.add(bytes)
        return share.fits(count: limits.count - all.count, bytes: limits.bytes - all.bytes)
            ? nil : .shareIsFull(count: before.count, limits)
    }

    mutating func add(_ bytes: Int, of owner: Owner) {
        used.add(bytes)
        shares[owner, default: Use()].add(bytes)
    }

    mutating func remove(_ bytes: Int, of owner: Owner) {
        used.remove(bytes)
        guard var share = shares[owner] else { preconditionFailure("room was given back that nobody had") }
        share.remove(bytes)
        shares[owner] = share.count > 0 ? share : nil
    }

    /// Whether the shares make up all that is used.
    var isConsistent: Bool {
        var sum = Use()
        for share in shares.values {
            sum.count += share.count
            sum.bytes += share.bytes
        }
        return sum == used
    }
}

/// Why a transaction wasn't accepted.
public enum MempoolError: Error, Hashable, Sendable, Stated {
    /// There is no room for anybody.
    case full(count: Int)

    /// So many are pending for whoever sent it, and others need the rest.
    case shareIsFull(count: Int, MempoolLimits)

    /// One sentence, with what to do.
    public var statement: Statement {
        switch self {
        case .full(let count):
            Statement(.pendingFull, ["count": .number(count)])
        case .shareIsFull(let count, let limits):
            Statement(
                .pendingShareFull,
                ["bytes": .number(limits.bytes), "count": .number(count), "limit": .number(limits.count)])
        }
    }
}
