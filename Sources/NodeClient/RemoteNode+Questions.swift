public import API
internal import Chain
public import HTTP

// Questions with a short answer.
extension RemoteNode {
    /// What the node says about itself.
    public func status() async throws(NodeError) -> Answered<StatusAnswer> {
        try await ask(.get, "/status", as: StatusAnswer.init)
    }

    /// A block, with every rule that it keeps or breaks.
    ///
    /// - Parameter block: its index, or its hash in hex digits.
    public func explain(_ block: String) async throws(NodeError) -> Answered<Explanation> {
        precondition(block.utf8.allSatisfy(Self.isNameByte), "what names a block is digits")
        return try await ask(.get, "/blocks/\(block)/explain", as: Explanation.init)
    }

    /// Whether a text may identify a block: an index or a hash.
    public static func namesBlock(_ text: String) -> Bool {
        let isIndex = text.utf8.count < 20 && text.utf8.allSatisfy(\.isDigit)
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

    /// The node's peers and their state.
    public func peers() async throws(NodeError) -> Answered<PeersAnswer> {
        try await ask(.get, "/nodes", as: PeersAnswer.init)
    }

    /// Registers peers.
    public func addPeers(_ addresses: [Origin]) async throws(NodeError) -> Answered<PeersReceipt> {
        let list = CanonicalText.array(addresses.map { .string($0.url) })
        let body = CanonicalText.object(["nodes": list]).bytes
        return try await ask(.post, "/nodes/register", body: body, as: PeersReceipt.init)
    }

    /// Removes a peer.
    public func removePeer(_ address: Origin) async throws(NodeError) -> Answered<PeersReceipt> {
        try await ask(.delete, "/nodes/\(address)", as: PeersReceipt.init)
    }

    /// Sends a transaction.
    public func send(_ order: PaymentOrder) async throws(NodeError) -> Answered<PaymentReceipt> {
        try await ask(.post, "/transactions/new", body: order.body, as: PaymentReceipt.init)
    }
}
