package import Chain

extension GossipMessage {
    /// The body of a request that brings it.
    package var text: CanonicalText {
        .object([
            NodeStatus.key: status.text,
            "transactions": .array(transactions.map(\.text)),
            "wants_peers": .boolean(wantsPeers),
        ])
    }

    /// Reads a request's body.
    package init(parsing body: [UInt8]) throws(GossipError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: body).root
        } catch {
            throw GossipError("The body is not JSON: \(error).")
        }
        guard let status = value[NodeStatus.key].flatMap(NodeStatus.init) else {
            throw GossipError("The value of \"\(NodeStatus.key)\" is not what GET /status answers.")
        }
        guard let elements = value["transactions"]?.elements else {
            throw GossipError("The value of \"transactions\" is not an array.")
        }
        guard elements.count <= Self.maximumTransactions else {
            throw GossipError(
                "There are \(elements.count) transactions; a message has at most \(Self.maximumTransactions).")
        }
        var transactions: [Transaction] = []
        for (position, element) in elements.enumerated() {
            guard let transaction = Transaction(identified: element) else {
                throw GossipError(
                    "Transaction \(position + 1) is not an object of exactly amount, id (32 lower-case hex digits), "
                        + "recipient and sender, as a payment has them.")
            }
            transactions.append(transaction)
        }
        let wantsPeers = value["wants_peers"]
        guard wantsPeers == nil || wantsPeers?.boolean != nil else {
            throw GossipError("The value of \"wants_peers\" is not true or false.")
        }
        self.init(status: status, transactions: transactions, wantsPeers: wantsPeers?.boolean ?? false)
    }
}

/// Why a body is no ``GossipMessage``.
package struct GossipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension GossipAnswer {
    /// The body of an answer.
    package var text: CanonicalText {
        .object([
            NodeStatus.key: status.text,
            "kept": .integer(kept),
            "peers": .array(peers.map { .string($0.description) }),
        ])
    }

    /// Reads the answer to a message; nil for anything else.
    package init?(parsing body: [UInt8], to message: GossipMessage) {
        guard let value = try? JSONDocument(parsing: body).root,
            let status = value[NodeStatus.key].flatMap(NodeStatus.init),
            let kept = value["kept"]?.integer, (0...message.transactions.count).contains(kept),
            let names = value["peers"]?.elements, names.count <= Self.maximumPeers
        else { return nil }
        self.init(
            status: status, kept: kept,
            peers: names.compactMap { $0.string }.compactMap { try? PeerAddress($0) })
    }
}
