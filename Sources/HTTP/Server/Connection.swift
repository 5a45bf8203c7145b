internal import CLibEvent
internal import EventLoop
internal import Glibc

/// One client's connection: libevent's objects, and what the server is doing with them.
///
/// The server owns it and drops it when libevent closes the connection, so libevent's callbacks may hold it unretained.
/// Everything here belongs to the server's isolation, which is the loop's thread. Callbacks on that thread read `id`
/// and `server` to get there, and inspect arriving and departing bytes directly.
@safe final class Connection {
    let id: Int
    unowned let server: Server

    /// The socket's buffers; valid while the connection is open.
    let buffer: OpaquePointer

    /// libevent's connection. Nil until adopted, at the end of the turn of the loop that accepted it.
    var pointer: OpaquePointer?

    /// The address of the other end, as libevent recorded it on accepting.
    private(set) lazy var remoteHost: String = {
        var address: UnsafeMutablePointer<CChar>?
        var port: UInt16 = 0
        unsafe evhttp_connection_get_peer(pointer, &address, &port)
        guard let text = unsafe address.map({ unsafe String(cString: $0) }) else { return "" }
        let mapped = "::ffff:"
        // Only IPv4 addresses have dots after that.
        return text.hasPrefix(mapped) && text.contains(".") ? String(text.dropFirst(mapped.count)) : text
    }()

    /// Whose connection it is, where shares are given out.
    var client = ClientGroup.unknown

    /// How fast the client takes the present answer.
    var pace = Pace()

    /// Whether it may hold bytes, and is among the server's ``Server/holders``.
    var mayHoldBytes = false

    /// The port of this end, for a server that listens on several.
    private(set) lazy var localPort = SocketAddress.boundPort(of: descriptor)

    /// The tick at which the connection ends if its request has not arrived or its answer was not taken.
    var deadline: Int?

    /// The request being answered.
    var exchange: Exchange?

    /// Reads what arrives, before libevent does.
    var reader = RequestReader()

    /// Whether anything has arrived since it began to wait for a request, if only empty lines.
    var hasArrival = false

    /// Whether the reader is changing the buffer, which calls back for each change.
    var isReading = false

    /// Whether more may wait in the input than usual, for a body.
    var hasRaisedMark = false

    /// Why the request that was arriving is refused, until that is sent.
    var refusal: Refusal?

    /// Whether what follows the current request is thrown away, and the connection closes after the answer: otherwise
    /// nobody would see that the client has left.
    var discardsRest = false

    /// How many bytes were thrown away.
    var discardedBytes = 0

    /// Whether its last answer is being or has been sent. The client may still be sending, but nothing more is read.
    var isClosing = false

    /// Increases with each connection that starts to wait for a request: the smallest has waited longest.
    var waitingSince = 0

    /// The tick at which it began to wait for a request.
    var waitingSinceTick = 0

    init(id: Int, server: Server, buffer: OpaquePointer) {
        self.id = id
        self.server = server
        unsafe self.buffer = unsafe buffer
        unsafe pointer = nil
    }

    /// The context of libevent's callbacks.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// Enters the server from a callback about a connection.
    static func enter(_ context: UnsafeMutableRawPointer?, _ action: @Sendable (isolated Server, Connection) -> Void) {
        let connection = unsafe UncheckedTransfer(callbackOwner(context, as: Connection.self))
        connection.value.server.enter { action($0, connection.value) }
    }

    /// The socket.
    var descriptor: Int32 { unsafe bufferevent_getfd(buffer) }
}

/// A request that waits for its answer or is being answered.
@safe final class Exchange {
    let id: Int

    /// libevent's request; valid until the answer is sent or the connection is closed.
    let request: UnsafeMutablePointer<evhttp_request>

    let head: RequestHead

    /// What the observer will be told; nil without an observer.
    var account: Account?

    struct Account {
        let method: Method
        var route: Int?
        /// Whether the client left before the answer.
        var hasClientLeft = false
        let stopwatch: Stopwatch
    }

    /// Makes the answer, if that takes more than a turn of the loop.
    var task: Task<Void, Never>?

    /// Whether that is cancelled once the client sends no more.
    var isGivenUpAtEnd = false

    /// The tick at which it began to wait.
    var waitingSinceTick = 0

    /// The rest of an answer, and of the piece that is being sent.
    var pieces: (any BodyPieces)?
    var rest: ArraySlice<UInt8> = []

    /// A body without an end, and whether everything in it so far is sent.
    var stream: ResponseStream?
    var isStreamIdle = false

    /// Whether more may be added to its answer.
    var isEndless: Bool { stream.map { !$0.isEnded } ?? false }

    var isReplying = false

    /// Whether the connection closes after the answer.
    var isLast = false

    /// Whether the answer is counted among the long ones.
    var isLong = false

    /// Looks whether the client has taken the last answer, and how long after that to look again.
    var look: EventSource?
    var nextLook = Duration.milliseconds(1)

    init(
        id: Int, request: UnsafeMutablePointer<evhttp_request>, head: RequestHead, stopwatch: Stopwatch?
    ) {
        self.id = id
        unsafe self.request = unsafe request
        self.head = head
        account = stopwatch.map { Account(method: head.method, stopwatch: $0) }
    }

    /// Takes a body, to be sent in slices.
    func begin(_ body: Body) {
        switch body {
        case .bytes(let bytes): rest = bytes[...]
        case .pieces(let pieces): self.pieces = pieces
        case .stream(let stream): self.stream = stream
        }
    }

    /// The next part of a piece, of at most `count` bytes; nil at the end.
    func nextPart(ofAtMost count: Int) -> ArraySlice<UInt8>? {
        if rest.isEmpty { rest = pieces?.next() ?? stream?.takeWaiting() ?? [] }
        if rest.isEmpty { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
