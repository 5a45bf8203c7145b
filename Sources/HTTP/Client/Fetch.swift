internal import CLibEvent
internal import EventLoop

/// One request on its own connection.
///
/// libevent 2.1 ends a request in four ways, one of them inside the call that starts it. All of them lead to
/// ``settle(_:)``, where the first one counts. libevent's objects are freed by ``close()``, which runs as a job of the
/// loop and so never inside one of their own callbacks.
@safe actor Fetch {
    /// What the server is asked for.
    struct Question: Sendable {
        /// Path and query.
        var target: String

        /// The value of the Host header.
        let authority: String

        let method: Method

        /// The media types that are understood.
        var accepted = "application/json"

        /// The body to send.
        var content: (type: String, body: [UInt8])?

        /// What the server may want to see first.
        var token: BearerToken?
    }

    /// Gets pieces of the body, and returns whether it wants more.
    typealias Receiver = @Sendable ([UInt8]) async -> Bool

    private let loop: EventLoop
    private let limits: ClientLimits
    private let deadline: ContinuousClock.Instant
    private let receive: Receiver?
    private let takesEveryStatus: Bool
    private let followsRedirects: Bool

    private var connection: OpaquePointer?
    private var buffer: OpaquePointer?
    private var timer: EventSource?

    /// Looks at the end of each window whether enough has come in it, and how much had come before it.
    private var pacer: EventSource?
    private var bytesBeforeWindow = 0

    /// Bytes of the body that arrived but were not handed over.
    private var unread: [UInt8] = []
    private var receivedBytes = 0
    private var isPaused = false

    /// Reads what arrives, before libevent does.
    private var reader: ResponseReader

    /// Whether the reader is changing the buffer, which calls back for each change.
    private var isReading = false

    /// The part of the input that is being read; kept for its memory.
    private var arrivedPiece: [UInt8] = []

    /// Whether the timer is armed for the total deadline.
    private var isForAll = true

    /// The largest body that this answer may have.
    private var maximumBodyBytes: Int

    /// Whether libevent has written the request, which it does once there is a connection.
    private var isConnected = false
    private var outcome: Result<Void, FetchError>?

    /// Where ``run(_:address:port:)`` waits for an outcome or a piece.
    private let waiter = Waiters<Void>(limit: 1)

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    /// Makes a fetch that hands the body of a 2xx answer to `receive`, or else collects it.
    ///
    /// - Parameters:
    ///   - takesEveryStatus: whether an answer with another status than 200 counts; otherwise it is a failure.
    ///   - followsRedirects: whether the failure then names the place to which a redirect leads.
    init(
        loop: EventLoop, limits: ClientLimits, deadline: ContinuousClock.Instant, takesEveryStatus: Bool = false,
        followsRedirects: Bool = false, receive: Receiver?
    ) {
        self.loop = loop
        self.limits = limits
        self.deadline = deadline
        self.takesEveryStatus = takesEveryStatus
        self.followsRedirects = followsRedirects
        self.receive = receive
        maximumBodyBytes = limits.bodyBytes
        unsafe connection = nil
        unsafe buffer = nil
        reader = ResponseReader(answering: .get)
    }

    isolated deinit {
        unsafe precondition(connection == nil, "a fetch was dropped before it ended")
    }

    /// Sends the request and hands over the body, until the first outcome. Returns what no receiver took.
    func run(_ question: Question, address: String, port: UInt16) async throws(FetchError) -> Answer {
        timer = .timer(on: loop) { [unowned self] in assumeIsolated { $0.timeIsOver() } }
        armTimer()
        armPacer()
        start(question, address: address, port: port)
        let outcome = await handOver()
        close()
        try outcome.get()
        return Answer(status: reader.head?.status ?? 0, body: unread, address: address)
    }

    private func handOver() async -> Result<Void, FetchError> {
        while true {
            if Task.isCancelled { return .failure(.cancelled) }
            if let outcome, !hasPiece || !outcome.letsReceive { return outcome }
            guard hasPiece, let receive else {
                _ = await waiter.wait { outcome == nil && !hasPiece ? nil : () }
                continue
            }
            let piece = unread
            unread = []
            resumeReading()
            guard await receive(piece) else { return .failure(.cancelled) }
        }
    }

    /// Whether there is something to hand over.
    private var hasPiece: Bool { receive != nil && reader.head?.isSuccess == true && !unread.isEmpty }

    /// Arms the timer for the total deadline, or for when the other side has been silent too long, if that is earlier.
    private func armTimer() {
        let rest = deadline - .now
        let patience = (isConnected ? limits.silence : limits.connection) ?? rest
        isForAll = rest <= patience
        timer?.arm(after: min(patience, rest))
    }

    private func timeIsOver() {
        // Decided by what it was armed for, not by the clock: libevent's timers may fire a moment early.
        if isForAll { return giveUp(.timedOut) }
        // While nothing is read, silence means nothing.
        guard !isPaused else { return armTimer() }
        giveUp(isConnected ? .timedOut : .unreachable)
    }

    /// Reads nothing more: what comes too late is not handed over.
    private func giveUp(_ error: FetchError) {
        pauseReading()
        settle(.failure(error))
    }

    private func armPacer() {
        guard let pace = limits.pace else { return }
        if pacer == nil { pacer = .timer(on: loop) { [unowned self] in assumeIsolated { $0.checkPace() } } }
        pacer?.arm(after: pace.window)
    }

    private func checkPace() {
        guard outcome == nil, let pace = limits.pace else { return }
        // While nothing is read, nothing can come.
        if !isPaused, receivedBytes - bytesBeforeWindow < pace.bytes { return giveUp(.timedOut) }
        bytesBeforeWindow = receivedBytes
        armPacer()
    }

    /// Notes that something moved on the connection.
    private func notePulse() {
        isConnected = true
        if limits.connection != nil || limits.silence != nil { armTimer() }
    }

    private func settle(_ outcome: Result<Void, FetchError>) {
        if self.outcome == nil { self.outcome = outcome }
        waiter.resumeFirst(returning: ())
    }

    private func pauseReading() {
        guard !isPaused, let buffer = unsafe buffer else { return }
        isPaused = true
        unsafe bufferevent_disable(buffer, Int16(EV_READ))
    }

    private func resumeReading() {
        guard isPaused, outcome == nil, let buffer = unsafe buffer else { return }
        isPaused = false
        let result = unsafe bufferevent_enable(buffer, Int16(EV_READ))
        precondition(result == 0, "no memory to read a socket again")
    }
}

// MARK: - libevent

extension Fetch {
    private func start(_ question: Question, address: String, port: UInt16) {
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        guard let buffer = unsafe bufferevent_socket_new(loop.base, -1, options),
            let connection = unsafe evhttp_connection_base_bufferevent_new(loop.base, nil, buffer, address, port)
        else { preconditionFailure("no memory for a connection") }
        unsafe self.buffer = unsafe buffer
        unsafe self.connection = unsafe connection
        reader = ResponseReader(answering: question.method)
        unsafe bufferevent_setwatermark(buffer, Int16(EV_READ), 0, ClientLimits.gatheredBytes)
        unsafe buffer.input.callOnChange(context) { _, change, context in
            guard let added = unsafe change?.pointee.n_added, added > 0 else { return }
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { $0.arrived() }
        }
        unsafe buffer.output.callOnChange(context) { _, _, context in
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { $0.notePulse() }
        }
        // libevent's defaults, 45 and 50 seconds, would come before a longer deadline; the timer is what counts.
        unsafe evhttp_connection_set_timeout(connection, Int32(clamping: limits.total.components.seconds &+ 1))
        guard let request = unsafe makeRequest(question) else { preconditionFailure("no memory for a request") }
        if unsafe evhttp_make_request(connection, request, question.method.command, question.target) != 0 {
            settle(.failure(.unreachable))
        }
    }

    /// The context of libevent's callbacks. Unretained is sound: `run` keeps this actor alive until `close` has freed
    /// connection and request.
    private var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    private func makeRequest(_ question: Question) -> UnsafeMutablePointer<evhttp_request>? {
        let request = unsafe evhttp_request_new(
            { request, context in
                let request = unsafe UncheckedTransfer(request)
                unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { unsafe $0.completed(request.value) }
            }, context)
        unsafe evhttp_request_set_error_cb(request) { error, context in
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { $0.failed(error) }
        }
        unsafe evhttp_request_set_chunked_cb(request) { request, context in
            let request = unsafe UncheckedTransfer(request)
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { unsafe $0.receivedBody(request.value) }
        }
        let headers = unsafe evhttp_request_get_output_headers(request)
        var fields = [
            ("Host", question.authority), ("Accept", question.accepted), ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        if let token = question.token { fields.append(("Authorization", token.authorization)) }
        if let (type, body) = question.content {
            fields.append(("Content-Type", type))
            // libevent adds the length by itself, even of an empty body.
            if !body.isEmpty {
                unsafe evhttp_request_get_output_buffer(request)?.append(referenceTo: HeldBytes(body[...]))
            }
        }
        for (name, value) in fields {
            let result = unsafe evhttp_add_header(headers, name, value)
            precondition(result == 0, "the header \(name) holds a line break")
        }
        return unsafe request
    }

    /// Called when bytes have come into the input, before libevent looks at them.
    private func arrived() {
        guard !isReading, !reader.isInPlainBody, let input = unsafe buffer?.input else { return }
        isReading = true
        defer { isReading = false }
        var forLibevent: [UInt8] = []
        do throws(FetchError) {
            try unsafe readPieces(of: input, to: &forLibevent)
        } catch {
            settle(.failure(error))
            return unsafe input.drain(input.count)
        }
        unsafe input.prepend(forLibevent)
    }

    private func readPieces(of input: OpaquePointer, to output: inout [UInt8]) throws(FetchError) {
        while !reader.isInPlainBody {
            unsafe input.copyFirstPiece(to: &arrivedPiece)
            if arrivedPiece.isEmpty { return }
            var rest = arrivedPiece[...]
            try reader.read(&rest, to: &output, headLimit: limits.headBytes) { head throws(FetchError) in
                try accept(head)
            }
            unsafe input.drain(arrivedPiece.count - rest.count)
        }
    }

    /// Returns how many bytes of body are taken.
    private func accept(_ head: AnswerHead) throws(FetchError) -> Int {
        guard head.status == 200 || takesEveryStatus && head.status <= 599 else {
            let places = head.headers.values(of: "location")
            let isFollowed = followsRedirects && Redirect.statuses.contains(head.status) && places.count == 1
            throw isFollowed ? .redirected(to: places[0]) : .status(head.status)
        }
        if !head.isSuccess { maximumBodyBytes = min(limits.refusalBytes, limits.bodyBytes) }
        return maximumBodyBytes
    }

    private func receivedBody(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let input = unsafe evhttp_request_get_input_buffer(request) else { return }
        notePulse()
        receivedBytes += unsafe evbuffer_get_length(input)
        unsafe input.moveAll(to: &unread)
        // Only a body that ends with the connection gets this far.
        if receivedBytes > maximumBodyBytes {
            return settle(.failure(.tooLarge(limitBytes: maximumBodyBytes)))
        }
        if receive != nil, unread.count > limits.unreadBytes { pauseReading() }
        waiter.resumeFirst(returning: ())
    }

    private func failed(_ error: evhttp_request_error) {
        switch error {
        case EVREQ_HTTP_TIMEOUT: settle(.failure(.timedOut))
        case EVREQ_HTTP_EOF: settle(.failure(isConnected ? .cutOff : .unreachable))
        case EVREQ_HTTP_REQUEST_CANCEL: settle(.failure(.cancelled))
        default: settle(.failure(.malformed))
        }
    }

    /// Called for whole answers, and after a failure: without a request, or with code 0 if no connection was made.
    private func completed(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let request = unsafe request, unsafe evhttp_request_get_response_code(request) != 0 else {
            return settle(.failure(.unreachable))
        }
        settle(.success(()))
    }

    private func close() {
        timer = nil
        pacer = nil
        if let connection = unsafe connection { unsafe evhttp_connection_free(connection) }
        unsafe connection = nil
        unsafe buffer = nil
    }
}

extension Result<Void, FetchError> {
    /// Whether what came before it still goes to the receiver: also what came of an answer that broke off, of which a
    /// part may be of use.
    fileprivate var letsReceive: Bool {
        switch self {
        case .success, .failure(.cutOff), .failure(.timedOut): true
        case .failure: false
        }
    }
}
