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
