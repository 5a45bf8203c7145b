/// What one client, and all clients together, may cost a server.
public struct ServerLimits: Sendable {
    /// The largest head of a request, in bytes. Real ones stay below 2 KiB.
    public var headBytes = 16 * 1024

    /// The largest first line of a request, in bytes. RFC 9112, section 3, wants 8,000 at least; the longest target
    /// that means something here, a long address with every byte escaped, has 12 KiB.
    public var lineBytes = 13 * 1024

    /// The most fields in a head. Browsers send some twenty.
    public var fields = 256

    /// How far a connection is read beyond the request that is being answered, in bytes: enough for any number of
    /// requests that a client sends without waiting for answers.
    public var readAheadBytes = 64 * 1024

    /// Seconds after which a client that waits for an answer, and has sent more than ``readAheadBytes`` behind its
    /// request, has the rest thrown away and the connection closed after the answer. Its leaving could not be seen
    /// otherwise.
    public var readAheadSeconds = 2

    /// The largest body of a request, in bytes, unless its route has another limit.
    public var bodyBytes = 1024 * 1024

    /// Seconds in which a whole request must arrive, counted from its first byte; and in which a new connection's
    /// first byte must. A total: trickling bytes doesn't extend it.
    public var requestSeconds = 30

    /// Seconds for which a connection stays open after an answer without another request. More than the 60 of nginx and
    /// most other proxies, so that they close first and no request meets a connection that is being closed.
    public var idleSeconds = 75

    /// Seconds over which a client's pace is measured while it takes its answer.
    public var paceSeconds = 10

    /// The slowest pace at which a client may take its answer, in bytes a second over ``paceSeconds``: a modem's.
    public var slowestReaderBytesPerSecond = 4 * 1024

    /// The longest time to take one answer, in seconds.
    public var answerSeconds = 600

    /// Seconds for which a refused client may go on sending, so that it gets to read the refusal.
    public var lingerSeconds = 5

    /// Bytes that a refused client may send after the refusal.
    public var lingerBytes = 8 << 20

    /// Refused clients that are waited for; descriptors may allow fewer. Any more are cut off.
    public var lingeringSockets = 128

    /// Connections at once; descriptors may allow fewer. One more takes the place of one that waits for a request or
    /// takes its answer slowly, of the client that has most.
    public var connections = 16_000

    /// What all connections together may hold, in bytes: requests that have arrived in part or wait, and answers that
    /// clients have not taken, also in the kernel. Above it those that hold most, of the client that holds most, end.
    public var heldBytes = 96 << 20

    /// How much of an answer the kernel keeps for a client that has not taken it, in bytes. Linux doubles it for its
    /// own records. Its own limit, which grows to 4 MiB, is more than many clients may have.
    public var socketBytes = 256 * 1024

    /// What the kernel may keep for the few that send long answers without that limit, all together, in bytes: as many
    /// as its own limit goes into this, or into a third of ``heldBytes``. A write takes a whole slice then.
    public var grownSocketBytes = 32 << 20

    /// How much the kernel keeps of what a client sends and the server doesn't read yet, in bytes; doubled as well.
    public var arrivalBytes = 64 * 1024

    /// What a client may leave in the kernel when its connection is closed, in bytes: nothing counts it any more.
    public var leftBytes = 16 * 1024

    /// Long answers that are under way at once before each is sent in slices of ``smallSliceBytes`` and in writes of
    /// ``smallWriteBytes``, so that one turn of the loop stays short.
    public var longAnswers = 32

    /// The largest single write of one of many long answers, in bytes.
    public var smallWriteBytes = 16 * 1024

    /// Connections that may wait in the kernel to be accepted.
    public var backlog = 1024

    /// The largest part of an answer handed to libevent at once, in bytes: the next follows when the socket has taken
    /// all of it, and each costs a turn of the loop.
    public var sliceBytes = 1024 * 1024

    /// The same for one of many long answers, so that many slow readers hold little.
    public var smallSliceBytes = 256 * 1024

    /// The largest single write to a socket, in bytes. libevent's own 16 KiB costs a long answer two thirds
    /// of its speed.
    public var writeBytes = 1024 * 1024

    /// The defaults above.
    public init() {}
}
