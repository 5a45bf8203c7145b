/// What one client, and all clients together, may cost a server.
public struct ServerLimits: Sendable {
    /// The largest head of a request, in bytes. Real ones stay below 2 KiB.
    public var headBytes = 16 * 1024

    /// The largest first line of a request, in bytes. RFC 9112, section 3, wants 8,000 at least.
    public var lineBytes = 8 * 1024

    /// How far a connection is read beyond the request that is being answered, in bytes: enough for any number of
    /// requests that a client sends without waiting for answers.
    public var readAheadBytes = 64 * 1024

    /// Seconds after which a client that waits for an answer, and has sent more than ``readAheadBytes`` behind its
    /// request, has the rest thrown away and the connection closed after the answer. Its leaving could not be seen
    /// otherwise.
    public var readAheadSeconds = 2

    /// The largest body of a request, in bytes.
    public var bodyBytes = 1024 * 1024

    /// Seconds in which a whole request must arrive, counted from the opening of the connection or its last answer. A
    /// total: trickling bytes doesn't extend it.
    public var requestSeconds = 30

    /// Seconds without progress after which a client that should be reading its answer is dropped.
    public var stallSeconds = 30

    /// The slowest reader, in bytes per second: an answer's total time is ``stallSeconds`` plus its length divided by
    /// this.
    public var slowestReaderBytesPerSecond = 16 * 1024

    /// Seconds for which a refused client may go on sending, so that it gets to read the refusal.
    public var lingerSeconds = 5

    /// Bytes that a refused client may send after the refusal.
    public var lingerBytes = 8 << 20

    /// Refused clients that are waited for; any more are cut off.
    public var lingeringSockets = 128

    /// Connections at once. One more evicts the connection that has waited longest without a request.
    public var connections = 1024

    /// Connections that may wait in the kernel to be accepted.
    public var backlog: Int32 = 1024

    /// The largest part of an answer handed to libevent at once, in bytes. libevent's timer starts anew with each part,
    /// so a slow reader has ``stallSeconds`` for each.
    public var sliceBytes = 256 * 1024

    /// The largest single write to a socket, in bytes. libevent's own 16 KiB costs a long answer two thirds
    /// of its speed.
    public var writeBytes = 1024 * 1024

    /// The defaults above.
    public init() {}
}
