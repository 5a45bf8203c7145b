/// What is recorded of the two branches of a fork: that of the kept chain, and that which may take its place.
///
/// It has no texts, so it is small whatever the blocks hold, and it says nothing of other branches.
public struct BranchInclusions: Hashable, Sendable {
    /// The accepted transactions that the blocks of the kept chain above the fork include, by number.
    public let fallen: [FallenTransaction]

    /// Numbers of accepted transactions without an `id` that the new blocks include: these blocks were forged here,
    /// fell, and would come back.
    public let back: Set<Int>

    /// Puts the two together.
    public init(fallen: [FallenTransaction], back: Set<Int>) {
        (self.fallen, self.back) = (fallen, back)
    }
}

/// An accepted transaction whose block falls out of the chain.
public struct FallenTransaction: Hashable, Sendable {
    /// The number it is kept by.
    public let number: Int

    /// The length of its text in bytes.
    public let bytes: Int

    /// See ``AcceptedTransaction/isPosted``.
    public let isPosted: Bool

    /// Puts the three together.
    public init(number: Int, bytes: Int, isPosted: Bool) {
        (self.number, self.bytes, self.isPosted) = (number, bytes, isPosted)
    }
}
