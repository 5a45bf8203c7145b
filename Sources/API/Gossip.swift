public import Chain
public import Wording

/// What a node announces to another: its tip, and transactions that wait for a block.
public struct GossipMessage: Sendable {
    /// The maximum number of transactions in one message: checking them takes the receiver a few milliseconds.
    public static let maximumTransactions = 500

    /// The maximum total size of a message's transactions, in bytes, and so that of a relayed one.
    public static let maximumBytes = 64 * 1024

    /// What the sender says about itself.
    public let status: NodeStatus

    /// Transactions that wait for a block, in the order to accept them.
    public let transactions: [Transaction]

    /// Whether the sender asks for peers.
    public let wantsPeers: Bool

    /// The body, if it was made in advance.
    private var writtenText: CanonicalText?

    /// Makes one from its parts.
    public init(status: NodeStatus, transactions: [Transaction], wantsPeers: Bool) {
        self.status = status
        self.transactions = transactions
        self.wantsPeers = wantsPeers
    }

    /// The body of the request.
    public var text: CanonicalText {
        writtenText
            ?? .object([
                NodeStatus.key: status.text,
                "transactions": .array(transactions.map(\.text)),
                "wants_peers": .boolean(wantsPeers),
            ])
    }

    /// The same with its body, which is then made once for all that it is sent to.
    public func written() -> GossipMessage {
        var message = self
        message.writtenText = text
        return message
    }

    /// Reads a request's body.
    public init(parsing body: [UInt8]) throws(GossipError) {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            throw GossipError(error.statement)
        }
        guard let status = value[NodeStatus.key].flatMap(NodeStatus.init) else {
            throw GossipError(Statement(.gossipStatusMalformed, ["key": .text(NodeStatus.key)]))
        }
        guard let elements = value["transactions"]?.elements else {
            throw GossipError(Statement(.gossipTransactionsMalformed))
        }
        guard elements.count <= Self.maximumTransactions else {
            throw GossipError(
                Statement(
                    .gossipTooMany,
                    ["count": .number(elements.count), "limit": .number(Self.maximumTransactions)]))
        }
        var transactions: [Transaction] = []
        for (position, element) in elements.enumerated() {
            if status.work != nil {
                do throws(LedgerFault) {
                    transactions.append(Transaction(try SignedPayment(element)))
                } catch {
                    throw GossipError(
                        Statement(
                            .gossipNotSigned,
                            ["position": .number(position + 1), "problem": .statement(error.statement)]))
                }
                continue
            }
            guard let transaction = Transaction(identified: element) else {
                throw GossipError(Statement(.gossipNotAPayment, ["position": .number(position + 1)]))
            }
            transactions.append(transaction)
        }
        let wantsPeers = value["wants_peers"]
        guard wantsPeers == nil || wantsPeers?.boolean != nil else {
            throw GossipError(Statement(.gossipWantsMalformed))
        }
        self.init(status: status, transactions: transactions, wantsPeers: wantsPeers?.boolean ?? false)
    }
}

/// Why a body isn't a ``GossipMessage``.
public struct GossipError: Error, Hashable, Sendable, Stated {
    /// One sentence.
    public let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }
}

/// A node's answer to a ``GossipMessage``.
public struct GossipAnswer: Sendable {
    /// The maximum number of peers in one answer.
    public static let maximumPeers = 16

    /// What the receiver says about itself.
    public let status: NodeStatus

    /// How many of the message's transactions, from the first on, the receiver has accepted or already knew. The sender
    /// continues after them.
    public let kept: Int

    /// Some of the receiver's peers, as `host:port`, if requested. A hostile node may send any strings.
    public let peers: [String]

    /// Makes one from its parts.
    public init(status: NodeStatus, kept: Int, peers: [String] = []) {
        self.status = status
        self.kept = kept
        self.peers = peers
    }

    /// The body of the answer.
    public var text: CanonicalText {
        .object([
            NodeStatus.key: status.text,
            "kept": .integer(kept),
            "peers": .array(peers.map { .string($0) }),
        ])
    }

    /// Reads the answer to a message; nil for anything else.
    public init?(parsing body: [UInt8], to message: GossipMessage) {
        guard let value = try? JSONDocument(parsing: body).root,
            let status = value[NodeStatus.key].flatMap(NodeStatus.init),
            let kept = value["kept"]?.integer, (0...message.transactions.count).contains(kept),
            let names = value["peers"]?.elements, names.count <= Self.maximumPeers
        else { return nil }
        self.init(status: status, kept: kept, peers: names.compactMap { $0.string })
    }
}
