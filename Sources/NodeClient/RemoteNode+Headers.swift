public import Chain
public import HTTP

// What light clients ask for. A node that they don't trust answers, so everything has a limit.
extension RemoteNode {
    /// How much longer than a block an answer with one may be, in bytes.
    private static let wrappingBytes = 1 << 10

    /// How many headers are asked for at once, and how long a page of them may be, in bytes: each has some 450.
    static let headersOfPage = 1_000
    private static let pageBytes = 1 << 20

    /// A node that is queried on the same loop, without a token.
    public func another(at origin: Origin) -> RemoteNode { RemoteNode(at: origin, on: loop) }

    /// The network that the node's chain is of: its first block, which nothing vouches for but its hash.
    public func network() async throws(NodeError) -> LedgerNetwork {
        // Its text may be spelled longer than the canonical one.
        let bytes = 2 * LedgerBlock.maximumLength + Self.wrappingBytes
        let answer = try await ask(.get, "/blocks/\(Block.firstIndex)", limits: .atMost(bytes)) { $0["block"] }
        do throws(LedgerFault) {
            return try LedgerNetwork(genesis: answer.value)
        } catch {
            throw NodeError(
                .refused(status: 200), "The first block of the node at \(origin.url) is none of a ledger: \(error).")
        }
    }

    /// Part of a chain of headers.
    struct HeadersPage: Sendable {
        /// The headers with their proofs, in order.
        let headers: JSONElements
        /// How many blocks the chain has, the first one included.
        let total: Int

        init?(_ value: JSONValue) {
            guard let headers = value["headers"]?.elements, let total = value["total"]?.integer else { return nil }
            (self.headers, self.total) = (headers, total)
        }
    }

    /// The headers from an index on, at most ``headersOfPage``.
    func headers(from index: Int, within time: Duration) async throws(NodeError) -> HeadersPage {
        try await ask(
            .get, "/headers?from=\(index)&limit=\(Self.headersOfPage)", limits: .atMost(Self.pageBytes, within: time)
        ) { HeadersPage($0) }.value
    }

    /// What shows that a transaction is in the node's chain; nil if the node says that it isn't.
    func inclusionProof(of id: Digest, within time: Duration) async throws(NodeError) -> JSONValue? {
        let bytes = 2 * LedgerBlock.maximumLength + Self.wrappingBytes
        do throws(NodeError) {
            return try await ask(.get, "/transactions/\(id)/proof", limits: .atMost(bytes, within: time)) { $0 }.value
        } catch {
            guard error.kind == .refused(status: 404) else { throw error }
            return nil
        }
    }
}

extension ClientLimits {
    /// The limits of a short answer.
    fileprivate static func atMost(_ bytes: Int, within time: Duration? = nil) -> ClientLimits {
        var limits = RemoteNode.soon
        limits.bodyBytes = bytes
        if let time { limits.total = min(limits.total, time) }
        return limits
    }
}
