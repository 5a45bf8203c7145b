internal import CLibEvent
internal import EventLoop

extension Server {
    /// Called by libevent for each accepted socket, before it makes its connection.
    func makeBuffer() -> OpaquePointer? {
        makeRoom()
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        guard let buffer = unsafe bufferevent_socket_new(loop.base, -1, options) else {
            // libevent would make one without our limits.
            preconditionFailure("no memory for a connection")
        }
        unsafe bufferevent_set_max_single_write(buffer, limits.writeBytes)
        // libevent goes on reading while an answer is written.
        unsafe bufferevent_setwatermark(buffer, Int16(EV_READ), 0, limits.readAheadBytes)
        // libevent may fail before it makes its connection; this keeps the buffer valid until it is adopted.
        unsafe bufferevent_incref(buffer)
        let connection = unsafe Connection(id: nextIdentifier(), server: self, buffer: buffer)
        connections[connection.id] = connection
        newcomers.append(connection)
        if newcomers.count == 1 { adoption?.fire() }
        return unsafe buffer
    }

    /// Finds libevent's connections. There is no other way to notice that one closed before its first request. libevent
    /// is the context of its own callbacks on the buffer.
    func adoptNewcomers() {
        let newcomers = newcomers
        self.newcomers = []
        for connection in newcomers {
            var owner: UnsafeMutableRawPointer?
            unsafe bufferevent_getcb(connection.buffer, nil, nil, nil, &owner)
            if let owner = unsafe owner {
                unsafe adopt(connection, OpaquePointer(owner))
            } else {
                connections[connection.id] = nil
            }
            unsafe bufferevent_decref(connection.buffer)
        }
    }

    private func adopt(_ connection: Connection, _ pointer: OpaquePointer) {
        unsafe connection.pointer = unsafe pointer
        unsafe connectionsByPointer[pointer] = connection
        unsafe evhttp_connection_set_closecb(
            pointer, { _, context in unsafe Connection.enter(context) { $0.closed($1) } }, connection.context)
        unsafe connection.buffer.input.callOnChange(connection.context) { _, change, context in
            guard let added = unsafe change?.pointee.n_added, added > 0 else { return }
            unsafe Connection.enter(context) { $0.arrived(added, on: $1) }
        }
        connection.client = ClientGroup(address: connection.remoteHost)
        awaitRequest(on: connection, isNew: true)
    }

    /// Gives a connection the time in which a request has to begin. A new one's client has opened it to send one.
    func awaitRequest(on connection: Connection, isNew: Bool = false) {
        connection.waitingSince = nextIdentifier()
        connection.waitingSinceTick = tick
        connection.hasArrival = false
        connection.deadline = tick + (isNew ? limits.requestSeconds : limits.idleSeconds)
    }

    func endOverdueConnections() {
        let overdue = connections.values.filter { $0.deadline ?? .max <= tick }
        for connection in overdue where !isStillTaking(connection) {
            // A client that has sent nothing has nothing to be told.
            if connection.exchange == nil, connection.reader.hasBegun { refuse(connection, .tooLate(limits)) }
            // It still has its last answer to take.
            connection.unsentBytes > 0 && !connection.isClosing ? evict(connection, for: .slowness) : end(connection)
        }
    }

    /// Closes a connection. What a client has not taken is forgotten: otherwise the kernel would keep it for minutes.
    /// A refusal of a few hundred bytes may stay.
    func end(_ connection: Connection) {
        if connection.unsentBytes > (connection.isClosing ? limits.leftBytes : 0) {
            connection.isClosing = false
            resetOnClose(connection.descriptor)
        }
        if let pointer = unsafe connection.pointer { unsafe evhttp_connection_free(pointer) }
    }

    /// Closes a connection for the others' sake.
    func evict(_ connection: Connection, for reason: EvictionReason) {
        observer?.noteEviction(reason)
        end(connection)
    }

    /// Called by libevent while it closes a connection, whichever side began.
    private func closed(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        // What libevent and this server keep for each.
        untrimmedBytes += 4 * 1024
        if let pointer = unsafe connection.pointer { unsafe connectionsByPointer[pointer] = nil }
        if let exchange = connection.exchange {
            endLongAnswer(on: connection)
            connection.exchange = nil
            exchange.task?.cancel()
            close(exchange.stream, of: connection)
            if !exchange.isReplying { note(exchange.account, status: AnsweredRequest.clientLeft) }
            // The client left in the middle of a long answer: libevent abandoned the request, so this frees it. In
            // every other case libevent does.
            if unsafe evhttp_request_get_connection(exchange.request) == nil {
                unsafe evhttp_send_reply_end(exchange.request)
            }
        }
        if connection.isClosing { linger(connection) }
        // Not for each place: finding one for the next newcomer takes a look at all.
        if connections.count < limits.connections - limits.connections / 64 {
            listeners.forEach { $0.resumeIfPaused() }
        }
        noteProgress()
    }

    /// Takes the socket over from libevent, which is about to close it, and lets the client finish.
    private func linger(_ connection: Connection) {
        guard !isDraining, lingering.count < limits.lingeringSockets else { return }
        let descriptor = connection.descriptor
        let result = unsafe bufferevent_setfd(connection.buffer, -1)
        precondition(result == 0, "libevent kept a socket that is another's now")
        lingering[descriptor] = LingeringSocket(
            descriptor: descriptor, deadline: tick + limits.lingerSeconds, bytes: limits.lingerBytes, loop: loop
        ) { [unowned self] in
            assumeIsolated { $0.lingering[descriptor] = nil }
        }
    }
}
