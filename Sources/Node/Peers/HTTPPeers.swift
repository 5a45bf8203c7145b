internal import Chain
internal import HTTP

/// Peers reached over HTTP: one request each, its body validated on a Dispatch queue while it arrives.
struct HTTPPeers: PeerNetwork {
    let client: Client
    let limits: ClientLimits

    /// What all chains that are being fetched hold together.
    private let budget: ByteBudget

    private let lanes = ValidationLanes()

    init(client: Client, limits: ClientLimits) {
        self.client = client
        self.limits = limits
        // Room for two of the largest, so that one hostile peer cannot shut all others out.
        budget = ByteBudget(bytes: 2 * limits.bodyBytes)
    }

    func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipAnswer, PeerFault> {
        .failure(.noAnswer("no message can be sent yet"))
    }

    func chain(of peer: PeerAddress, beyond ours: Blockchain) async -> Result<PeerChain, PeerFault> {
        await chain(of: peer, difficulty: ours.difficulty).map { theirs in
            PeerChain(status: nil, length: theirs.length, longer: theirs.length > ours.length ? theirs : nil)
        }
    }

    private func chain(of peer: PeerAddress, difficulty: Difficulty) async -> Result<Blockchain, PeerFault> {
        let validation = ChainValidation(
            difficulty: difficulty, maximumBytes: limits.bodyBytes, budget: budget, lanes: lanes)
        do throws(FetchError) {
            try await client.get("/chain", host: peer.host, port: peer.port, limits: limits) { piece in
                await validation.read(piece)
            }
            return await validation.finish()
        } catch {
            // When the validation wanted no more, its own reason counts.
            return .failure(await validation.fault() ?? .noAnswer(error.description))
        }
    }
}
