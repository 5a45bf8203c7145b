internal import CLibEvent

/// The head of a request as libevent read it, copied out before anything is decided.
struct RequestHead: Sendable {
    /// Nil for a method nobody here knows.
    let method: Method?

    /// Major and minor.
    let version: [Int]

    /// The request target, as sent; nil when it is not UTF-8.
    let target: String?

    let headers: [Header]

    init(method: Method?, version: [Int], target: String?, headers: [Header]) {
        self.method = method
        self.version = version
        self.target = target
        self.headers = headers
    }

    init(copying request: UnsafeMutablePointer<evhttp_request>) {
        unsafe method = Method(evhttp_request_get_command(request))
        version = unsafe [Int(request.pointee.major), Int(request.pointee.minor)]
        target = unsafe evhttp_request_get_uri(request).flatMap { unsafe String(validatingCString: $0) }
        headers = unsafe [Header](copying: evhttp_request_get_input_headers(request))
    }
}
