package import Chain
package import HTTP

/// Peers reached over HTTP: one request each, whose answer is validated on a Dispatch queue as it arrives.
package struct HTTPPeers: PeerNetwork {
    /// How many bytes of each answer may wait while as many are being handed over to be validated, besides the budget.
    /// With as many answers as a node has peers that is 64 MiB in all.
    private static let unreadBytes = 256 * 1024

    /// How many bytes a second have to come of an answer that nobody waits for, over the time that a peer gets. A modem
    /// brings more.
    private static let leastBytesPerSecond = 4 * 1024

    /// How long such an answer may take in all. The next request goes on behind it.
    private static let longestFetch = Duration.seconds(3600)

    /// Why the slowest fetch ends before its time.
    private static let slowest = "given up: the slowest of several, and others waited"

    let client: Client
    let limits: ClientLimits

    /// The memory that all answers may hold together.
    private let budget: AnswerBudget

    let queues = ValidationQueues()

    private let maximumChainBytes: Int

    /// - Parameters:
    ///   - limits: of one request and its answer.
    ///   - maximumChainBytes: the longest chain that is taken.
    package init(client: Client, limits: ClientLimits, maximumChainBytes: Int) {
        self.client = client
        var limits = limits
        limits.unreadBytes = Self.unreadBytes
        limits.bodyBytes = PeerAnswer.bytes(ofChain: maximumChainBytes)
        self.limits = limits
        self.maximumChainBytes = maximumChainBytes
        // One alone gets half of it: the longest chain.
        budget = AnswerBudget(blockBytes: PeerAnswer.bytes(ofChain: maximumChainBytes))
    }

    /// - Parameter course: a fetch that somebody waits for ends after the total time of the limits. Others end when too
    ///   little comes in that time, or at the latest after an hour. What has come until then is kept, so the next fetch
    ///   goes on behind it.
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
                bytes: Self.leastBytesPerSecond * Int(limits.total.components.seconds), window: limits.total)
            limits.total = Self.longestFetch
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
                .noAnswer("not connected: its address, \(address), is in no range of --allow-peers")
            default: .noAnswer(error.description)
            }
    }
}
