internal import API
package import Chain
internal import Wording

/// A peer's answer to a ``ChainRequest``, or to the tutorial's `GET /chain`, as it is read.
package struct PeerAnswer: Sendable {
    private let ours: Blockchain
    private var reader: ChainReader
    private var status: NodeStatus?

    /// Begins before the first byte of the answer to a request for what is beyond our chain.
    ///
    /// - Parameter maximumBytes: of the chain.
    package init(beyond ours: Blockchain, maximumBytes: Int = ChainReader.maximumBytes) {
        self.ours = ours
        reader = ChainReader(
            beyond: ours, maximumBytes: maximumBytes, maximumAnswerBytes: Self.bytes(ofChain: maximumBytes))
    }

    /// How long an answer may be that has a chain of so many bytes: others put more space between its parts.
    package static func bytes(ofChain bytes: Int) -> Int {
        let (double, isBeyondAll) = bytes.multipliedReportingOverflow(by: 2)
        return isBeyondAll ? .max - leastRoomBytes : double + leastRoomBytes
    }

    /// Room for what an answer has besides the blocks.
    private static let leastRoomBytes = 64 * 1024

    /// The result of a complete answer. What is before a block from the future is as good as without it.
    package static func chain(in answer: [UInt8], beyond ours: Blockchain) -> Result<PeerChain, PeerFault> {
        var reading = PeerAnswer(beyond: ours)
        do throws(PeerFault) {
            try reading.read(answer)
            return .success(try reading.finish())
        } catch {
            let part = error.isNotYet ? reading.part(ofAtLeast: 0, withoutRest: error) : nil
            return part.map { .success($0) } ?? .failure(error)
        }
    }

    /// The total size of its blocks that aren't in our chain, in bytes.
    var heldBytes: Int { reader.heldBytes }

    /// The size of the piece that has begun and isn't whole yet, in bytes.
    var unfinishedBytes: Int { reader.unfinishedBytes }

    /// Takes the next bytes, however the answer was split.
    package mutating func read(_ bytes: [UInt8], prevalidated: PrevalidatedBlocks? = nil) throws(PeerFault) {
        let result = Result { () throws(ChainError) in try reader.read(bytes, prevalidated: prevalidated) }
        // For another network's chain, the error is the network, not the first block that doesn't fit.
        try readStatus()
        if case .failure(let error) = result { throw .refused(error) }
    }

    /// Declares the answer complete, and returns the result.
    package mutating func finish() throws(PeerFault) -> PeerChain {
        do throws(ChainError) {
            switch try reader.finding() {
            case .chain(let theirs):
                let isBetter = ours.rules.prefers(theirs, to: ours)
                return PeerChain(status: status, length: theirs.length, longer: isBetter ? theirs : nil)
            case .notLonger(let length):
                return PeerChain(status: status, length: length, longer: nil)
            }
        } catch {
            throw .refused(error)
        }
    }

    /// What has come of an answer that broke off: the blocks that are valid and not ours, if they are at least so many
    /// bytes and make a longer chain.
    func part(ofAtLeast bytes: Int, withoutRest fault: PeerFault) -> PeerChain? {
        guard reader.heldBytes >= bytes, let theirs = reader.part, ours.rules.prefers(theirs, to: ours) else {
            return nil
        }
        return PeerChain(status: status, length: theirs.length, longer: theirs, withoutRest: fault)
    }

    private mutating func readStatus() throws(PeerFault) {
        guard status == nil, let value = reader.status else { return }
        guard let status = NodeStatus(value) else { throw .noAnswer(Statement(.statusNotUnderstood)) }
        let rules = ours.rules
        if let mismatch = status.mismatch(rules: rules.set.name, difficulty: rules.difficulty.hexZeros) {
            throw .otherNetwork(mismatch)
        }
        self.status = rules.ledger == nil ? status.withoutWork : status
    }
}
