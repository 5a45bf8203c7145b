internal import Chain
internal import HTTP

// What is answered at once, and as a whole.
extension RemoteNode {
    /// What the node says of itself.
    public func status() async throws(NodeError) -> Answered<NodeReport> {
        try await ask(.get, "/status", as: NodeReport.init)
    }

    /// A block with every rule that it keeps or breaks.
    ///
    /// - Parameter block: its index, or its hash in hex digits.
    public func explain(_ block: String) async throws(NodeError) -> Answered<ExplanationReport> {
        precondition(block.utf8.allSatisfy(Self.isNameByte), "what names a block is digits")
        return try await ask(.get, "/blocks/\(block)/explain", as: ExplanationReport.init)
    }

    /// Whether a text may name a block: an index, or a hash.
    public static func namesBlock(_ text: String) -> Bool {
        let isIndex = text.utf8.count < 20 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return !text.isEmpty && (isIndex || text.utf8.count == 64 && text.utf8.allSatisfy(isNameByte))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Whom the node knows, and how they are. A node that tells only where they are tells that.
    public func peers() async throws(NodeError) -> Answered<[PeerReport]> {
        try await ask(.get, "/nodes") { value in
            (value["peers"]?.elements).map { $0.compactMap(PeerReport.init) }
        }
    }

    /// Makes peers of others.
    public func addPeers(_ addresses: [PeerURL]) async throws(NodeError) -> Answered<Int> {
        let list = CanonicalText.array(addresses.map { .string($0.url) })
        return try await ask(.post, "/nodes/register", body: CanonicalText.object(["nodes": list]).bytes) { value in
            value["total_nodes"]?.elements?.count
        }
    }

    /// Forgets a peer.
    public func removePeer(_ address: PeerURL) async throws(NodeError) -> Answered<Int> {
        try await ask(.delete, "/nodes/\(address)") { value in value["total_nodes"]?.elements?.count }
    }

    /// Sends a transaction.
    public func send(_ order: PaymentOrder) async throws(NodeError) -> Answered<PaymentReceipt> {
        try await ask(.post, "/transactions/new", body: order.text, as: PaymentReceipt.init)
    }
}

/// Where a peer listens.
public struct PeerURL: Hashable, Sendable, CustomStringConvertible {
    private let origin: Origin

    /// `host:port`, with brackets around IPv6.
    public var description: String { origin.description }

    /// With the scheme, as the tutorial has it.
    var url: String { "http://\(origin)" }

    /// Reads `http://host:port` or `host:port`.
    public init(_ text: String) throws(NodeURLError) {
        origin = try NodeURL(text).origin
    }
}

/// A transaction to be sent.
public struct PaymentOrder: Sendable {
    /// As a JSON object, the amount as it was spelled.
    let text: [UInt8]

    /// Checks what can be checked without the node.
    ///
    /// - Parameters:
    ///   - amount: a JSON number.
    ///   - id: 32 lower-case hex digits.
    public init(
        sender: String, recipient: String, amount: String, id: String? = nil
    ) throws(PaymentOrderError) {
        guard !sender.isEmpty else { throw PaymentOrderError("The sender is empty.") }
        guard !recipient.isEmpty else { throw PaymentOrderError("The recipient is empty.") }
        let isBare = amount.utf8.first.map { $0 > 0x20 } ?? false && amount.utf8.last.map { $0 > 0x20 } ?? false
        guard isBare, let value = try? JSONDocument(parsing: Array(amount.utf8)).root, value.isNumber else {
            throw PaymentOrderError("The amount \"\(amount)\" is no number as JSON has them: 5, 0.25 or 1e3.")
        }
        var members = "\"amount\": \(amount)"
        if let id {
            guard TransactionID(hexDigits: Array(id.utf8)) != nil else {
                throw PaymentOrderError("The id \"\(id)\" is none: it has to be 32 lower-case hex digits.")
            }
            members += ", \"id\": \"\(id)\""
        }
        members += ", \"recipient\": \(CanonicalText.string(recipient)), \"sender\": \(CanonicalText.string(sender))"
        text = Array("{\(members)}".utf8)
    }
}

/// Why something is no transaction.
public struct PaymentOrderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
