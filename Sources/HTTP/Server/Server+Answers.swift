internal import CLibEvent
internal import EventLoop
internal import Glibc

extension Server {
    /// Answers short enough go out as one copy, head and body; of longer ones the pieces are referred to.
    private static let shortAnswerBytes = 16 * 1024

    /// Parts of an answer below this are copied; referring to one costs as much.
    private static let shortPartBytes = 4 * 1024

    /// Sends the answer to the request at hand.
    func reply(_ response: Response, on connection: Connection, closing: Bool = false) {
        guard let request = unsafe connection.exchange?.request, let version = connection.exchange?.version,
            let wanted = connection.exchange?.persistence, connection.exchange?.isReplying == false
        else { preconditionFailure("a request was answered twice, or none was there") }
        let account = connection.exchange?.account
        let isHead = connection.exchange?.method == .head
        connection.exchange?.isReplying = true
        let stream = response.body.stream
        connection.isClosing = closing || isDraining || connection.mustCloseAfterReply || stream != nil
        connection.exchange?.task = nil
        // libevent is about to watch the descriptor itself, and not edge-triggered.
        connection.exchange?.departure = nil
        let length = response.body.length ?? 0
        connection.deadline = tick + limits.stallSeconds + length / limits.slowestReaderBytesPerSecond
        let persistence = connection.isClosing ? .close : wanted
        // What libevent closes the connection by, whatever the version; the header as such is sent with the others. Of
        // the client's it reads only the first, and not as a list.
        if persistence == .close || persistence == .usual && version == .http10 {
            let result = unsafe evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close")
            precondition(result == 0, "no memory for a header")
        }
        unsafe (request.pointee.major, request.pointee.minor) = (1, 1)
        // Else it would leave out what an answer to HEAD begins with, answer chunks with chunks, and wait for a tunnel
        // after CONNECT.
        unsafe request.pointee.type = EVHTTP_REQ_GET
        unsafe request.pointee.chunked = 0
        answer.removeAll(keepingCapacity: true)
        ResponseHead.append(response, version: version, date: date.line, persistence, to: &answer)
        if !isHead {
            if stream == nil, length <= Self.shortAnswerBytes {
                response.body.append(to: &answer)
            } else {
                connection.exchange?.begin(response.body)
            }
        }
        let isWhole = stream == nil && length <= Self.shortAnswerBytes || isHead
        if let stream { isHead ? stream.close() : watch(stream, on: connection) }
        sendSlice(on: connection, beginningWith: answer[(isWhole ? sendAnswer(on: connection) : 0)...])
        note(account, status: response.status.code)
    }

    /// Sends what is in ``answer`` to the socket at once, which nearly always takes it, and returns how much it took.
    ///
    /// libevent would wait for the loop's next turn and have the socket watched meanwhile: three system calls more.
    private func sendAnswer(on connection: Connection) -> Int {
        // "100 Continue" may still lie there.
        guard unsafe evbuffer_get_length(connection.buffer.output) == 0 else { return 0 }
        let count = unsafe answer.withUnsafeBytes { bytes in
            unsafe send(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        // A full socket, or a fault that libevent will come upon.
        return max(count, 0)
    }

    /// Sends the next slice of a long answer; libevent calls back when the socket took it.
    private func sendSlice(on connection: Connection, beginningWith start: ArraySlice<UInt8> = []) {
        guard let request = unsafe connection.exchange?.request else { return }
        guard let buffer = unsafe evhttp_request_get_output_buffer(request) else { return }
        if !start.isEmpty { unsafe buffer.append(start) }
        var room = limits.sliceBytes - start.count
        while room > 0, let part = connection.exchange?.nextPart(ofAtMost: room) {
            if part.count < Self.shortPartBytes {
                unsafe buffer.append(part)
            } else {
                unsafe buffer.append(referenceTo: HeldBytes(part))
            }
            room -= part.count
        }
        guard unsafe evbuffer_get_length(buffer) > 0 else {
            return connection.exchange?.stream.map { !$0.isFinished } ?? false ? rest(connection) : finish(connection)
        }
        unsafe evhttp_send_reply_chunk_with_cb(
            request, buffer, { _, context in unsafe Connection.enter(context) { $0.sendSlice(on: $1) } },
            connection.context)
    }

    /// Lets go of a request whose answer the socket took. libevent calls nobody then.
    private func finish(_ connection: Connection) {
        guard let request = unsafe connection.exchange?.request else { return }
        connection.exchange?.stream?.close()
        connection.exchange = nil
        awaitRequest(on: connection)
        unsafe evhttp_send_reply_end(request)
        noteProgress()
    }
}

// MARK: - Streams

extension Server {
    /// Lets a stream send what is added to it.
    private func watch(_ stream: ResponseStream, on connection: Connection) {
        let id = connection.id
        stream.attach { [unowned self] in enter { $0.goOn(id) } }
        // libevent would end a connection on which nothing has come or gone for a while.
        unsafe bufferevent_set_timeouts(connection.buffer, nil, nil)
    }

    /// All there was of a stream is sent. libevent sees when the client leaves.
    private func rest(_ connection: Connection) {
        connection.exchange?.isStreamIdle = true
        connection.deadline = nil
    }

    /// Something was added to a stream. All that is added in one turn of the loop, and in a flood that of some turns,
    /// is sent together.
    private func goOn(_ id: Int) {
        if waitingStreams.isEmpty {
            let pause = Self.streamPause - (ContinuousClock.now - lastStreaming)
            streaming?.arm(after: max(pause, .zero))
        }
        waitingStreams.insert(id)
    }

    /// How often a stream is sent at most: as soon as anybody can see, and seldom enough that a node which forges
    /// thousands of blocks a second does little else for those who watch it.
    private static let streamPause = Duration.milliseconds(20)

    func sendStreams() {
        let waiting = waitingStreams
        waitingStreams = []
        lastStreaming = .now
        for id in waiting {
            guard let connection = connections[id], connection.exchange?.isStreamIdle == true else { continue }
            connection.exchange?.isStreamIdle = false
            connection.deadline = tick + limits.stallSeconds
            sendSlice(on: connection)
        }
    }

    /// Ends all streams after what waits in them.
    func endStreams() {
        for connection in connections.values { connection.exchange?.stream?.end() }
    }
}
