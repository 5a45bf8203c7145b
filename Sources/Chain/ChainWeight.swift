/// What chains are compared by: of two valid ones, the heavier replaces the other, and of equals ours stays.
///
/// It is the length; of a ledger, the work.
public struct ChainWeight: Hashable, Sendable {
    private let value: UInt256

    /// The weight of a chain that is compared by its length, from 0.
    public init(length: Int) {
        value = UInt256(UInt64(max(length, 0)))
    }

    /// The weight of a ledger's chain.
    public init(work: UInt256) {
        value = work
    }

    /// Less than any chain's.
    public static let none = ChainWeight(length: 0)
}

extension ChainWeight: Comparable {
    /// Whether a chain is lighter than another.
    public static func < (left: ChainWeight, right: ChainWeight) -> Bool { left.value < right.value }
}

extension ChainWeight: CustomStringConvertible {
    /// The number in decimal.
    public var description: String { value.description }
}

extension Blockchain {
    /// What it is compared with others by.
    public var weight: ChainWeight { ledger.map { ChainWeight(work: $0.header.work) } ?? ChainWeight(length: length) }
}
