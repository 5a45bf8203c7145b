internal import CLibEvent
internal import EventLoop
internal import Glibc

// libevent doesn't read while a request waits for its answer, and so doesn't notice that the client leaves. What the
// client has sent before it left has to be taken off the socket first.
extension Server {
    /// Watches a connection whose request waits for its answer.
    func watchArrivals(on connection: Connection) {
        let id = connection.id
        connection.exchange?.arrival = .arrival(on: connection.descriptor, loop: loop) { [unowned self] in
            enter { $0.readAhead(id) }
        }
    }

    /// Runs once a second: those whose answer takes longer than it was promised to are watched after all.
    func watchThoseWhoWait() {
        for connection in connections.values {
            guard let exchange = connection.exchange, !exchange.isReplying, exchange.arrival == nil,
                exchange.waitingSinceTick < tick - 1
            else { continue }
            watchArrivals(on: connection)
        }
    }

    /// Called when something arrives on a connection whose request waits for its answer.
    func readAhead(_ id: Int) {
        guard let connection = connections[id], connection.exchange?.isReplying == false else { return }
        if takeArrivals(of: connection) { leave(connection) }
    }

    /// Runs once a second.
    func discardFullReadAheads() {
        let latest = tick - limits.readAheadSeconds
        for connection in connections.values {
            guard let exchange = connection.exchange, exchange.arrival != nil, !connection.discardsRest,
                exchange.waitingSinceTick <= latest,
                unsafe connection.buffer.input.count >= limits.readAheadBytes
            else { continue }
            connection.discardsRest = true
            let input = unsafe connection.buffer.input
            unsafe input.drain(input.count)
            if takeArrivals(of: connection) { leave(connection) }
        }
    }

    /// The client has left: its request need not be answered.
    private func leave(_ connection: Connection) {
        connection.exchange?.account?.hasClientLeft = true
        connection.exchange?.task?.cancel()
    }

    /// Takes what has arrived, as far as there is room for it. Returns whether the client's end, or too much, came.
    private func takeArrivals(of connection: Connection) -> Bool {
        while true {
            let count = connection.discardsRest ? discard(from: connection) : receive(from: connection)
            if count > 0 { continue }
            return count == 0 || errno != EAGAIN
        }
    }

    /// Reads into the connection's input. Returns what `recv` does; the same as if nothing were there if it is full.
    private func receive(from connection: Connection) -> Int {
        let input = unsafe connection.buffer.input
        let room = unsafe limits.readAheadBytes - input.count
        guard room > 0 else {
            errno = EAGAIN
            return -1
        }
        let count = unsafe withUnsafeTemporaryAllocation(byteCount: min(room, 16 * 1024), alignment: 1) { bytes in
            let count = unsafe recv(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
            let error = errno
            if count > 0 {
                // The end of a socket's input is frozen for everything but the socket itself.
                unsafe evbuffer_unfreeze(input, 0)
                let result = unsafe evbuffer_add(input, bytes.baseAddress, count)
                precondition(result == 0, "no memory for \(count) bytes of input")
                unsafe evbuffer_freeze(input, 0)
            }
            errno = error
            return count
        }
        return count
    }

    /// Throws away without copying. Returns what `recv` does; 0 also when that was too much.
    private func discard(from connection: Connection) -> Int {
        let count = recv(connection.descriptor, nil, 1 << 20, Int32(MSG_TRUNC | MSG_DONTWAIT))
        guard count > 0 else { return count }
        connection.discardedBytes += count
        return connection.discardedBytes > limits.lingerBytes ? 0 : count
    }
}
