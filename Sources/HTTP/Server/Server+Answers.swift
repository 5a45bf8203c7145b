internal import CLibEvent
internal import EventLoop
internal import Glibc

extension Server {
    /// Answers up to this length are sent as one copy of head and body; longer ones are sent by reference to their
    /// pieces.
    private static let shortAnswerBytes = 16 * 1024

    /// The slice of a stream: all who watch may stall at once.
    private static let streamSliceBytes = 64 * 1024

    /// Parts of an answer below this are copied, because a reference costs as much.
    private static let shortPartBytes = 4 * 1024

    /// Sends the answer to the current request.
    func reply(_ response: Response, on connection: Connection, closing: Bool = false) {
        guard let exchange = connection.exchange, !exchange.isReplying else {
            preconditionFailure("a request was answered twice, or none was there")
        }
        let request = unsafe exchange.request
        let isHead = exchange.head.method == .head
        exchange.isReplying = true
        let stream = response.body.stream
        connection.isClosing = closing || isDraining || connection.discardsRest || stream != nil
        if connection.isClosing { connection.reader.stop() }
        exchange.task = nil
        let length = response.body.length ?? 0
        connection.deadline = nil
        connection.pace.begin(at: tick)
        // Our answers are of 1.1, where a connection stays open unless something else is said.
        let wanted = exchange.head.persistence
        let persistence =
            connection.isClosing || exchange.head.version == .http10 && wanted == .usual ? .close : wanted
        // libevent closes by this header, whatever the version; the one that is sent is written with the others. Of the
        // client's Connection header it reads only the first, and not as a list.
        if persistence == .close {
            exchange.isLast = true
            // Closing a socket with unread bytes resets the connection, which might destroy the answer.
            if unsafe connection.buffer.input.count > 0 || unreadBytes(of: connection.descriptor) > 0 {
                connection.isClosing = true
            }
            let result = unsafe evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close")
            precondition(result == 0, "no memory for a header")
        }
        unsafe (request.pointee.major, request.pointee.minor) = (1, 1)
        // Otherwise it would omit the start of the answer to HEAD, chunk the answer to a chunked request, and wait for
        // a tunnel after CONNECT.
        unsafe request.pointee.type = EVHTTP_REQ_GET
        unsafe request.pointee.chunked = 0
        answer.removeAll(keepingCapacity: true)
        ResponseHead.append(
            response, date: date.line, fences: origins.fences(for: exchange.head.headers), keepAlive: keepAlive,
            persistence, to: &answer)
        if !isHead {
            if stream == nil, length <= Self.shortAnswerBytes {
                response.body.append(to: &answer)
            } else {
                exchange.begin(response.body)
            }
        }
        let isWhole = stream == nil && length <= Self.shortAnswerBytes || isHead
        if !isWhole, stream == nil { beginLongAnswer(ofBytes: length, on: connection) }
        if let stream { isHead ? stream.close() : watch(stream, on: connection) }
        let account = exchange.account
        sendSlice(on: connection, beginningWith: answer[(isWhole ? sendAnswer(on: connection) : 0)...])
        note(account, status: response.status.code)
    }

    /// Sends the contents of ``answer`` to the socket at once, which nearly always takes it all, and returns how much
    /// it took.
    ///
    /// libevent would wait for the loop's next turn and have the socket watched meanwhile: three more system calls.
    private func sendAnswer(on connection: Connection) -> Int {
        // It may still contain "100 Continue".
        guard unsafe evbuffer_get_length(connection.buffer.output) == 0 else { return 0 }
        let count = unsafe answer.withUnsafeBytes { bytes in
            unsafe send(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        // The socket is full, or has a fault that libevent will run into.
        connection.pace.sentBytes += max(count, 0)
        if count > 0 { noteMoved(count, on: connection) }
        return max(count, 0)
    }

    /// Sends the next slice of a long answer; libevent calls back when the socket has taken it.
    private func sendSlice(on connection: Connection, beginningWith start: ArraySlice<UInt8> = []) {
        guard let exchange = connection.exchange,
            let buffer = unsafe evhttp_request_get_output_buffer(exchange.request)
        else { return }
        if !start.isEmpty { unsafe buffer.append(start) }
        var room = sliceBytes(of: exchange) - start.count
        while room > 0, let part = exchange.nextPart(ofAtMost: room) {
            if part.count < Self.shortPartBytes {
                unsafe buffer.append(part)
            } else {
                unsafe buffer.append(referenceTo: HeldBytes(part))
            }
            room -= part.count
        }
        guard unsafe evbuffer_get_length(buffer) > 0 else {
            return exchange.stream.map { !$0.isFinished } ?? false ? rest(connection) : finish(connection)
        }
        let count = unsafe buffer.count
        connection.pace.sentBytes += count
        noteMoved(count, on: connection)
        unsafe evhttp_send_reply_chunk_with_cb(
            exchange.request, buffer, { _, context in unsafe Connection.enter(context) { $0.sendSlice(on: $1) } },
            connection.context)
    }

    private func sliceBytes(of exchange: Exchange) -> Int {
        if exchange.stream != nil { return Self.streamSliceBytes }
        return longAnswers > limits.longAnswers ? limits.smallSliceBytes : limits.sliceBytes
    }

    /// Releases a request whose answer the socket took at once. libevent makes no callback then.
    private func finish(_ connection: Connection) {
        guard let exchange = connection.exchange else { return }
        if exchange.isLast, awaitsClient(of: connection) { return }
        close(exchange.stream, of: connection)
        endLongAnswer(on: connection)
        connection.exchange = nil
        awaitRequest(on: connection)
        readNext(on: connection)
        unsafe evhttp_send_reply_end(exchange.request)
        noteProgress()
    }
}

// MARK: - Long and last answers

extension Server {
    /// While many long answers are under way, each is written in small pieces.
    private func beginLongAnswer(ofBytes length: Int, on connection: Connection) {
        connection.exchange?.isLong = true
        longAnswers += 1
        let bytes = longAnswers > limits.longAnswers ? limits.smallWriteBytes : limits.writeBytes
        unsafe bufferevent_set_max_single_write(connection.buffer, bytes)
        growSocket(of: connection, forBytes: length)
    }

    /// Called before an exchange is forgotten.
    func endLongAnswer(on connection: Connection) {
        guard connection.exchange?.isLong == true else { return }
        longAnswers -= 1
        limitSocket(of: connection)
    }

    /// Whether a connection that closes after this answer stays open for now, because the client has not taken it: the
    /// kernel would keep it, and nobody would count it. Looks again after a millisecond, then two, and so on; the pace
    /// counts meanwhile.
    private func awaitsClient(of connection: Connection) -> Bool {
        guard connection.unsentBytes > limits.leftBytes, !isDraining else { return false }
        let id = connection.id
        let delay = connection.exchange?.nextLook ?? .milliseconds(1)
        let look = EventSource.timer(on: loop) { [unowned self] in
            enter { server in
                guard let connection = server.connections[id] else { return }
                server.finish(connection)
            }
        }
        look.arm(after: delay)
        connection.exchange?.look = look
        connection.exchange?.nextLook = min(delay * 2, .seconds(1))
        return true
    }
}

// MARK: - Streams

extension Server {
    /// Sends whatever is added to a stream.
    private func watch(_ stream: ResponseStream, on connection: Connection) {
        streams.insert(connection.id)
        stream.attach { [unowned self] in enter { $0.streamSoon() } }
        unsafe bufferevent_set_max_single_write(connection.buffer, limits.writeBytes)
    }

    /// Everything in a stream so far is sent. libevent notices if the client leaves.
    private func rest(_ connection: Connection) {
        connection.exchange?.isStreamIdle = true
    }

    /// Something was added to a stream. Everything added in one turn of the loop, or in a flood in several turns, is
    /// sent together.
    private func streamSoon() {
        if isStreamingDue { return }
        isStreamingDue = true
        let pause = Self.pause(ofStreams: streams.count)
        streaming?.arm(after: max(pause - (ContinuousClock.now - lastStreaming), .zero))
    }

    /// The least time between two sends of so many streams. Too short for people to notice, however many there are, but
    /// so long that a node forging thousands of blocks a second doesn't spend most of its time on its watchers: for
    /// each of many, some forty times as long as a send takes.
    public static func pause(ofStreams count: Int) -> Duration {
        min(max(.milliseconds(20), .microseconds(400) * count), .milliseconds(200))
    }

    func sendStreams() {
        isStreamingDue = false
        lastStreaming = .now
        for id in streams {
            guard let connection = connections[id], let exchange = connection.exchange, let stream = exchange.stream
            else { continue }
            stream.flush()
            guard exchange.isStreamIdle, stream.hasWaiting || stream.isFinished else { continue }
            exchange.isStreamIdle = false
            connection.pace.begin(at: tick)
            sendSlice(on: connection)
        }
    }

    /// The stream of a connection is over.
    func close(_ stream: ResponseStream?, of connection: Connection) {
        guard let stream else { return }
        streams.remove(connection.id)
        stream.close()
    }

    /// Ends all streams after sending what they hold.
    func endStreams() {
        for connection in connections.values { connection.exchange?.stream?.end() }
    }
}
