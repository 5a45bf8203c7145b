internal import CLibEvent

/// The head of a request as libevent read it, copied before anything is decided.
struct RequestHead: Sendable {
    /// A version of HTTP.
    struct Version: Hashable, Sendable {
        let major: Int
        let minor: Int

        static let http10 = Version(major: 1, minor: 0)
        static let http11 = Version(major: 1, minor: 1)
    }

    /// Nil for an unknown method.
    let method: Method?

    let version: Version

    /// The request target, as sent; nil when it is not UTF-8.
    let target: String?

    let headers: Headers

    init(method: Method?, version: Version, target: String?, headers: Headers) {
        self.method = method
        self.version = version
        self.target = target
        self.headers = headers
    }

    /// Whether the client wants the connection to stay open; `close` wins (RFC 9112, section 9.3).
    var persistence: ResponseHead.Persistence {
        // Hardly any client sends it.
        guard headers.first("connection") != nil else { return .usual }
        if headers.lists("close", in: "connection") { return .close }
        return version == .http10 && headers.lists("keep-alive", in: "connection") ? .keepAlive : .usual
    }

    init(copying request: UnsafeMutablePointer<evhttp_request>) {
        unsafe method = Method(evhttp_request_get_command(request))
        version = unsafe Version(major: Int(request.pointee.major), minor: Int(request.pointee.minor))
        target = unsafe evhttp_request_get_uri(request).flatMap { unsafe String(validatingCString: $0) }
        headers = unsafe Headers(copying: evhttp_request_get_input_headers(request))
    }
}
