/// Why a fetch brought no whole answer of status 200.
public enum FetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The host has no address.
    case unknownHost(String)

    /// No connection came about.
    case unreachable

    /// The total time was over.
    case timedOut

    /// The answer had another status than 200.
    case status(Int)

    /// The body was above the limit.
    case tooLarge(limitBytes: Int)

    /// The other side closed before the answer was whole.
    case cutOff

    /// The answer was not HTTP, or its head above the limit.
    case malformed

    /// The task that wanted it was cancelled, or the reader wanted no more.
    case cancelled

    /// In words.
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
