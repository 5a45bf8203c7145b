public import Chain

/// Something that happened on a node, for clients that watch it.
public enum Event: Sendable {
    /// What the node is when the watching begins.
    case status(StatusAnswer)
    /// A block was added on top.
    case block(BlockEvent)
    /// A longer chain took the place of another.
    case replaced(ReplacementEvent)
    /// One more transaction waits for a block.
    case transaction(TransactionEvent)
    /// A peer was added, removed, or is another than it was.
    case peer(PeerEvent)
    /// How far the search for a proof has come.
    case mining(SearchInfo)
    /// So many events were left out, because the client did not take them.
    case missed(Int)

    /// What kind of thing, in a word.
    public var name: String {
        switch self {
        case .status: "status"
        case .block: "block"
        case .replaced: "replaced"
        case .transaction: "transaction"
        case .peer: "peer"
        case .mining: "mining"
        case .missed: "missed"
        }
    }

    /// The rest, as an object.
    public var text: CanonicalText {
        switch self {
        case .status(let status): status.text
        case .block(let block): block.text
        case .replaced(let replacement): replacement.text
        case .transaction(let transaction): transaction.text
        case .peer(let peer): peer.text
        case .mining(let search): search.text
        case .missed(let count): .object(["count": .integer(count)])
        }
    }

    /// Reads one; nil for anything else, and for events that are not known here.
    public init?(_ name: String, _ value: JSONValue) {
        let event: Event? =
            switch name {
            case "status": StatusAnswer(value).map { .status($0) }
            case "block": BlockEvent(value).map { .block($0) }
            case "replaced": ReplacementEvent(value).map { .replaced($0) }
            case "transaction": .transaction(TransactionEvent(value))
            case "peer": PeerEvent(value).map { .peer($0) }
            case "mining": SearchInfo(value).map { .mining($0) }
            case "missed": value["count"]?.integer.map { .missed($0) }
            default: nil
            }
        guard let event else { return nil }
        self = event
    }
}

/// A block that was added on top.
public struct BlockEvent: Sendable {
    /// Its place in the chain.
    public let index: Int
    /// The SHA-256 of its text.
    public let hash: String
    /// The number that solved the puzzle.
    public let proof: CanonicalText?
    /// When it was made, in seconds since 1970.
    public let timestamp: CanonicalText?
    /// Who brought it: a peer's address, or a word for the node itself.
    public let source: String?
    /// How many transactions it includes.
    public let transactionCount: Int?

    /// Puts them together.
    public init(
        index: Int, hash: String, proof: CanonicalText, timestamp: CanonicalText, source: String, transactionCount: Int
    ) {
        self.index = index
        self.hash = hash
        self.proof = proof
        self.timestamp = timestamp
        self.source = source
        self.transactionCount = transactionCount
    }

    fileprivate init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string else { return nil }
        self.index = index
        self.hash = hash
        proof = value["proof"]?.naturalNumber
        timestamp = value["timestamp"].flatMap { $0.isNumber ? $0.canonicalText : nil }
        source = value["by"]?.string
        transactionCount = value["transactions"]?.integer
    }

    fileprivate var text: CanonicalText {
        .object([
            "by": .string(source), "hash": .string(hash), "index": .integer(index), "proof": proof ?? .null,
            "timestamp": timestamp ?? .null, "transactions": .integer(transactionCount),
        ])
    }
}

/// A chain that took the place of another.
public struct ReplacementEvent: Sendable {
    /// A block that fell out.
    public struct Fallen: Sendable {
        /// Its place in the old chain.
        public let index: Int
        /// The SHA-256 of its text.
        public let hash: String

        /// Names a block.
        public init(index: Int, hash: String) {
            self.index = index
            self.hash = hash
        }
    }

    /// The block after which the two fork.
    public let common: Int
    /// How many blocks the old one had.
    public let previousLength: Int
    /// How many the new one has.
    public let length: Int
    /// The hash of its newest block.
    public let tip: String?
    /// The newest of the blocks that fell out.
    public let fallen: [Fallen]
    /// How many transactions wait again.
    public let pendingAgain: Int
    /// Who brought it.
    public let source: String?

    /// Puts them together.
    public init(
        common: Int, previousLength: Int, length: Int, tip: String, fallen: [Fallen], pendingAgain: Int, source: String
    ) {
        self.common = common
        self.previousLength = previousLength
        self.length = length
        self.tip = tip
        self.fallen = fallen
        self.pendingAgain = pendingAgain
        self.source = source
    }

    fileprivate init?(_ value: JSONValue) {
        guard let common = value["common"]?.integer, let length = value["length"]?.integer,
            let previousLength = value["was"]?.integer, (0...max(previousLength, 0)).contains(common)
        else { return nil }
        self.common = common
        self.length = length
        self.previousLength = previousLength
        tip = value["tip"]?.string
        fallen = value["fell_out"]?.elements?.compactMap(Fallen.init) ?? []
        pendingAgain = value["pending_again"]?.integer ?? 0
        source = value["by"]?.string
    }

    fileprivate var text: CanonicalText {
        .object([
            "by": .string(source), "common": .integer(common), "fell_out": .array(fallen.map(\.text)),
            "length": .integer(length), "pending_again": .integer(pendingAgain), "tip": .string(tip),
            "was": .integer(previousLength),
        ])
    }
}

extension ReplacementEvent.Fallen {
    fileprivate init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string else { return nil }
        self.init(index: index, hash: hash)
    }

    fileprivate var text: CanonicalText { .object(["hash": .string(hash), "index": .integer(index)]) }
}

/// A transaction that waits for a block.
public struct TransactionEvent: Sendable {
    /// What tells it from others just like it, if it has that.
    public let id: String?
    /// How many transactions wait now.
    public let pending: Int?
    /// Its text; nil where that is long.
    public let transaction: CanonicalText?

    /// The longest text of a transaction that is repeated, in bytes.
    public static let maximumTextBytes = 4096

    /// One more waits.
    public init(_ transaction: Transaction, pending: Int) {
        id = transaction.id?.description
        self.pending = pending
        self.transaction = transaction.text.bytes.count <= Self.maximumTextBytes ? transaction.text : nil
    }

    fileprivate init(_ value: JSONValue) {
        id = value["id"]?.string
        pending = value["pending"]?.integer
        transaction = value["transaction"].flatMap { $0.kind == .object ? $0.canonicalText : nil }
    }

    fileprivate var text: CanonicalText {
        .object(["id": .string(id), "pending": .integer(pending), "transaction": transaction ?? .null])
    }
}

/// Something that became of a peer.
public struct PeerEvent: Sendable {
    /// What may become of one.
    public enum Change: String, Sendable {
        case added, removed, changed
    }

    /// `host:port`.
    public let address: String
    /// What became of it, as a ``Change`` where it is known here.
    public let change: String
    /// How it is; nil when it is gone.
    public let peer: PeerInfo?

    /// Puts them together.
    public init(address: String, change: Change, peer: PeerInfo?) {
        self.address = address
        self.change = change.rawValue
        self.peer = peer
    }

    fileprivate init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let change = value["change"]?.string else { return nil }
        self.address = address
        self.change = change
        peer = value["peer"].flatMap(PeerInfo.init)
    }

    fileprivate var text: CanonicalText {
        .object(["address": .string(address), "change": .string(change), "peer": peer?.text ?? .null])
    }
}
