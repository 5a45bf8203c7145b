internal import CLibEvent
internal import EventLoop
internal import Glibc
internal import Wording

/// A listening socket: bound, pausable, and silent while the process is out of descriptors.
@safe final class Listener {
    /// The port; the system picks one if 0 was asked for.
    let port: UInt16

    private let listener: OpaquePointer
    private var server: OpaquePointer?
    private var bound: OpaquePointer?
    private var isPaused = false

    /// How often another port is tried if the one that the system picked is taken on another address.
    private static let maximumTries = 16

    /// Binds to all addresses of `hosts`, on one port; 0 lets the system pick it.
    ///
    /// - Parameter others: hosts that are left out where the system has no such address.
    static func all(
        loop: EventLoop, hosts: [String], optional others: [String], port: UInt16, limits: ServerLimits
    ) throws(EventLoopError) -> [Listener] {
        var places: [Place] = []
        for host in hosts { places += try Place.all(of: host, isOptional: false) }
        for host in others { places += (try? Place.all(of: host, isOptional: true)) ?? [] }
        places = Place.withoutOverlaps(places)
        // Otherwise a socket for all IPv6 addresses would be one for all IPv4 addresses too.
        let isOnlyIPv6 = places.count > 1
        for _ in 1..<maximumTries {
            do throws(Fault) {
                return try bind(places, isOnlyIPv6: isOnlyIPv6, port, loop, limits)
            } catch {
                guard port == 0, error.number == EADDRINUSE else { throw error.described }
            }
        }
        do throws(Fault) {
            return try bind(places, isOnlyIPv6: isOnlyIPv6, port, loop, limits)
        } catch {
            throw error.described
        }
    }

    /// An address to bind to, with any port.
    private struct Place {
        let host: String
        let numericHost: String

        /// Whether it may be left out if the system has no such address.
        var isOptional: Bool

        /// The addresses that stand for all of IPv6, or of IPv4.
        private static let wildcards = ["::", "0.0.0.0"]

        private var isIPv6: Bool { numericHost.contains(":") }

        /// Each place once, without those that a place for all addresses includes: no port can be bound twice.
        static func withoutOverlaps(_ places: [Place]) -> [Place] {
            let all = Set(places.filter { wildcards.contains($0.numericHost) }.map(\.isIPv6))
            var kept: [Place] = []
            for place in places where wildcards.contains(place.numericHost) || !all.contains(place.isIPv6) {
                if let position = kept.firstIndex(where: { $0.numericHost == place.numericHost }) {
                    // Who asks for it by itself needs it.
                    kept[position].isOptional = kept[position].isOptional && place.isOptional
                } else {
                    kept.append(place)
                }
            }
            return kept
        }

        /// The addresses of a host. Of several, a part is enough.
        static func all(of host: String, isOptional: Bool) throws(EventLoopError) -> [Place] {
            let addresses = try SocketAddress.resolve(host: host, port: 0, passive: true)
            return addresses.map {
                Place(host: host, numericHost: $0.numericHost, isOptional: isOptional || addresses.count > 1)
            }
        }
    }

    /// Why a place can't be bound.
    private struct Fault: Error {
        let number: Int32
        let place: Place
        let port: UInt16

        /// Whether the system has no such address.
        var isAboutAddress: Bool { number == EADDRNOTAVAIL || number == EAFNOSUPPORT }

        var described: EventLoopError {
            EventLoopError(
                Statement(
                    .notListening,
                    [
                        "host": .text(place.host), "port": .number(Int(port)),
                        "problem": .statement(Statement(systemError: number)),
                    ]))
        }
    }

    private static func bind(
        _ places: [Place], isOnlyIPv6: Bool, _ port: UInt16, _ loop: EventLoop, _ limits: ServerLimits
    ) throws(Fault) -> [Listener] {
        var made: [Listener] = []
        var missing: Fault?
        for place in places {
            do throws(Fault) {
                made.append(
                    try Listener(
                        at: place, made.first?.port ?? port, isOnlyIPv6: isOnlyIPv6, loop: loop, limits: limits))
            } catch {
                guard place.isOptional, error.isAboutAddress else {
                    made.forEach { $0.close() }
                    throw error
                }
                missing = error
            }
        }
        if made.isEmpty, let missing { throw missing }
        return made
    }

    private init(
        at place: Place, _ port: UInt16, isOnlyIPv6: Bool, loop: EventLoop, limits: ServerLimits
    ) throws(Fault) {
        let isIPv6 = place.numericHost.contains(":")
        let flags =
            LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE
            | (isIPv6 && isOnlyIPv6 ? LEV_OPT_BIND_IPV6ONLY : 0)
        guard
            let address = try? SocketAddress.resolve(host: place.numericHost, port: port, numericOnly: true).first,
            let listener = unsafe address.withPointer({ address, length in
                unsafe evconnlistener_new_bind(
                    loop.base, nil, nil, flags, Int32(limits.backlog), address, Int32(length))
            })
        else { throw Fault(number: errno, place: place, port: port) }
        unsafe self.listener = unsafe listener
        unsafe bound = nil
        unsafe server = nil
        let descriptor = unsafe evconnlistener_get_fd(listener)
        var on: Int32 = 1
        // Accepted sockets inherit it. Answers take few writes anyway, and waiting would only delay them.
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        SendBuffer.limit(descriptor, to: limits.socketBytes)
        var room = Int32(limits.arrivalBytes)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        self.port = SocketAddress.boundPort(of: descriptor)
        // For instance out of descriptors: libevent would call again at once, forever. The server's clock resumes it.
        unsafe evconnlistener_set_error_cb(listener) { listener, _ in
            unsafe evconnlistener_disable(listener)
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
