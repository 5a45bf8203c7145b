public import Chain

/// An event on a node, for clients that watch it.
public enum Event: Sendable {
    /// The node's status when watching begins.
    case status(StatusAnswer)
    /// A block was added on top.
    case block(BlockEvent)
    /// A longer chain replaced the node's.
    case replaced(ReplacementEvent)
    /// A longer valid chain was kept from replacing the node's, because its owner wants so.
    case refused(RefusalEvent)
    /// A new transaction waits for a block.
    case transaction(TransactionEvent)
    /// A peer was added or removed, or its state changed.
    case peer(PeerEvent)
    /// How far the search for a proof has got.
    case mining(SearchInfo)
    /// The chain is near the longest that may be mined, or as long.
    case limit(ChainLimitEvent)
    /// This many events were left out, because the client didn't read them in time.
    case missed(Int)

    /// The kind of event, in a word.
    public var name: String {
        switch self {
        case .status: "status"
        case .block: "block"
        case .replaced: "replaced"
        case .refused: "refused"
        case .transaction: "transaction"
        case .peer: "peer"
        case .mining: "mining"
        case .limit: "limit"
        case .missed: "missed"
        }
    }

    /// The content, as an object.
    public var text: CanonicalText {
        switch self {
        case .status(let status): status.text
        case .block(let block): block.text
        case .replaced(let replacement): replacement.text
        case .refused(let refusal): refusal.text
        case .transaction(let transaction): transaction.text
        case .peer(let peer): peer.text
        case .mining(let search): search.text
        case .limit(let limit): limit.text
        case .missed(let count): .object(["count": .integer(count)])
        }
    }

    /// Reads an event; nil for anything else, and for unknown events.
    public init?(_ name: String, _ value: JSONValue) {
        let event: Event? =
            switch name {
            case "status": StatusAnswer(value).map { .status($0) }
            case "block": BlockEvent(value).map { .block($0) }
            case "replaced": ReplacementEvent(value).map { .replaced($0) }
            case "refused": RefusalEvent(value).map { .refused($0) }
            case "transaction": .transaction(TransactionEvent(value))
            case "peer": PeerEvent(value).map { .peer($0) }
            case "mining": SearchInfo(value).map { .mining($0) }
            case "limit": ChainLimitEvent(value).map { .limit($0) }
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
    /// Where it came from: a peer's address, or a word for the node itself.
    public let source: String?
    /// How many transactions it includes.
    public let transactionCount: Int?

    private init(
        index: Int, hash: String, proof: CanonicalText, timestamp: CanonicalText, source: String, transactionCount: Int
    ) {
        self.index = index
        self.hash = hash
        self.proof = proof
        self.timestamp = timestamp
        self.source = source
        self.transactionCount = transactionCount
    }

    /// Makes an event for a new block.
    public init(_ block: BlockSummary, by source: String) {
        self.init(
            index: block.index, hash: block.hash.description, proof: block.proof, timestamp: block.timestamp,
            source: source, transactionCount: block.transactionCount)
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

/// A chain that replaced another.
public struct ReplacementEvent: Sendable {
    /// An orphaned block.
    public struct Fallen: Sendable {
        /// Its place in the old chain.
        public let index: Int
        /// The SHA-256 of its text.
        public let hash: String

        /// Identifies a block.
        public init(index: Int, hash: String) {
            self.index = index
            self.hash = hash
        }
    }

    /// The last block that both chains share.
    public let common: Int
    /// How many blocks the old chain had.
    public let previousLength: Int
    /// How many the new one has.
    public let length: Int
    /// The hash of its newest block.
    public let tip: String?
    /// The newest of the orphaned blocks.
    public let fallen: [Fallen]
    /// How many transactions are pending again.
    public let pendingAgain: Int
    /// Where it came from.
    public let source: String?

    /// Makes one from its parts.
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
    /// Tells it from identical transactions, if it has one.
    public let id: String?
    /// How many transactions are now waiting.
    public let pending: Int?
    /// Its text; nil if that is long.
    public let transaction: CanonicalText?

    /// The longest transaction text that is repeated, in bytes.
    public static let maximumTextBytes = 4096

    /// Makes an event for a new pending transaction.
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

/// A change to a peer.
public struct PeerEvent: Sendable {
    /// What can happen to a peer.
    public enum Change: String, Sendable {
        case added, removed, changed
    }

    /// `host:port`.
    public let address: String
    /// What happened, as a ``Change`` if it is a known one.
    public let change: String
    /// Its state; nil once it is removed.
    public let peer: PeerInfo?

    /// Makes one from its parts.
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

/// How long the chain is, when it is near the longest that may be mined.
public struct ChainLimitEvent: Sendable {
    /// Its length, in bytes.
    public let bytes: Int
    /// How long it may get, in bytes.
    public let limitBytes: Int

    /// Makes one from its parts.
    public init(bytes: Int, limitBytes: Int) {
        self.bytes = bytes
        self.limitBytes = limitBytes
    }

    fileprivate init?(_ value: JSONValue) {
        guard let bytes = value["bytes"]?.integer, let limit = value["limit"]?.integer else { return nil }
        self.init(bytes: bytes, limitBytes: limit)
    }

    fileprivate var text: CanonicalText { .object(["bytes": .integer(bytes), "limit": .integer(limitBytes)]) }
}

/// A longer valid chain that did not replace the node's.
public struct RefusalEvent: Sendable {
    /// The last block that both chains share.
    public let common: Int
    /// How many blocks the node's chain has.
    public let ownLength: Int
    /// How many the refused one has.
    public let length: Int
    /// The hash of its newest block.
    public let tip: String?
    /// Half a sentence.
    public let reason: String
    /// Where it came from.
    public let source: String?

    /// Makes one from its parts.
    public init(common: Int, ownLength: Int, length: Int, tip: String, reason: String, source: String) {
        self.common = common
        self.ownLength = ownLength
        self.length = length
        self.tip = tip
        self.reason = reason
        self.source = source
    }

    fileprivate init?(_ value: JSONValue) {
        guard let common = value["common"]?.integer, let length = value["length"]?.integer,
            let ownLength = value["ours"]?.integer, let reason = value["reason"]?.string
        else { return nil }
        self.common = common
        self.ownLength = ownLength
        self.length = length
        self.reason = reason
        tip = value["tip"]?.string
        source = value["by"]?.string
    }

    fileprivate var text: CanonicalText {
        .object([
            "by": .string(source), "common": .integer(common), "length": .integer(length),
            "ours": .integer(ownLength), "reason": .string(reason), "tip": .string(tip),
        ])
    }
}
