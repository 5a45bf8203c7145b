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

    /// The answer's status, once its head has arrived.
    private var status = 0

    /// Whether the timer is armed for the total deadline.
    private var isForAll = true

    /// The largest body that this answer may have.
    private var maximumBodyBytes: Int

    /// Checks the length of the arriving chunk, and in which request it is; only for a chunked answer.
    private var chunkCheck: EventSource?
    private var chunkedRequest: UnsafeMutablePointer<evhttp_request>?

    /// Whether libevent has written the request, which it does once there is a connection.
    private var isConnected = false
    private var hadInterimAnswer = false
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
        unsafe chunkedRequest = nil
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
        return Answer(status: status, body: unread)
    }

    private func handOver() async -> Result<Void, FetchError> {
        while true {
            if Task.isCancelled { settle(.failure(.cancelled)) }
            if let outcome, !hasPiece || outcome.isFailure { return outcome }
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
    private var hasPiece: Bool { receive != nil && isSuccess && !unread.isEmpty }

    /// Whether the request succeeded.
    private var isSuccess: Bool { (200...299).contains(status) }

    /// Arms the timer for the total deadline, or for when the other side has been silent too long, if that is earlier.
    private func armTimer() {
        let rest = deadline - .now
        let patience = (isConnected ? limits.silence : limits.connection) ?? rest
        isForAll = rest <= patience
        timer?.arm(after: min(patience, rest))
    }

    private func timeIsOver() {
        // Decided by what it was armed for, not by the clock: libevent's timers may fire a moment early.
        if isForAll { return settle(.failure(.timedOut)) }
        // While nothing is read, silence means nothing.
        guard !isPaused else { return armTimer() }
        settle(.failure(isConnected ? .timedOut : .unreachable))
    }

    private func armPacer() {
        guard let pace = limits.pace else { return }
        if pacer == nil { pacer = .timer(on: loop) { [unowned self] in assumeIsolated { $0.checkPace() } } }
        pacer?.arm(after: pace.window)
    }

    private func checkPace() {
        guard outcome == nil, let pace = limits.pace else { return }
        // While nothing is read, nothing can come.
        if !isPaused, receivedBytes - bytesBeforeWindow < pace.bytes { return settle(.failure(.timedOut)) }
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
        unsafe bufferevent_setwatermark(buffer, Int16(EV_READ), 0, limits.gatheredBytes)
        unsafe buffer.output.callOnChange(context) { _, _, context in
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { $0.notePulse() }
        }
        // libevent's defaults, 45 and 50 seconds, would come before a longer deadline; the timer is what counts.
        unsafe evhttp_connection_set_timeout(connection, Int32(clamping: limits.total.components.seconds &+ 1))
        unsafe evhttp_connection_set_max_headers_size(connection, limits.headBytes)
        unsafe evhttp_connection_set_max_body_size(connection, limits.bodyBytes)
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
        unsafe evhttp_request_set_header_cb(request) { request, context in
            let request = unsafe UncheckedTransfer(request)
            return unsafe callbackOwner(context, as: Fetch.self).assumeIsolated {
                unsafe $0.receivedHead(request.value)
            }
        }
        unsafe evhttp_request_set_chunked_cb(request) { request, context in
            let request = unsafe UncheckedTransfer(request)
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { unsafe $0.receivedBody(request.value) }
        }
        let headers = unsafe evhttp_request_get_output_headers(request)
        var fields = [("Host", question.authority), ("Accept", question.accepted), ("Connection", "close")]
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

    /// Returns -1 to end the request: cancelling it here would free what libevent still uses.
    private func receivedHead(_ request: UnsafeMutablePointer<evhttp_request>?) -> Int32 {
        let code = unsafe Int(evhttp_request_get_response_code(request))
        if code == 100, !hadInterimAnswer {
            hadInterimAnswer = true
            return 0
        }
        // One interim answer is allowed, because libevent collects their headers without bound.
        guard code == 200 || takesEveryStatus && (200...599).contains(code) else {
            let places = unsafe Headers(copying: evhttp_request_get_input_headers(request)).values(of: "location")
            let isFollowed = followsRedirects && Redirect.statuses.contains(code) && places.count == 1
            settle(.failure(isFollowed ? .redirected(to: places[0]) : .status(code)))
            return -1
        }
        status = code
        if !isSuccess {
            maximumBodyBytes = min(limits.refusalBytes, limits.bodyBytes)
            unsafe evhttp_connection_set_max_body_size(connection, maximumBodyBytes)
        }
        let headers = unsafe Headers(copying: evhttp_request_get_input_headers(request))
        if headers.first("transfer-encoding")?.isCaseless("chunked") == true { unsafe limitChunks(of: request) }
        let lengths = headers.values(of: "content-length")
        if lengths.count > 1 {
            settle(.failure(.malformed))
            return -1
        }
        guard let length = lengths.first else { return 0 }
        guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            settle(.failure(.malformed))
            return -1
        }
        if Int(length) ?? .max > maximumBodyBytes {
            settleTooLarge()
            return -1
        }
        return 0
    }

    /// Keeps the limit for a chunked answer. libevent reports chunks that are too long and broken chunks alike. So it
    /// gets no limit, and after each read its count of the bytes missing from the chunk is checked.
    private func limitChunks(of request: UnsafeMutablePointer<evhttp_request>?) {
        unsafe evhttp_connection_set_max_body_size(connection, -1)
        unsafe chunkedRequest = request
        let check = EventSource.timer(on: loop) { [unowned self] in assumeIsolated { $0.checkChunk() } }
        chunkCheck = check
        unsafe buffer?.input.callOnChange(context) { _, _, context in
            unsafe callbackOwner(context, as: Fetch.self).assumeIsolated { $0.chunkCheck?.fire() }
        }
        check.fire()
    }

    private func checkChunk() {
        // Without an outcome libevent still has the request.
        guard outcome == nil, let missingBytes = unsafe chunkedRequest?.pointee.ntoread else { return }
        if missingBytes > maximumBodyBytes - receivedBytes { settleTooLarge() }
    }

    private func settleTooLarge() {
        settle(.failure(.tooLarge(limitBytes: maximumBodyBytes)))
    }

    private func receivedBody(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let input = unsafe evhttp_request_get_input_buffer(request) else { return }
        notePulse()
        receivedBytes += unsafe evbuffer_get_length(input)
        unsafe input.moveAll(to: &unread)
        if receivedBytes > maximumBodyBytes { return settleTooLarge() }
        if receive != nil, unread.count > limits.unreadBytes { pauseReading() }
        waiter.resumeFirst(returning: ())
    }

    private func failed(_ error: evhttp_request_error) {
        switch error {
        case EVREQ_HTTP_TIMEOUT: settle(.failure(.timedOut))
        case EVREQ_HTTP_EOF: settle(.failure(isConnected ? .cutOff : .unreachable))
        // For chunks, libevent reports this when they are broken.
        case EVREQ_HTTP_DATA_TOO_LONG where chunkCheck == nil: settleTooLarge()
        case EVREQ_HTTP_REQUEST_CANCEL: settle(.failure(.cancelled))
        default: settle(.failure(.malformed))
        }
    }

    /// Called for whole answers, and after a failure: without a request, or with code 0 if no connection was made.
    private func completed(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let request = unsafe request, unsafe evhttp_request_get_response_code(request) != 0 else {
            return settle(.failure(.unreachable))
        }
        let code = unsafe Int(evhttp_request_get_response_code(request))
        settle(code == status ? .success(()) : .failure(.status(code)))
    }

    private func close() {
        timer = nil
        pacer = nil
        chunkCheck = nil
        if let connection = unsafe connection { unsafe evhttp_connection_free(connection) }
        unsafe connection = nil
        unsafe buffer = nil
    }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}
