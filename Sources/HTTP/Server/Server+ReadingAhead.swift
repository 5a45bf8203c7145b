internal import CLibEvent
internal import EventLoop

// libevent stops reading while a request waits for its answer, and so wouldn't notice that the client leaves. It is
// told to go on, and its callbacks are this server's until the answer is sent. What the client sends meanwhile, the
// next requests perhaps, stays in the input as far as there is room.
extension Server {
    /// Goes on reading a connection whose request waits for its answer. Switching reading off and on again in one turn
    /// of the loop costs one system call; off in one and on in another, it costs two.
    func readAhead(on connection: Connection) {
        connection.exchange?.waitingSinceTick = tick
        if connection.hasRaisedMark { setMark(of: connection, bodyBytes: 0) }
        unsafe bufferevent_setcb(
            connection.buffer, nil, nil,
            { _, what, context in
                unsafe Connection.enter(context) { $0.ended($1, byFault: Int32(what) & BEV_EVENT_ERROR != 0) }
            }, connection.context)
        let result = unsafe bufferevent_enable(connection.buffer, Int16(EV_READ))
        precondition(result == 0, "libevent reads no more")
    }

    /// The client sends no more, or has left, which for a request that takes long is taken for the same: it need not be
    /// answered. What comes soon may still be taken. libevent finds the end again when it takes its callbacks back.
    private func ended(_ connection: Connection, byFault: Bool) {
        guard let exchange = connection.exchange, !exchange.isReplying, byFault || exchange.isGivenUpAtEnd else {
            return
        }
        exchange.account?.hasClientLeft = true
        exchange.task?.cancel()
    }

    /// Runs once a second: where the room is full and the client's leaving would be behind what it has sent, that is
    /// thrown away.
    func discardFullReadAheads() {
        let latest = tick - limits.readAheadSeconds
        for connection in connections.values {
            guard let exchange = connection.exchange, !exchange.isReplying, !connection.discardsRest,
                exchange.waitingSinceTick <= latest,
                unsafe connection.buffer.input.count >= limits.readAheadBytes
            else { continue }
            connection.discardsRest = true
            discard(from: connection)
        }
    }

    /// Throws away what has come behind a request. A client that goes on and on counts as one that has left.
    func discard(from connection: Connection) {
        let input = unsafe connection.buffer.input
        unsafe connection.discardedBytes += input.count
        unsafe input.drain(input.count)
        guard connection.discardedBytes > limits.lingerBytes else { return }
        ended(connection, byFault: true)
        // It is read no more, so that the kernel holds it back.
        let result = unsafe bufferevent_disable(connection.buffer, Int16(EV_READ))
        precondition(result == 0, "libevent goes on reading")
    }
}
