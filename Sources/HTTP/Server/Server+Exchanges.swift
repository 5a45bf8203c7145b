internal import CLibEvent
internal import EventLoop

extension Server {
    /// Called by libevent with each request that it could read.
    func received(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let request = unsafe request, let pointer = unsafe evhttp_request_get_connection(request),
            let connection = unsafe connectionsByPointer[pointer]
        else { preconditionFailure("a request came on a connection that was not adopted") }
        // libevent doesn't close after CONNECT. Nothing that follows a refusal counts as a request.
        if connection.isClosing { return unsafe evhttp_connection_free(pointer) }
        let stopwatch = observer == nil ? nil : Stopwatch()
        connection.deadline = nil
        connection.hasErrorPage = false
        let hasNUL = connection.hasNUL
        connection.hasNUL = false
        let head = unsafe RequestHead(copying: request)
        let id = nextIdentifier()
        connection.exchange = unsafe Exchange(
            id: id, request: request, head: head, fences: origins.fences(for: head.headers), stopwatch: stopwatch)
        guard !isDraining else {
            let sentence = "The node is shutting down. Ask another one."
            return reply(.error(.serviceUnavailable, sentence), on: connection, closing: true)
        }
        do throws(RequestGuard.Refusal) {
            if hasNUL { throw RequestGuard.Refusal("There is a NUL byte in the request. Send text.") }
            let (method, path, query) = try RequestGuard.check(head)
            // libevent reads chunk sizes leniently ("0x2", "+2", "2 zz") and doesn't require a line break after a
            // chunk. So the end of such a request is in doubt, and nothing after it is read.
            connection.mustCloseAfterReply = head.headers.first("transfer-encoding") != nil
            var body: [UInt8] = []
            unsafe evhttp_request_get_input_buffer(request)?.moveAll(to: &body)
            let request = Request(
                method: method, path: path, query: query, headers: head.headers, body: body,
                remoteHost: connection.remoteHost, entrance: entrance(of: connection))
            answer(request, on: connection, exchange: id)
        } catch {
            reply(.error(error.status, error.sentence), on: connection, closing: true)
        }
    }

    private func entrance(of connection: Connection) -> Int {
        ports.count < 2 ? 0 : ports.firstIndex(of: connection.localPort) ?? 0
    }

    private func answer(_ request: Request, on connection: Connection, exchange: Int) {
        var route: Int?
        let outcome = respond(request, &route)
        connection.exchange?.account?.route = route
        switch outcome {
        case .now(let response):
            reply(response, on: connection)
        case .later(let operation):
            let id = connection.id
            let task = Task.immediate(executorPreference: loop) {
                let response = await operation()
                self.finish(id, exchange, response)
            }
            // The task may have finished without waiting; then the exchange, and even the connection, may be gone.
            guard connection.exchange?.id == exchange, connection.exchange?.isReplying == false else { return }
            connection.exchange?.task = task
            connection.exchange?.departure = .arrival(on: connection.descriptor, loop: loop) { [unowned self] in
                enter { $0.clientMayHaveLeft(id) }
            }
        }
    }

    /// Tells the observer that a request has ended.
    func note(_ account: Exchange.Account?, status: Int) {
        guard let observer, let account else { return }
        observer.noteAnswer(
            to: AnsweredRequest(
                method: account.method, route: account.route,
                status: account.hasClientLeft ? AnsweredRequest.clientLeft : status,
                nanoseconds: account.stopwatch.nanoseconds))
    }

    private func clientMayHaveLeft(_ id: Int) {
        guard let connection = connections[id], connection.peerHasClosed else { return }
        connection.exchange?.account?.hasClientLeft = true
        connection.exchange?.task?.cancel()
    }

    private func finish(_ id: Int, _ exchange: Int, _ response: Response) {
        guard let connection = connections[id], connection.exchange?.id == exchange else {
            response.body.stream?.close()
            return
        }
        reply(response, on: connection)
    }
}
