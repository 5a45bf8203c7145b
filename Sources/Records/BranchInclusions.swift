/// The recorded inclusions of a fork's two branches: the stored chain's, and those of the branch that may replace it.
///
/// It has no texts, so it is small whatever the blocks contain, and it ignores all other branches.
public struct BranchInclusions: Hashable, Sendable {
    /// The accepted transactions in the blocks of the stored chain above the fork, by number.
    public let fallen: [FallenTransaction]

    /// Numbers of accepted transactions without an `id` in the new blocks: these blocks were forged here, orphaned, and
    /// would now come back.
    public let back: Set<Int>

    /// Makes one from its parts.
    public init(fallen: [FallenTransaction], back: Set<Int>) {
        (self.fallen, self.back) = (fallen, back)
    }
}

/// An accepted transaction whose block is orphaned.
public struct FallenTransaction: Hashable, Sendable {
    /// Its number.
    public let number: Int

    /// The length of its text in bytes.
    public let bytes: Int

    /// See ``AcceptedTransaction/isPosted``.
    public let isPosted: Bool

    /// Makes one from its parts.
    public init(number: Int, bytes: Int, isPosted: Bool) {
        (self.number, self.bytes, self.isPosted) = (number, bytes, isPosted)
    }
}
