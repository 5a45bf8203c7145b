internal import CLibEvent
internal import EventLoop
internal import Glibc

/// One client's connection: libevent's objects and what the server is doing on them.
///
/// The server owns it and drops it when libevent closes the connection, so libevent's callbacks may hold it
/// unretained. Everything here belongs to the server's isolation, which is the loop's thread; callbacks on that
/// thread read `id` and `server` to get there, and look at what arrives and leaves without a detour.
@safe final class Connection {
    let id: Int
    unowned let server: Server

    /// The socket's buffers; valid as long as the connection is open.
    let buffer: OpaquePointer

    /// libevent's connection; nil until it was adopted, in the turn of the loop that accepted it.
    var pointer: OpaquePointer?

    /// The address of the other end, as libevent has written it down on accepting.
    private(set) lazy var remoteHost: String = {
        var address: UnsafeMutablePointer<CChar>?
        var port: UInt16 = 0
        unsafe evhttp_connection_get_peer(pointer, &address, &port)
        guard let text = unsafe address.map({ unsafe String(cString: $0) }) else { return "" }
        let mapped = "::ffff:"
        // Only IPv4's addresses have dots after that.
        return text.hasPrefix(mapped) && text.contains(".") ? String(text.dropFirst(mapped.count)) : text
    }()

    /// The tick at which a request that has not come, or an answer that was not taken, ends the connection.
    var deadline: Int?

    /// The request being answered.
    var exchange: Exchange?

    /// Whether libevent is answering by itself, with a page to be rewritten.
    var hasErrorPage = false

    /// Whether the request that is arriving holds a NUL byte, at which libevent would cut a header off.
    var hasNUL = false

    /// Whether the connection must close once the request at hand is answered.
    var mustCloseAfterReply = false

    /// Whether its last answer is on its way or out: the client may still be sending, and nothing of that is read.
    var isClosing = false

    /// Grows with each connection that starts to wait for a request: the smallest one waits longest.
    var waitingSince = 0

    /// The tick at which it began to wait for a request.
    var waitingSinceTick = 0

    /// Whether it may be evicted for a new connection: it has been idle for at least a second. One that has only just
    /// come, or was answered, is about to ask.
    func isEvictable(at tick: Int) -> Bool {
        unsafe exchange == nil && pointer != nil && waitingSinceTick + 2 <= tick
    }

    init(id: Int, server: Server, buffer: OpaquePointer) {
        self.id = id
        self.server = server
        unsafe self.buffer = unsafe buffer
        unsafe pointer = nil
    }

    /// What libevent's callbacks get.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// Enters the server from a callback about a connection.
    static func enter(_ context: UnsafeMutableRawPointer?, _ action: @Sendable (isolated Server, Connection) -> Void) {
        let connection = unsafe UncheckedTransfer(callbackOwner(context, as: Connection.self))
        connection.value.server.enter { action($0, connection.value) }
    }

    /// The socket.
    var descriptor: Int32 { unsafe bufferevent_getfd(buffer) }

    /// Whether the other end is closed or broken, seen without reading what it sent before that.
    var peerHasClosed: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(clibevent_pollrdhup), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }
}

/// A request that waits for its answer or is being answered.
@safe struct Exchange {
    let id: Int

    /// libevent's request; valid until the answer is out or the connection is closed.
    let request: UnsafeMutablePointer<evhttp_request>

    let method: Method?
    let version: RequestHead.Version

    /// What the client wants to become of the connection.
    let persistence: ResponseHead.Persistence

    /// What somebody wants to know of it in the end.
    var account: Account?

    struct Account {
        let method: Method?
        var route: Int?
        /// Whether the client did not wait for the answer.
        var hasClientLeft = false
        let stopwatch: Stopwatch
    }

    /// Makes the answer, when that takes more than a turn of the loop.
    var task: Task<Void, Never>?

    /// Tells that the client may have left while it waits for the answer.
    var departure: EventSource?

    /// What remains of an answer, and of the piece that is being sent.
    var pieces: (any BodyPieces)?
    var rest: ArraySlice<UInt8> = []

    /// What has no end yet, and whether all that there was is sent.
    var stream: ResponseStream?
    var isStreamIdle = false

    var isReplying = false

    init(id: Int, request: UnsafeMutablePointer<evhttp_request>, head: RequestHead, stopwatch: Stopwatch?) {
        self.id = id
        unsafe self.request = unsafe request
        method = head.method
        version = head.version
        persistence = head.persistence
        account = stopwatch.map { Account(method: head.method, stopwatch: $0) }
    }

    /// Takes a body, to be sent in slices.
    mutating func begin(_ body: Body) {
        switch body {
        case .bytes(let bytes): rest = bytes[...]
        case .pieces(let pieces): self.pieces = pieces
        case .stream(let stream): self.stream = stream
        }
    }

    /// A part of a piece, as large as it comes but for `count`; nil at the end.
    mutating func nextPart(ofAtMost count: Int) -> ArraySlice<UInt8>? {
        if rest.isEmpty { rest = pieces?.next() ?? stream?.takeWaiting() ?? [] }
        if rest.isEmpty { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
