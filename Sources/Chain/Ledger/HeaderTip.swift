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

// MARK: - What the next header has to say

extension HeaderTip {
    /// The index, if it is the next one.
    func checkIndex(_ value: JSONValue) throws(LedgerFault) -> Int {
        guard let next = value.integer, next == index + 1 else {
            throw LedgerFault(
                .index, "it calls itself \(value.shown), but stands behind block \(index)", expected: "\(index + 1)",
                found: value.shown)
        }
        return next
    }

    /// The timestamp, if it is later than the newest block's and not too far ahead of the clock.
    func checkTimestamp(_ value: JSONValue, now: Double?) throws(LedgerFault) -> LedgerTimestamp {
        guard let timestamp = LedgerTimestamp(value) else {
            throw LedgerFault(
                .timestamp, "its timestamp is not a number of seconds from 0 up to \(LedgerTimestamp.limit)",
                found: value.shown)
        }
        guard timestamp.milliseconds > self.timestamp.milliseconds else {
            throw LedgerFault(
                .timestamp, "it is not later than the block before, counted in milliseconds",
                expected: "more than \(self.timestamp.text)", found: value.shown)
        }
        if let now, timestamp.seconds > now + SealedHeader.maximumAhead {
            throw LedgerFault(
                .future,
                "it is more than \(Int(SealedHeader.maximumAhead)) seconds ahead of the clock here, and not taken yet",
                expected: "at most \(now + SealedHeader.maximumAhead)", found: value.shown)
        }
        return timestamp
    }

    /// Checks that a target is the one that follows.
    func checkTarget(_ target: UInt256) throws(LedgerFault) {
        guard target == nextTarget else {
            throw LedgerFault(
                .target, "its target does not follow from the blocks before",
                expected: nextTarget.hexText,
                found: target.hexText)
        }
    }
}
