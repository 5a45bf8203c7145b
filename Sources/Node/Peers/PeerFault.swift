public import Chain
public import Wording

/// Why a peer's chain wasn't considered.
public enum PeerFault: Error, Hashable, Sendable, Stated {
    /// The peer gave no complete answer, and why, such as "timed out".
    case noAnswer(Statement)

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
    var plain: PeerFault { if case .noAnswer = self { .noAnswer(Statement(.noChainThere)) } else { self } }

    /// Whether the chain is refused for a block from the future alone, for which the peer can't be blamed.
    package var isNotYet: Bool { if case .refused(let error) = self { error.isNotYet } else { false } }

    /// The words of a verdict.
    public var statement: Statement {
        switch self {
        case .noAnswer(let reason): reason
        case .otherNetwork(let mismatch): mismatch.statement
        case .includesTwice(let fault): Statement(.chainRefusedAt, ["problem": .statement(fault.statement)])
        case .isFinal(let fault): Statement(.chainRefused, ["problem": .statement(fault.statement)])
        case .doesNotGossip: Statement(.doesNotGossip)
        case .refused(let error):
            if let other = error.otherRules {
                Statement(
                    .chainRefusedByRules, ["flag": .text(other.flag), "problem": .statement(error.statement)])
            } else {
                Statement(
                    error.namesPlaceFirst ? .chainRefusedAt : .chainRefused,
                    ["problem": .statement(error.statement)])
            }
        }
    }
}
