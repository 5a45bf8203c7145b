/// Is told of each request that a server has answered. Called on the loop's thread, so every request waits for it.
public protocol ServerObserver: AnyObject, Sendable {
    /// The paths of the routes, before there is any answer.
    func noteRoutes(_ paths: [String])

    /// An answer has begun to be sent, or its client is gone.
    func noteAnswer(to request: AnsweredRequest)

    /// The number of connections now open.
    func noteConnections(_ count: Int)

    /// How many bytes all connections held when that was last looked at.
    func noteHeld(bytes: Int)

    /// A connection is ended for the others' sake.
    func noteEviction(_ reason: EvictionReason)
}

/// Why a server ends a connection for the sake of all others.
public enum EvictionReason: String, CaseIterable, Sendable {
    /// There were no places for new ones.
    case places
    /// All connections together held too much, and it held most.
    case memory
    /// Its client took an answer too slowly, or for too long.
    case slowness
}

/// What is known of a request in the end.
public struct AnsweredRequest: Sendable {
    /// The status given for a request whose client left before it was answered. No server sends it; nginx logs the same
    /// number.
    public static let clientLeft = 499

    /// Nil if the method is unknown or the request could not be read.
    public let method: Method?

    /// The route of its path, as a position in ``Router/paths``. Nil if there is none or the request was refused first.
    public let route: Int?

    /// Three digits.
    public let status: Int

    /// From the arrival of the whole request until its answer, or the first part of a long one, was handed to the
    /// system. Nil if it never arrived whole.
    public let nanoseconds: UInt64?

    /// Makes one from its parts.
    public init(method: Method?, route: Int?, status: Int, nanoseconds: UInt64?) {
        self.method = method
        self.route = route
        self.status = status
        self.nanoseconds = nanoseconds
    }
}
