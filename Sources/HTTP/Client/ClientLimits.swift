/// What one fetch may cost a client.
public struct ClientLimits: Sendable {
    /// The total time of a fetch: resolving, connecting, head and body together.
    public var total: Duration = .seconds(10)

    /// How long connecting to one address may take; nil for as long as the total allows.
    public var connection: Duration?

    /// How long the other side may be silent once connected; nil for as long as the total allows.
    public var silence: Duration?

    /// The slowest rate at which the body of an answer may come; nil for any.
    public var pace: Pace?

    /// So many bytes in each window of time; the first begins with the fetch.
    public struct Pace: Sendable {
        /// How many bytes have to come.
        public let bytes: Int

        /// In which time.
        public let window: Duration

        /// Makes a pace.
        public init(bytes: Int, window: Duration) {
            self.bytes = bytes
            self.window = window
        }
    }

    /// The largest head of an answer, in bytes, with all interim answers (1xx) before it.
    public var headBytes = 64 * 1024

    /// The largest body of an answer, in bytes.
    public var bodyBytes = 1 << 30

    /// The largest body of an answer whose status isn't 2xx, in bytes; it gives the reason in a sentence.
    public var refusalBytes = 64 * 1024

    /// Bytes that may wait for the receiver of the body; above this the socket isn't read.
    public var unreadBytes = 1 << 20

    /// Bytes that may wait for libevent, which takes none while it still sends the request.
    static let gatheredBytes = 64 * 1024

    /// The defaults above.
    public init() {}
}
