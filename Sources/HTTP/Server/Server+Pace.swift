internal import CLibEvent
internal import Glibc

/// How fast a client takes what it is sent.
struct Pace {
    /// How many bytes have been given to libevent or to the socket, since the connection was opened.
    var sentBytes = 0

    /// The tick at which the present answer began to be sent.
    private(set) var startTick = 0

    /// The tick at which the present window began; nil until the first look.
    private var windowTick: Int?

    /// How many bytes the client had taken when the window began.
    private var takenBefore = 0

    /// How many bytes the client has taken in the present window, as of the last look.
    private(set) var bytes = 0

    /// An answer begins to be sent.
    mutating func begin(at tick: Int) {
        (startTick, windowTick, bytes) = (tick, nil, 0)
    }

    /// Looks at how much has been taken. Returns whether a window has ended in which that was less than
    /// `bytesPerSecond`.
    mutating func isTooSlow(unsentBytes: Int, at tick: Int, seconds: Int, bytesPerSecond: Int) -> Bool {
        let taken = sentBytes - unsentBytes
        guard let start = windowTick else {
            (windowTick, takenBefore) = (tick, taken)
            return false
        }
        bytes = taken - takenBefore
        guard tick - start >= seconds else { return false }
        defer { (windowTick, takenBefore) = (tick, taken) }
        return bytes < bytesPerSecond * (tick - start)
    }
}

// Slow readers.
extension Server {
    /// Runs once a second: drops clients that take an answer too slowly, or for too long.
    func dropSlowReaders() {
        for connection in connections.values {
            guard let exchange = connection.exchange, exchange.isReplying, !exchange.isStreamIdle else { continue }
            // An event every quarter of a minute is no fast answer, but it has to be taken.
            let isTooSlow = connection.pace.isTooSlow(
                unsentBytes: connection.unsentBytes, at: tick, seconds: limits.paceSeconds,
                bytesPerSecond: exchange.isEndless ? 1 : limits.slowestReaderBytesPerSecond)
            if isTooSlow || !exchange.isEndless && tick - connection.pace.startTick >= limits.answerSeconds {
                evict(connection, for: .slowness)
            }
        }
    }

    /// Whether a client that has sent no request for long is still taking its last answer out of the kernel's buffer,
    /// at a fair pace; it gets another window then.
    func isStillTaking(_ connection: Connection) -> Bool {
        let unsentBytes = connection.unsentBytes
        guard connection.exchange == nil, !connection.reader.hasBegun, !isDraining, unsentBytes > 0,
            tick - connection.pace.startTick < limits.answerSeconds
        else { return false }
        let isTooSlow = connection.pace.isTooSlow(
            unsentBytes: unsentBytes, at: tick, seconds: limits.paceSeconds,
            bytesPerSecond: limits.slowestReaderBytesPerSecond)
        connection.deadline = tick + limits.paceSeconds
        return !isTooSlow
    }
}

extension Connection {
    /// How many bytes of answers the client has not taken: in libevent's buffer and in the socket's.
    var unsentBytes: Int { unsafe buffer.output.count + HTTP.unsentBytes(of: descriptor) }
}

/// How many bytes a socket holds that the other end has not taken; 0 for one that is closed.
func unsentBytes(of descriptor: Int32) -> Int { queuedBytes(of: descriptor, TIOCOUTQ) }

/// How many bytes have come to a socket that nobody has read; 0 for one that is closed.
func unreadBytes(of descriptor: Int32) -> Int { queuedBytes(of: descriptor, FIONREAD) }

private func queuedBytes(of descriptor: Int32, _ question: Int32) -> Int {
    var count: Int32 = 0
    _ = unsafe ioctl(descriptor, UInt(question), &count)
    return Int(count)
}

/// Makes the coming close a reset, which frees what the socket holds.
func resetOnClose(_ descriptor: Int32) {
    var now = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
}
