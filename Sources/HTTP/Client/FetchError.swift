/// Why a fetch didn't get a whole answer with status 200.
public enum FetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The host has no address.
    case unknownHost(String)

    /// No connection was made.
    case unreachable

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

    /// The task was cancelled, or the receiver wanted no more.
    case cancelled

    /// One phrase for people.
    public var description: String {
        switch self {
        case .unknownHost(let host): "unreachable: no address is known for \(host)"
        case .unreachable: "unreachable"
        case .timedOut: "timed out"
        case .status(let code): "answered with status \(code)"
        case .tooLarge(let limit): "sent more than \(limit) bytes"
        case .cutOff: "closed the connection in the middle of its answer"
        case .malformed: "did not answer in HTTP"
        case .cancelled: "given up"
        }
    }
}
