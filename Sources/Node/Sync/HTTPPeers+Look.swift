internal import API
internal import Chain
internal import HTTP
internal import Wording

extension HTTPPeers {
    /// How long a look may take in all: somebody waits for it.
    private static let patienceOfLook = Duration.seconds(5)

    /// How much is read for one, in bytes.
    private static let lookBytes = 1 << 20

    /// How many pages of blocks are asked for: a page of long blocks may end before the newest.
    private static let maximumPages = 3

    /// Asks a node of this kind for its length and the blocks at its end, and a tutorial node for its whole chain, if
    /// that is short enough.
    package func look(at peer: PeerAddress) async -> Result<PeerLook, PeerFault> {
        var question = Question(client, peer, limits, seconds: Self.patienceOfLook, bytes: Self.lookBytes)
        do throws(PeerFault) {
            let status = try await ask(&question, "/status")
            // What is no node of this kind may answer everything with its chain.
            guard let length = status?["length"]?.integer, length >= 1, status?["tip"]?.string != nil else {
                return .success(try await lookAtWholeChain(&question))
            }
            return .success(try await lookAtEnd(&question, length))
        } catch {
            return .failure(error)
        }
    }

    private func lookAtEnd(_ question: inout Question, _ length: Int) async throws(PeerFault) -> PeerLook {
        var blocks: [JSONValue] = []
        var next: Int? = max(1, length - PeerLook.maximumCount + 1)
        for _ in 0..<Self.maximumPages {
            guard let from = next, from <= length else { break }
            let page = try await ask(&question, "/blocks?from=\(from)&limit=\(PeerLook.maximumCount)")
            guard let page, let found = page["blocks"]?.elements else { throw .noChain }
            blocks += found
            next = page["next"]?.integer
            if found.isEmpty { break }
        }
        return try await read(blocks, length: length)
    }

    private func lookAtWholeChain(_ question: inout Question) async throws(PeerFault) -> PeerLook {
        guard let answer = try await ask(&question, "/chain"), let blocks = answer["chain"]?.elements else {
            throw .noChain
        }
        return try await read(Array(blocks), length: blocks.count)
    }

    private func read(_ blocks: [JSONValue], length: Int) async throws(PeerFault) -> PeerLook {
        let look = await queues.read { try? PeerLook(length: length, lastOf: blocks) }
        guard let look, !look.blocks.isEmpty else { throw .noChain }
        return look
    }

    /// The JSON that a peer answers with; nil if it refuses, or answers with something else.
    private func ask(_ question: inout Question, _ target: String) async throws(PeerFault) -> JSONValue? {
        let body: [UInt8]?
        do throws(FetchError) {
            body = try await question.ask(target)
        } catch {
            throw PeerFault(error)
        }
        guard let body else { return nil }
        return await queues.read { (try? JSONDocument(parsing: body))?.root }
    }
}

/// Some requests to one peer, which share a time and a number of bytes.
private struct Question {
    private let client: Client
    private let peer: PeerAddress
    private var limits: ClientLimits
    private let deadline: ContinuousClock.Instant

    init(_ client: Client, _ peer: PeerAddress, _ limits: ClientLimits, seconds: Duration, bytes: Int) {
        (self.client, self.peer, self.limits) = (client, peer, limits)
        self.limits.bodyBytes = bytes
        deadline = .now + min(seconds, limits.total)
    }

    /// The body of a successful answer; nil of any other.
    mutating func ask(_ target: String) async throws(FetchError) -> [UInt8]? {
        limits.total = deadline - .now
        guard limits.total > .zero else { throw .timedOut }
        let answer = try await client.send(.get, target, host: peer.host, port: peer.port, limits: limits)
        limits.bodyBytes -= answer.body.count
        return answer.isSuccess ? answer.body : nil
    }
}

extension PeerFault {
    fileprivate static let noChain = PeerFault.noAnswer(Statement(.didNotAnswerBlocks))
}
