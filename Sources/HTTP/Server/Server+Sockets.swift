internal import Glibc

// How much of answers the kernel keeps. A socket's buffer is limited, for the sake of many slow readers; but then a
// write takes no more than that either, and no more is on its way to a distant client. So a few sockets may grow while
// they send long answers, as far as the kernel finds that their clients take it.
extension Server {
    /// So many sockets may be grown at once. Never so many that they alone could make ``ServerLimits/heldBytes`` too
    /// few.
    static func grownSockets(_ limits: ServerLimits, largestBytes: Int?) -> Int {
        guard let largestBytes, largestBytes > 0 else { return 0 }
        return min(limits.grownSocketBytes, limits.heldBytes / 3) / largestBytes
    }

    /// Lets a socket grow for an answer that it would not take at once. Older kernels than Linux 5.15 don't, and then
    /// it is as it was.
    func growSocket(of connection: Connection, forBytes length: Int) {
        guard length > limits.socketBytes else { return }
        if !grown.contains(connection.id), grown.count >= grownSockets {
            grown = grown.filter { connections[$0]?.mayHoldMuch(limits) ?? false }
            guard grown.count < grownSockets else { return }
        }
        if SendBuffer.letGrow(connection.descriptor) { grown.insert(connection.id) }
    }

    /// The long answer is over. What the kernel has of it stays, and the socket is among the grown until the client has
    /// taken that.
    func limitSocket(of connection: Connection) {
        if grown.contains(connection.id) { SendBuffer.limit(connection.descriptor, to: limits.socketBytes) }
    }
}

extension Connection {
    fileprivate func mayHoldMuch(_ limits: ServerLimits) -> Bool {
        exchange?.isLong == true || unsentBytes > limits.socketBytes
    }
}

/// What the kernel keeps for a socket until the other end has it.
enum SendBuffer {
    /// Which of a socket's buffers the kernel doesn't size by itself (SOCK_RCVBUF_LOCK): the one for what arrives.
    private static let onlyArrivals: Int32 = 2

    /// Sets a limit, which Linux doubles, and from which it doesn't depart by itself any more.
    static func limit(_ descriptor: Int32, to bytes: Int) {
        var room = Int32(bytes)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Leaves the limit to the kernel, until one is set again. Returns false if the kernel can't do that.
    static func letGrow(_ descriptor: Int32) -> Bool {
        var locked = onlyArrivals
        let size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe setsockopt(descriptor, SOL_SOCKET, SO_BUF_LOCK, &locked, size) == 0
    }

    /// How many bytes the kernel lets a socket's buffer grow to by itself; nil if it doesn't say.
    static func largestBytes() -> Int? {
        let file = unsafe open("/proc/sys/net/ipv4/tcp_wmem", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(file, &text, text.count)
        // The least, the first, and the most.
        let figures = String(decoding: text.prefix(max(count, 0)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return figures.last.flatMap { Int($0) }
    }
}
