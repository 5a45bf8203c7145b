internal import Chain
internal import EventLoop
internal import HTTP

/// Peers reached over HTTP: one request each, its body validated on a Dispatch queue while it arrives.
struct HTTPPeers: PeerNetwork {
    let client: Client
    let limits: ClientLimits

    func chain(of peer: PeerAddress, difficulty: Difficulty) async -> Result<Blockchain, PeerFault> {
        let validation = ChainValidation(difficulty: difficulty, maximumBytes: limits.bodyBytes)
        do throws(FetchError) {
            try await client.get("/chain", host: peer.host, port: peer.port, limits: limits) { piece in
                await validation.read(piece)
            }
            return await validation.finish().mapError(PeerFault.refused)
        } catch {
            // When the validation wanted no more, its own reason counts.
            if let failure = await validation.failure { return .failure(.refused(failure)) }
            return .failure(.noAnswer(error.description))
        }
    }
}

/// A chain being validated away from the loop.
private actor ChainValidation {
    private let queue = QueueExecutor(label: "forgechain.validation")
    private var reader: ChainReader
    private(set) var failure: ChainError?

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(difficulty: Difficulty, maximumBytes: Int) {
        reader = ChainReader(difficulty: difficulty, maximumBytes: maximumBytes)
    }

    /// Whether it is worth to read on.
    func read(_ piece: [UInt8]) -> Bool {
        do throws(ChainError) {
            try reader.read(piece)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func finish() -> Result<Blockchain, ChainError> {
        do throws(ChainError) {
            return .success(try reader.finish())
        } catch {
            return .failure(error)
        }
    }
}
