package import Chain
package import HTTP

/// Peers reached over HTTP: one request each, whose answer is validated on a Dispatch queue as it arrives.
package struct HTTPPeers: PeerNetwork {
    let client: Client
    let limits: ClientLimits

    /// The memory that all chains being fetched may hold together.
    private let budget: ByteBudget

    private let queues = ValidationQueues()

    /// - Parameter limits: of one request and its answer.
    package init(client: Client, limits: ClientLimits) {
        self.client = client
        self.limits = limits
        // Room for two of the largest, so that one hostile peer cannot shut out all others.
        budget = ByteBudget(bytes: 2 * limits.bodyBytes)
    }

    package func chain(of peer: PeerAddress, beyond ours: Blockchain) async -> Result<PeerChain, PeerFault> {
        let validation = ChainValidation(
            beyond: ours, maximumBytes: limits.bodyBytes, budget: budget, queues: queues)
        let target = ChainRequest(beyond: ours).target
        do throws(FetchError) {
            try await client.get(target, host: peer.host, port: peer.port, limits: limits) { piece in
                await validation.read(piece)
            }
            return await validation.finish()
        } catch {
            // If the validation wanted no more, its own reason counts.
            return .failure(await validation.fault() ?? .noAnswer(error.description))
        }
    }
}
