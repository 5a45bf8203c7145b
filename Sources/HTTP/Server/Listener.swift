internal import CLibEvent
internal import EventLoop
internal import Glibc

/// A listening socket: bound, pausable, and silent while the process is out of descriptors.
@safe final class Listener {
    /// The port; the system picks one if 0 was asked for.
    let port: UInt16

    private let listener: OpaquePointer
    private var server: OpaquePointer?
    private var bound: OpaquePointer?
    private var isPaused = false

    /// Binds to the first address of `host` that can be bound.
    init(loop: EventLoop, host: String, port: UInt16, limits: ServerLimits) throws(EventLoopError) {
        var failure: Int32 = 0
        var bound: OpaquePointer?
        for address in try SocketAddress.resolve(host: host, port: port, passive: true) {
            unsafe bound = Listener.bind(address, loop, backlog: limits.backlog)
            if unsafe bound != nil { break }
            failure = errno
        }
        guard let listener = unsafe bound else {
            throw EventLoopError(failure, while: "listening on \(host) port \(port)")
        }
        unsafe self.listener = unsafe listener
        unsafe self.bound = nil
        unsafe server = nil
        let descriptor = unsafe evconnlistener_get_fd(listener)
        var on: Int32 = 1
        // Accepted sockets inherit it. Answers take few writes anyway, and waiting would only delay them.
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        self.port = SocketAddress.boundPort(of: descriptor)
        // For instance out of descriptors: libevent would call again at once, forever. The server's clock resumes it.
        unsafe evconnlistener_set_error_cb(listener) { listener, _ in
            unsafe evconnlistener_disable(listener)
        }
    }

    private static func bind(_ address: SocketAddress, _ loop: EventLoop, backlog: Int32) -> OpaquePointer? {
        let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE
        return unsafe address.withPointer { address, length in
            unsafe evconnlistener_new_bind(loop.base, nil, nil, flags, backlog, address, Int32(length))
        }
    }

    /// Passes new connections to libevent's server.
    func attach(to server: OpaquePointer) {
        guard let bound = unsafe evhttp_bind_listener(server, listener) else {
            preconditionFailure("no memory for a listening socket")
        }
        unsafe self.bound = unsafe bound
        unsafe self.server = unsafe server
    }

    /// Leaves new connections in the kernel's queue.
    func pause() {
        isPaused = true
        unsafe evconnlistener_disable(listener)
    }

    /// Accepts connections again, if it was paused.
    func resumeIfPaused() {
        if isPaused { resume() }
    }

    /// Accepts connections again, also after running out of descriptors.
    func resume() {
        isPaused = false
        unsafe evconnlistener_enable(listener)
    }

    /// Closes the socket. Called once, at the end.
    func close() {
        if let server = unsafe server {
            unsafe evhttp_del_accept_socket(server, bound)
        } else {
            unsafe evconnlistener_free(listener)
        }
    }
}
