public import Wording

/// Why a fetch didn't get a whole answer with status 200.
public enum FetchError: Error, Hashable, Sendable, Stated {
    /// The host has no address.
    case unknownHost(String)

    /// No connection was made.
    case unreachable

    /// No address of the host is one that may be connected to; this is the first.
    case notAllowed(String)

    /// The answer names another host or port, or none that can be asked.
    case redirected(to: String)

    /// One redirect followed the other.
    case redirectedTooOften

    /// The total time ran out.
    case timedOut

    /// The answer's status wasn't 200.
    case status(Int)

    /// The body exceeded the limit.
    case tooLarge(limitBytes: Int)

    /// The other side closed before the answer was whole.
    case cutOff

    /// The answer wasn't HTTP, or its head exceeded the limit.
    case malformed

    /// The body was in a content coding, such as gzip, though none was accepted.
    case encoded

    /// The task was cancelled, or the receiver wanted no more.
    case cancelled

    /// One phrase for people.
    public var statement: Statement {
        switch self {
        case .unknownHost(let host): Statement(.addressUnknown, ["host": .text(host)])
        case .unreachable: Statement(.unreachable)
        case .notAllowed(let address): Statement(.addressNotAllowed, ["address": .text(address)])
        case .redirected(let place): Statement(.redirected, ["place": .text(place)])
        case .redirectedTooOften: Statement(.redirectedTooOften, ["limit": .number(Redirect.maximumCount)])
        case .timedOut: Statement(.timedOut)
        case .status(let code): Statement(.answeredStatus, ["status": .number(code)])
        case .tooLarge(let limit): Statement(.sentTooMuch, ["limit": .number(limit)])
        case .cutOff: Statement(.cutOff)
        case .malformed: Statement(.answeredNoHttp)
        case .encoded: Statement(.answeredEncoded)
        case .cancelled: Statement(.givenUp)
        }
    }
}
