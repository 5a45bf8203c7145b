/// Who is told of each request a server has answered. Called on the loop's thread; what it does there, every request
/// waits for.
public protocol ServerObserver: AnyObject, Sendable {
    /// These are the paths of the routes, before there is any answer.
    func noteRoutes(_ paths: [String])

    /// An answer has begun to be sent, or there is nobody any more to send it to.
    func noteAnswer(to request: AnsweredRequest)

    /// So many connections are open now.
    func noteConnections(_ count: Int)
}

/// What there is to say of a request when all is done.
public struct AnsweredRequest: Sendable {
    /// What it is given for a status when its client left before it was answered: no server sends that one, and
    /// nginx writes it down for the same.
    public static let clientLeft = 499

    /// Nil for a method nobody here knows, and if it could not be read.
    public let method: Method?

    /// Which route its path belongs to, as a position in ``Router/paths``; nil if to none, and if it was refused before
    /// it came to that.
    public let route: Int?

    /// Three digits.
    public let status: Int

    /// From when it had arrived whole until its answer, or the front of a long one, was handed to the system. Nil if
    /// it never arrived whole.
    public let nanoseconds: UInt64?

    /// Puts them together.
    public init(method: Method?, route: Int?, status: Int, nanoseconds: UInt64?) {
        self.method = method
        self.route = route
        self.status = status
        self.nanoseconds = nanoseconds
    }
}
