internal import CLibEvent
internal import EventLoop
internal import Wording

extension Server {
    /// Called by libevent with each request that it could read.
    func received(_ request: UnsafeMutablePointer<evhttp_request>?) {
        guard let request = unsafe request, let pointer = unsafe evhttp_request_get_connection(request),
            let connection = unsafe connectionsByPointer[pointer]
        else { preconditionFailure("a request came on a connection that was not adopted") }
        guard let head = connection.reader.head, connection.reader.isWhole else {
            preconditionFailure("libevent saw a request that was not read")
        }
        let stopwatch = observer == nil ? nil : Stopwatch()
        connection.deadline = nil
        let id = nextIdentifier()
        connection.exchange = unsafe Exchange(id: id, request: request, head: head, stopwatch: stopwatch)
        guard !isDraining else {
            return reply(.error(.serviceUnavailable, .shuttingDown), on: connection, closing: true)
        }
        var body: [UInt8] = []
        unsafe evhttp_request_get_input_buffer(request)?.moveAll(to: &body)
        var (remoteHost, client) = (connection.remoteHost, connection.client)
        if !trustedProxies.isEmpty {
            remoteHost = trustedProxies.client(of: head.headers, from: remoteHost)
            client = ClientGroup(address: remoteHost)
        }
        let whole = Request(
            method: head.method, path: head.path, query: head.query, headers: head.headers, body: body,
            remoteHost: remoteHost, isVouchedFor: remoteHost != connection.remoteHost, client: client,
            entrance: entrance(of: connection))
        answer(whole, on: connection, exchange: id)
    }

    private func entrance(of connection: Connection) -> Int { Self.entrance(by: connection.localPort, of: ports) }

    /// Which of the ports listened on a connection came to. One that can't be told counts as the last: what comes in
    /// there may do no more than what comes in by the first.
    static func entrance(by port: UInt16, of ports: [UInt16]) -> Int {
        ports.firstIndex(of: port) ?? max(ports.count - 1, 0)
    }

    private func answer(_ request: Request, on connection: Connection, exchange: Int) {
        var route: Int?
        let outcome = respond(request, &route)
        connection.exchange?.account?.route = route
        switch outcome {
        case .now(let response):
            reply(response, on: connection)
        case .soon(let operation), .later(let operation):
            let id = connection.id
            let task = Task.immediate(executorPreference: loop) {
                let response = await operation()
                self.finish(id, exchange, response)
            }
            guard isWaiting(exchange, on: connection) else { return }
            connection.exchange?.task = task
            if case .later = outcome { connection.exchange?.isGivenUpAtEnd = true }
            readAhead(on: connection)
        case .promised(let begin):
            let id = connection.id
            begin(Promise { response in self.enter { $0.finish(id, exchange, response) } })
            if isWaiting(exchange, on: connection) { readAhead(on: connection) }
        }
    }

    /// Whether an exchange has no answer yet. What began just now may have answered at once; then the exchange, and
    /// even the connection, may be gone.
    private func isWaiting(_ exchange: Int, on connection: Connection) -> Bool {
        connection.exchange?.id == exchange && connection.exchange?.isReplying == false
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

    private func finish(_ id: Int, _ exchange: Int, _ response: Response) {
        guard let connection = connections[id], let waiting = connection.exchange, waiting.id == exchange else {
            response.body.stream?.close()
            return
        }
        precondition(!waiting.isReplying, "a request was answered twice")
        reply(response, on: connection)
    }
}
