internal import EventLoop
internal import Glibc
internal import Wording

/// An address and port to bind or to connect to.
struct SocketAddress: Sendable {
    private let storage: [UInt8]

    /// The address as text: `127.0.0.1`, or `::1` without brackets.
    let numericHost: String

    /// All addresses of `host`. Blocks while the system resolves a name; a numeric address returns at once.
    static func resolve(
        host: String, port: UInt16, passive: Bool = false, numericOnly: Bool = false
    ) throws(EventLoopError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = (passive ? AI_PASSIVE : 0) | (numericOnly ? AI_NUMERICHOST : 0) | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, String(port), &hints, &first)
        guard result == 0 else {
            let reason =
                result == EAI_NONAME
                ? Statement(.systemNoSuchHost) : unsafe Statement(said: String(cString: gai_strerror(result)))
            throw EventLoopError(
                Statement(.hostNotFound, ["host": .text(host), "problem": .statement(reason)]))
        }
        defer { unsafe freeaddrinfo(first) }
        var addresses: [SocketAddress] = []
        var next = unsafe first
        while let entry = unsafe next {
            if let address = unsafe SocketAddress(entry.pointee) { addresses.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private init?(_ entry: addrinfo) {
        guard let address = unsafe entry.ai_addr else { return nil }
        let length = unsafe entry.ai_addrlen
        storage = unsafe Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let size = socklen_t(text.count)
        guard unsafe getnameinfo(address, length, &text, size, nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        numericHost = String(writtenInto: text)
    }

    /// Lends the C form.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>?, Int) -> Result) -> Result {
        unsafe storage.withUnsafeBytes { bytes in
            unsafe body(bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), bytes.count)
        }
    }

    /// The port a socket is bound to.
    static func boundPort(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe getsockname(descriptor, pointer, &length)
            }
        }
        // sockaddr_in has its port in the same place.
        return UInt16(bigEndian: address.sin6_port)
    }
}

extension String {
    /// What a C function wrote into a buffer, up to the NUL.
    init(writtenInto buffer: [CChar]) {
        self.init(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
