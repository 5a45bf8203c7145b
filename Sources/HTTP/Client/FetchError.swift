/// Why a fetch didn't get a whole answer with status 200.
public enum FetchError: Error, Hashable, Sendable, CustomStringConvertible {
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
    public var description: String {
        switch self {
        case .unknownHost(let host): "unreachable: no address is known for \(host)"
        case .unreachable: "unreachable"
        case .notAllowed(let address): "not connected: \(address) is none of the addresses that are allowed"
        case .redirected(let place):
            "redirects to \(place), and only another path of the same host and port is followed"
        case .redirectedTooOften: "redirects more than \(Redirect.maximumCount) times"
        case .timedOut: "timed out"
        case .status(let code): "answered with status \(code)"
        case .tooLarge(let limit): "sent more than \(limit) bytes"
        case .cutOff: "closed the connection in the middle of its answer"
        case .malformed: "did not answer in HTTP"
        case .encoded: "sent its answer in a coding that was not asked for, perhaps compressed"
        case .cancelled: "given up"
        }
    }
}
