internal import CLibEvent
internal import EventLoop
internal import Glibc
internal import Wording

// Strict reading before libevent's: see `RequestReader`.
extension Server {
    /// Called when bytes have come into a connection's input, before libevent looks at them.
    func arrived(_ count: Int, on connection: Connection) {
        if !connection.isReading { noteMoved(count, on: connection) }
        if connection.isReading { return }
        if let exchange = connection.exchange {
            // What follows a request stays where it is until that is answered.
            if connection.discardsRest, !exchange.isReplying { discard(from: connection) }
            return
        }
        if connection.reader.isInPlainBody { return connection.reader.passBody(count) }
        if !connection.reader.isWhole { read(connection) }
    }

    /// A request has been answered, and what follows it in the input is read.
    func readNext(on connection: Connection) {
        connection.reader.goOn()
        if connection.hasRaisedMark { setMark(of: connection, bodyBytes: 0) }
        guard unsafe connection.buffer.input.count > 0 else { return }
        // libevent looks at it in the next turn, and reads on by itself. What has come for this turn has to stay in the
        // socket: behind what is already libevent's it would be taken for the whole.
        let result = unsafe bufferevent_disable(connection.buffer, Int16(EV_READ))
        precondition(result == 0, "libevent goes on reading")
        read(connection)
    }

    private func read(_ connection: Connection) {
        connection.isReading = true
        defer { connection.isReading = false }
        let input = unsafe connection.buffer.input
        forLibevent.removeAll(keepingCapacity: true)
        // Once for each request: what comes in drips doesn't get more time.
        if !connection.hasArrival {
            connection.hasArrival = true
            connection.deadline = tick + limits.requestSeconds
        }
        var written = 0
        do throws(Refusal) {
            written = try unsafe readPieces(of: connection, input)
        } catch {
            connection.refusal = error
            refused.append(connection.id)
            if refused.count == 1 { refusing?.fire() }
        }
        if connection.reader.isRefused { return unsafe input.drain(input.count) }
        if case .length(let count)? = connection.reader.head?.framing, count > 0 {
            setMark(of: connection, bodyBytes: count)
            connection.reader.passBody(unsafe input.count - written)
        }
        unsafe input.prepend(forLibevent)
    }

    /// Takes off the input what is read here. What libevent gets in its place is in ``forLibevent``, or already at the
    /// front of the input: returns how many bytes.
    private func readPieces(of connection: Connection, _ input: OpaquePointer) throws(Refusal) -> Int {
        while connection.reader.isReadable {
            unsafe input.copyFirstPiece(to: &arrivedPiece)
            if arrivedPiece.isEmpty { break }
            var rest = arrivedPiece[...]
            try connection.reader.read(&rest, to: &forLibevent, limits: limits, recent: &recentHeads) {
                self.maximumBody(of: $0)
            }
            let count = arrivedPiece.count - rest.count
            // Nearly always libevent gets less than what arrived, and finds it in the same place.
            if !connection.reader.isReadable, !connection.reader.isRefused, forLibevent.count <= count {
                unsafe input.replaceFront(count, by: forLibevent)
                defer { forLibevent.removeAll(keepingCapacity: true) }
                return forLibevent.count
            }
            unsafe input.drain(count)
        }
        return 0
    }

    /// libevent gathers a plain body in the input: there has to be room for it.
    func setMark(of connection: Connection, bodyBytes: Int) {
        connection.hasRaisedMark = bodyBytes > 0
        unsafe bufferevent_setwatermark(connection.buffer, Int16(EV_READ), 0, limits.readAheadBytes + bodyBytes)
    }
}

// MARK: - Refusals

extension Server {
    /// Runs when libevent is no longer reading the connections.
    func sendRefusals() {
        let refused = refused
        self.refused = []
        for connection in refused.compactMap({ connections[$0] }) {
            guard let refusal = connection.refusal else { continue }
            refuse(connection, refusal)
            end(connection)
        }
    }

    /// Sends a refusal on a connection that has no request being answered, and that is closed next.
    ///
    /// Directly to the socket: libevent would want a request first.
    func refuse(_ connection: Connection, _ refusal: Refusal) {
        let response = Response.error(refusal.status, refusal.statement)
        answer.removeAll(keepingCapacity: true)
        // "100 Continue" may still be there.
        unsafe evbuffer_unfreeze(connection.buffer.output, 1)
        unsafe connection.buffer.output.moveAll(to: &answer)
        ResponseHead.append(
            response, date: date.line, fences: origins.fences, keepAlive: [], .close, to: &answer)
        if !connection.reader.isHead { response.body.append(to: &answer) }
        // A socket that takes no few hundred bytes belongs to a client that doesn't read.
        _ = unsafe answer.withUnsafeBytes { bytes in
            unsafe send(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        connection.isClosing = true
        observer?.noteAnswer(
            to: AnsweredRequest(
                method: connection.reader.head?.method, route: nil, status: refusal.status.code, nanoseconds: nil))
    }
}

extension Refusal {
    /// A request has not arrived whole in its time.
    static func tooLate(_ limits: ServerLimits) -> Refusal {
        Refusal(.requestTooSlow, ["seconds": .number(Int(limits.requestSeconds))], status: .requestTimeout)
    }
}
