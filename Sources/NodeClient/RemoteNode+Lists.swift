public import API
internal import HTTP

// Questions about transactions, and about blocks that may be anywhere.
extension RemoteNode {
    /// A page of the transactions that wait for a block.
    public func pending(from: Int, limit: Int) async throws(NodeError) -> Answered<TransactionsPage> {
        try await ask(.get, "/transactions/pending?from=\(from)&limit=\(limit)", as: TransactionsPage.init)
    }

    /// A page of the transactions of the chain that an address has sent or received, the oldest first.
    public func history(
        of address: String, from: Int, limit: Int
    ) async throws(NodeError) -> Answered<TransactionsPage> {
        let target = "/transactions?address=\(Self.escaped(address))&from=\(from)&limit=\(limit)"
        return try await ask(.get, target, as: TransactionsPage.init)
    }

    /// A page of the branches that fell out of the chain, the newest first.
    public func forks(from: Int, limit: Int) async throws(NodeError) -> Answered<ForksPage> {
        try await ask(.get, "/forks?from=\(from)&limit=\(limit)", as: ForksPage.init)
    }

    /// Where a transaction is.
    ///
    /// - Parameter id: see ``namesTransaction(_:)``.
    public func transaction(_ id: String) async throws(NodeError) -> Answered<TransactionAnswer> {
        precondition(Self.namesTransaction(id), "what names a transaction is digits")
        return try await ask(.get, "/transactions/\(id)", as: TransactionAnswer.init)
    }

    /// Whether a text may be a transaction's id: 32 lower-case hex digits, or on a ledger 64.
    public static func namesTransaction(_ text: String) -> Bool {
        (text.utf8.count == 32 || text.utf8.count == 64)
            && text.utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
    }

    /// A block from anywhere, judged by the node's chain.
    public func explain(body: [UInt8]) async throws(NodeError) -> Answered<Explanation> {
        try await ask(.post, "/blocks/explain", body: body, as: Explanation.init)
    }

    /// A text as a query may hold it (RFC 3986, section 2.1).
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            isUnreserved(byte)
                ? String(Unicode.Scalar(byte)) : (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isDigit || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "-._~".utf8.contains(byte)
    }
}
