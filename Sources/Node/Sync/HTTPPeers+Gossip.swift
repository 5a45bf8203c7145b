package import API
internal import Chain
internal import HTTP
internal import Wording

extension HTTPPeers {
    /// The longest answer to a message that is read: some peers and a node's status.
    private static let maximumAnswerBytes = 64 * 1024

    /// How long it may take, however long a whole chain may: the peer gets no other message meanwhile.
    private static let patience = Duration.seconds(10)

    /// The answers of nodes that have no such path or don't gossip; the first is a tutorial node's.
    private static let statusesWithoutGossip = [404, 405, 501]

    package func resolve(_ peer: PeerAddress) async -> [PeerAddress] {
        let addresses = try? await client.addresses(of: peer.host, port: peer.port, within: Self.patience)
        return (addresses ?? []).compactMap { try? PeerAddress(host: $0, port: peer.port) }
    }

    package func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipReply, PeerFault> {
        var limits = limits
        limits.bodyBytes = Self.maximumAnswerBytes
        limits.total = min(limits.total, Self.patience)
        do throws(FetchError) {
            let reply = try await client.post(
                "/gossip", body: message.text.bytes, host: peer.host, port: peer.port, limits: limits)
            let answer =
                reply.body.count > longBytes
                ? await queues.read { GossipAnswer(parsing: reply.body, to: message) }
                : GossipAnswer(parsing: reply.body, to: message)
            guard let answer else {
                return .failure(.noAnswer(Statement(.didNotAnswerGossip)))
            }
            return .success(GossipReply(answer, from: reply.address))
        } catch .status(let code) where Self.statusesWithoutGossip.contains(code) {
            return .failure(.doesNotGossip)
        } catch {
            return .failure(PeerFault(error))
        }
    }
}
