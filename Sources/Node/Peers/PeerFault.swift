public import Chain

/// Why a peer's chain wasn't considered.
public enum PeerFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The peer gave no complete answer; in words, such as "timed out".
    case noAnswer(String)

    /// Its answer breaks a rule.
    case refused(ChainError)

    /// Its chain includes a transaction twice.
    case includesTwice(DuplicateTransaction)

    /// Its chain would replace what the owner of this node wants to keep.
    case isFinal(FinalityFault)

    /// It is a node of another network.
    case otherNetwork(NetworkMismatch)

    /// It is a node that doesn't gossip.
    case doesNotGossip

    /// Without telling a closed port from one where something else listens.
    var plain: PeerFault { if case .noAnswer = self { .noAnswer("no chain there") } else { self } }

    /// Whether the chain is refused for a block from the future alone, for which the peer can't be blamed.
    package var isNotYet: Bool { if case .refused(let error) = self { error.isNotYet } else { false } }

    /// The words of a verdict.
    public var description: String {
        switch self {
        case .noAnswer(let reason): reason
        case .otherNetwork(let mismatch): mismatch.description
        case .includesTwice(let fault): "refused at \(fault)"
        case .isFinal(let fault): "refused: \(fault)"
        case .doesNotGossip: "does not gossip"
        case .refused(let error):
            // "refused at block 7: its proof does not fit", "refused: not JSON: byte 17: ...", and of a ledger,
            // "refused: block 7 breaks the rule seal: ..."
            (error.description.hasPrefix("block ") && error.ledgerFault == nil ? "refused at " : "refused: ")
                + error.description + (error.otherRules.map { ". \($0.advice)" } ?? "")
        }
    }
}
