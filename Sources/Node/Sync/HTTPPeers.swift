package import Chain
package import HTTP
internal import Wording

/// Peers reached over HTTP: one request each, whose answer is validated on a Dispatch queue as it arrives.
package struct HTTPPeers: PeerNetwork {
    /// Why the slowest fetch ends before its time.
    private static let slowest = Statement(.givenUpSlowest)

    let client: Client
    /// Of one request that somebody waits for, and its answer.
    let limits: ClientLimits

    private let fetches: FetchLimits

    /// The memory that all answers may hold together.
    private let budget: AnswerBudget

    let queues = ValidationQueues()

    private let maximumChainBytes: Int

    /// Longer answers to messages are read away from the loop.
    let longBytes: Int

    package init(client: Client, limits: Limits) {
        self.client = client
        fetches = limits.fetches
        maximumChainBytes = limits.chain.chainBytes
        longBytes = limits.longBodies.longBytes
        let answerBytes = PeerAnswer.bytes(ofChain: maximumChainBytes)
        var own = limits.client
        own.total = .seconds(fetches.seconds)
        own.unreadBytes = fetches.unreadBytes
        own.bodyBytes = answerBytes
        self.limits = own
        // One alone gets half of it: the longest chain.
        budget = AnswerBudget(
            blockBytes: answerBytes, unfinishedBytes: fetches.unfinishedBytes, ownBytes: fetches.ownBytes)
    }

    package var unfinishedBytes: Int { budget.holding.unfinished }

    /// - Parameter course: a fetch that somebody waits for ends after the total time of the limits. Others end when too
    ///   little comes in that time, or at the latest after a long time. What has come until then is kept, so the
    ///   next fetch goes on behind it.
    package func chain(
        of peer: PeerAddress, beyond ours: Blockchain, _ course: FetchCourse
    ) async -> Result<PeerChain, PeerFault> {
        let validation = ChainValidation(
            beyond: ours, maximumBytes: maximumChainBytes, budget: budget, queues: queues)
        let target = ChainRequest(beyond: ours).target
        var limits = limits
        if !course.isAwaited {
            limits.connection = limits.total
            limits.pace = ClientLimits.Pace(
                bytes: fetches.leastBytesPerSecond * fetches.seconds, window: limits.total)
            limits.total = .seconds(fetches.longestSeconds)
        }
        do throws(FetchError) {
            try await client.get(target, host: peer.host, port: peer.port, limits: limits) { piece in
                course.receive(piece.count)
                return await validation.read(piece) && !course.isGivenUp
            }
            return await validation.finish()
        } catch {
            return await validation.breakOff(course.isGivenUp ? .noAnswer(Self.slowest) : PeerFault(error))
        }
    }
}

extension PeerFault {
    /// Why there is no answer.
    init(_ error: FetchError) {
        self =
            switch error {
            case .notAllowed(let address):
                .noAnswer(Statement(.addressNotInRanges, ["address": .text(address)]))
            default: .noAnswer(error.statement)
            }
    }
}
