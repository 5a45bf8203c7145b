internal import CLibEvent
internal import EventLoop

extension Server {
    /// Called by libevent with each request it could read.
    func received(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let request = unsafe request, let pointer = unsafe evhttp_request_get_connection(request),
            let connection = unsafe connectionsByPointer[pointer]
        else { preconditionFailure("a request came on a connection that was not adopted") }
        // After CONNECT libevent does not close. Nothing that follows a refusal is taken for a request.
        if connection.isLast { return unsafe evhttp_connection_free(pointer) }
        connection.deadline = nil
        connection.hasErrorPage = false
        let hasNUL = connection.hasNUL
        connection.hasNUL = false
        let head = unsafe RequestHead(copying: request)
        let id = nextIdentifier()
        connection.exchange = unsafe Exchange(id: id, request: request, method: head.method)
        guard !isDraining else {
            let sentence = "The node is shutting down. Ask another one."
            return reply(.error(.serviceUnavailable, sentence), on: connection, closing: true)
        }
        do throws(RequestGuard.Refusal) {
            if hasNUL { throw RequestGuard.Refusal("There is a NUL byte in the request. Send text.") }
            let (method, path, query) = try RequestGuard.check(head)
            // libevent reads chunk sizes generously ("0x2", "+2", "2 zz") and wants no line break after a chunk. So
            // where such a request ends is not beyond doubt, and nothing behind it is heard.
            connection.closesAfterAnswer = !head.headers.values(of: "transfer-encoding").isEmpty
            var body: [UInt8] = []
            unsafe evhttp_request_get_input_buffer(request)?.moveAll(to: &body)
            let request = Request(method: method, path: path, query: query, headers: head.headers, body: body)
            answer(request, on: connection, exchange: id)
        } catch {
            // libevent repeats the version it was sent, however odd.
            if error.status == .versionNotSupported {
                unsafe (request.pointee.major, request.pointee.minor) = (1, 1)
            }
            reply(.error(error.status, error.sentence), on: connection, closing: true)
        }
    }

    private func answer(_ request: Request, on connection: Connection, exchange: Int) {
        switch handler(request) {
        case .now(let response):
            reply(response, on: connection)
        case .later(let operation):
            let id = connection.id
            let task = Task.immediate(executorPreference: loop) {
                let response = await operation()
                self.finish(id, exchange, response)
            }
            // It may have finished without waiting; the exchange, and even the connection, may be gone.
            guard connection.exchange?.id == exchange, connection.exchange?.isReplying == false else { return }
            connection.exchange?.task = task
            connection.exchange?.departure = .arrival(on: connection.descriptor, loop: loop) { [unowned self] in
                assumeIsolated { $0.clientMayHaveLeft(id) }
            }
        }
    }

    private func clientMayHaveLeft(_ id: Int) {
        guard let connection = connections[id], connection.isDeserted else { return }
        connection.exchange?.task?.cancel()
    }

    private func finish(_ id: Int, _ exchange: Int, _ response: Response) {
        guard let connection = connections[id], connection.exchange?.id == exchange else { return }
        reply(response, on: connection)
    }
}

// MARK: - Answers

extension Server {
    private func reply(_ response: Response, on connection: Connection, closing: Bool = false) {
        guard var exchange = connection.exchange else { return }
        precondition(!exchange.isReplying, "a request was answered twice")
        exchange.isReplying = true
        connection.isLast = closing || isDraining || connection.closesAfterAnswer
        exchange.task = nil
        // libevent is about to watch the descriptor itself, and not edge-triggered.
        exchange.departure = nil
        let isLong = exchange.method != .head && response.body.length > limits.sliceBytes
        if isLong { exchange.begin(response.body) }
        connection.exchange = exchange

        let length = response.body.length
        connection.deadline = tick + limits.stallSeconds + length / limits.slowestReaderBytesPerSecond
        setHead(of: exchange, to: response, isLast: connection.isLast)
        let request = unsafe exchange.request
        unsafe evhttp_request_set_on_complete_cb(
            request, { _, context in unsafe Connection.enter(context) { $0.replied($1) } }, connection.context)
        let (code, phrase) = (Int32(response.status.code), response.status.phrase)
        if isLong {
            unsafe evhttp_send_reply_start(request, code, phrase)
            sendSlice(on: connection)
        } else {
            if exchange.method != .head {
                unsafe evhttp_request_get_output_buffer(request)?.append(response.body.whole()[...])
            }
            unsafe evhttp_send_reply(request, code, phrase, nil)
        }
    }

    private func setHead(of exchange: Exchange, to response: Response, isLast: Bool) {
        let headers = unsafe evhttp_request_get_output_headers(exchange.request)
        func add(_ name: String, _ value: String) {
            let result = unsafe evhttp_add_header(headers, name, value)
            precondition(result == 0, "the header \(name) holds a line break")
        }
        for header in response.headers { add(header.name, header.value) }
        add("Content-Length", String(response.body.length))
        add("Date", date.value)
        guard isLast else { return }
        add("Connection", "close")
        // Else libevent would add "keep-alive" behind it, if HTTP/1.0 asked for that.
        unsafe evhttp_remove_header(evhttp_request_get_input_headers(exchange.request), "Connection")
    }

    /// Sends the next slice of a long answer; libevent calls back when the socket took it.
    private func sendSlice(on connection: Connection) {
        guard let request = unsafe connection.exchange?.request else { return }
        guard let slice = connection.exchange?.nextSlice(ofAtMost: limits.sliceBytes) else {
            return unsafe evhttp_send_reply_end(request)
        }
        let buffer = unsafe evbuffer_new()
        defer { unsafe evbuffer_free(buffer) }
        unsafe buffer?.append(slice)
        unsafe evhttp_send_reply_chunk_with_cb(
            request, buffer, { _, context in unsafe Connection.enter(context) { $0.tookSlice($1) } },
            connection.context)
    }

    private func tookSlice(_ id: Int) {
        if let connection = connections[id] { sendSlice(on: connection) }
    }

    /// Called by libevent when an answer was written; not when the client left before.
    private func replied(_ id: Int) {
        guard let connection = connections[id] else { return }
        connection.exchange = nil
        awaitRequest(on: connection)
        // libevent closes it now, but for CONNECT, after which it would wait for a tunnel.
        if connection.isLast { connection.deadline = tick + 1 }
        noteProgress()
    }
}
