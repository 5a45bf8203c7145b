/// What the next header of a chain builds on, and the work so far: all that the headers before come to.
public struct HeaderTip: Hashable, Sendable {
    /// The index of the newest block.
    public let index: Int
    /// Its proof.
    public let proof: Proof
    /// When it was made.
    public let timestamp: LedgerTimestamp
    /// The target that the next block has to have.
    public let nextTarget: UInt256
    /// The guesses that the chain took on average: of two valid chains of a network, the one with more wins. Larger
    /// sums than fit, for which nobody can work, stay the largest number.
    public let work: UInt256

    private let parameters: LedgerParameters

    init(ofGenesis network: LedgerNetwork) {
        (index, proof) = (network.genesis.index, network.genesis.proof)
        (timestamp, work) = (network.timestamp, .zero)
        parameters = network.parameters
        nextTarget = parameters.easiestTarget
    }

    /// What the header after this one builds on, once it was checked. It must be the header of the next block.
    public func appending(_ next: SealedHeader) -> HeaderTip {
        precondition(next.header.index == index + 1, "headers are appended in order")
        return HeaderTip(
            at: next, after: timestamp, work: work.adding(next.header.target.expectedGuesses), parameters: parameters)
    }

    /// What the header after one builds on that was checked before, such as one kept on disk.
    ///
    /// - Parameters:
    ///   - last: the newest header, with the time of the block before it.
    ///   - work: of the whole chain.
    public init(at last: SealedHeader, after previous: LedgerTimestamp, work: UInt256, parameters: LedgerParameters) {
        let header = last.header
        (index, proof, timestamp) = (header.index, last.proof, header.timestamp)
        (self.work, self.parameters) = (work, parameters)
        // The first block's time says nothing about how long a search takes: somebody wrote it down.
        nextTarget =
            header.index == Block.firstIndex + 1
            ? parameters.easiestTarget
            : parameters.target(
                after: header.target, elapsed: header.timestamp.milliseconds - previous.milliseconds)
    }
}
