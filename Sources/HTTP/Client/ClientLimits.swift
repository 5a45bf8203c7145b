/// What one fetch may cost a client.
public struct ClientLimits: Sendable {
    /// The total time of a fetch: name, connection, head and body together.
    public var total: Duration = .seconds(10)

    /// How long one address may take to be connected to; as long as there is time, if nil.
    public var connection: Duration?

    /// How long the other side may say nothing once it is connected; as long as there is time, if nil.
    public var silence: Duration?

    /// The largest head of an answer, in bytes.
    public var headBytes = 64 * 1024

    /// The largest body of an answer, in bytes.
    public var bodyBytes = 1 << 30

    /// The largest body of an answer that is not of status 2xx, in bytes: it says why in a sentence.
    public var refusalBytes = 64 * 1024

    /// Bytes that may wait to be taken by the reader of the body; above this the socket is not read.
    public var unreadBytes = 1 << 20

    /// Bytes libevent may gather before it hands them over: it keeps a chunk of a chunked body until it is
    /// whole, and larger ones stall until the time is over.
    public var chunkBytes = 8 << 20

    /// The limit of libevent's read buffer, in bytes: never more than the whole answer may have.
    var gatheredBytes: Int {
        let (wholeBytes, isBeyondAll) = bodyBytes.addingReportingOverflow(headBytes)
        return isBeyondAll ? chunkBytes : min(chunkBytes, max(wholeBytes, 16 * 1024))
    }

    /// The defaults above.
    public init() {}
}
