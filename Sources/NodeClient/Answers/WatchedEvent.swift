internal import Chain

/// Something that happened on a node.
public struct WatchedEvent: Sendable {
    /// What kind of thing, in the node's word.
    public let name: String

    /// What it is about, as JSON.
    public let data: [UInt8]

    /// What it is about; nil for events that are not known here.
    public let content: Content?

    /// What happened.
    public enum Content: Sendable {
        /// What the node is when the watching begins.
        case status(NodeReport)
        /// A block was added on top.
        case block(BlockNews)
        /// A longer chain took the place of another.
        case replaced(ReplacementNews)
        /// One more transaction waits. It is nil where it is long.
        case transaction(Payment?, pending: Int?)
        /// A peer was added, removed, or is another than it was; nil when it is gone.
        case peer(address: String, change: String, PeerReport?)
        /// How far the search for a proof has come.
        case mining(SearchReport)
        /// So many events were left out, because this client did not take them.
        case missed(Int)
    }

    /// As one line of JSON: `{"event": NAME, "data": {...}}`.
    public var line: [UInt8] {
        // In JSON, line ends are blanks between values.
        let data = data.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        return Array("{\"event\": \(CanonicalText.string(name)), \"data\": ".utf8) + data + Array("}\n".utf8)
    }

    init(_ event: ServerSentEvent) throws(ObjectFault) {
        name = event.name
        data = event.data
        do throws(JSONError) {
            content = Content(event.name, try JSONDocument(parsing: event.data).root)
        } catch {
            throw ObjectFault("the data of an event are no JSON: \(error.reason)")
        }
    }
}

/// A block that was added on top.
public struct BlockNews: Sendable {
    /// The place in the chain.
    public let index: Int
    /// The SHA-256 of its text.
    public let hash: String
    /// Who brought it.
    public let source: String?
    /// How many transactions it carries.
    public let transactionCount: Int?

    fileprivate init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string else { return nil }
        self.index = index
        self.hash = hash
        source = value["by"]?.string
        transactionCount = value["transactions"]?.integer
    }
}

/// A chain that took the place of another.
public struct ReplacementNews: Sendable {
    /// Behind which block the two fork.
    public let common: Int
    /// How many blocks the old one had.
    public let previousLength: Int
    /// How many the new one has.
    public let length: Int
    /// How many transactions wait again.
    public let pendingAgain: Int
    /// Who brought it.
    public let source: String?

    fileprivate init?(_ value: JSONValue) {
        guard let common = value["common"]?.integer, let length = value["length"]?.integer,
            let previousLength = value["was"]?.integer, (0...previousLength).contains(common)
        else { return nil }
        self.common = common
        self.length = length
        self.previousLength = previousLength
        pendingAgain = value["pending_again"]?.integer ?? 0
        source = value["by"]?.string
    }
}

extension WatchedEvent.Content {
    fileprivate init?(_ name: String, _ value: JSONValue) {
        let content: Self? =
            switch name {
            case "status": NodeReport(value).map { .status($0) }
            case "block": BlockNews(value).map { .block($0) }
            case "replaced": ReplacementNews(value).map { .replaced($0) }
            case "transaction":
                .transaction(
                    value["transaction"].flatMap { $0.kind == .object ? Payment($0) : nil },
                    pending: value["pending"]?.integer)
            case "peer":
                value["address"]?.string.flatMap { address in
                    value["change"]?.string.map { change in
                        .peer(address: address, change: change, value["peer"].flatMap(PeerReport.init))
                    }
                }
            case "mining": SearchReport(value).map { .mining($0) }
            case "missed": value["count"]?.integer.map { .missed($0) }
            default: nil
            }
        guard let content else { return nil }
        self = content
    }
}
