internal import Glibc
internal import Testing

/// A raw TCP socket: tests write and read bytes that no decent client or server would.
///
/// Every call blocks, for at most ``patienceSeconds``.
final class Wire: Sendable {
    /// After this long without a byte, a read counts as failed.
    static let patienceSeconds = 20

    let descriptor: Int32

    /// Takes over a connected socket.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: Wire.patienceSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    /// Connects to this machine, from 127.0.0.`last`.
    convenience init(port: UInt16, fromLast last: UInt32 = 1) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.init(descriptor: descriptor)
        var address = sockaddr_in(loopback: 0, last: last)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw WireError(errno) }
        address = sockaddr_in(loopback: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard result == 0 else { throw WireError(errno) }
    }

    deinit { close(descriptor) }

    /// Sends all of it; throws if the other side has closed.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count >= 0 else { throw WireError(errno) }
            sent += count
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Some bytes; empty at the end. A connection reset counts as the end.
    func receive(atMost limit: Int = 64 * 1024) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: limit) { bytes, count in
            let result = recv(descriptor, bytes.baseAddress, limit, 0)
            guard result >= 0 || errno == ECONNRESET else { throw WireError(errno) }
            count = max(result, 0)
        }
    }

    /// All bytes up to the end.
    func receiveToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try receive()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Bounds what the kernel takes for a reader that doesn't read.
    func limitReceiving(to bytes: Int32) {
        var size = bytes
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Whether something has arrived, without waiting.
    var hasArrival: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
    }

    /// Says that nothing more is sent.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the coming close a reset.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
}

// MARK: - Listening

extension Wire {
    /// Listens on this machine, on a port that the system picks. Its connections have small send buffers, so they soon
    /// notice when the other side stops reading.
    static func listening() throws -> Wire {
        let wire = try bound()
        var size: Int32 = 64 * 1024
        setsockopt(wire.descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        guard listen(wire.descriptor, 1024) == 0 else { throw WireError(errno) }
        return wire
    }

    /// Has a port, but doesn't listen: connections are refused.
    static func bound() throws -> Wire {
        let wire = Wire(descriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in(loopback: 0)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(wire.descriptor, $0, length) }
        }
        guard result == 0 else { throw WireError(errno) }
        return wire
    }

    /// Whether this machine has ::1.
    static var canUseIPv6: Bool {
        let wire = Wire(descriptor: socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        let length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(wire.descriptor, $0, length) == 0
            }
        }
    }

    /// The port it is bound to.
    var port: UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = getsockname(descriptor, pointer, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The next connection; nil once ``endAccepting()`` was called.
    func accept() -> Wire? {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 { return Wire(descriptor: accepted) }
            // A read's patience applies to this as well.
            guard errno == EAGAIN || errno == EINTR else { return nil }
        }
    }

    /// Ends ``accept()``, on whichever thread it waits.
    func endAccepting() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// How many bytes the other side takes before it takes none for a second; at most `limit`.
    func sendUntilStuck(atMost limit: Int) throws -> Int {
        let piece = [UInt8](repeating: 0x20, count: 16 * 1024)
        var sent = 0
        while sent < limit {
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, 1_000) > 0 else { return sent }
            let count = Glibc.send(
                descriptor, piece, min(piece.count, limit - sent), Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            guard count >= 0 || errno == EAGAIN else { throw WireError(errno) }
            sent += max(count, 0)
        }
        return sent
    }
}

/// The system's error.
struct WireError: Error, CustomStringConvertible {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    /// Whether the other side was silent for too long.
    var isTimeout: Bool { code == EAGAIN }

    var description: String { String(cString: strerror(code)) }
}

extension sockaddr_in {
    /// 127.0.0.`last` with a port.
    init(loopback port: UInt16, last: UInt32 = 1) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        sin_addr = in_addr(s_addr: (0x7F00_0000 + last).bigEndian)
    }
}
