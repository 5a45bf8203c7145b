internal import CLibEvent

/// A request's method (RFC 9110, section 9).
public enum Method: String, CaseIterable, Hashable, Sendable {
    /// Read.
    case get = "GET"
    /// Read the head only.
    case head = "HEAD"
    /// Do or create.
    case post = "POST"
    /// Replace.
    case put = "PUT"
    /// Remove.
    case delete = "DELETE"
    /// Ask what is possible.
    case options = "OPTIONS"
    /// Echo the request.
    case trace = "TRACE"
    /// Change in part.
    case patch = "PATCH"

    /// Whether it asks for nothing but an answer (RFC 9110, section 9.2.1).
    var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        case .post, .put, .delete, .patch: false
        }
    }

    /// Nil for an unknown method, and for CONNECT, which is for proxies. A method's name is case-sensitive.
    init?(_ name: ArraySlice<UInt8>) {
        guard let method = Method.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else { return nil }
        self = method
    }

    /// libevent's constant for it.
    var command: evhttp_cmd_type {
        switch self {
        case .get: EVHTTP_REQ_GET
        case .head: EVHTTP_REQ_HEAD
        case .post: EVHTTP_REQ_POST
        case .put: EVHTTP_REQ_PUT
        case .delete: EVHTTP_REQ_DELETE
        case .options: EVHTTP_REQ_OPTIONS
        case .trace: EVHTTP_REQ_TRACE
        case .patch: EVHTTP_REQ_PATCH
        }
    }

    /// The argument for `evhttp_set_allowed_methods`: everything, so that methods are refused by us and not by
    /// libevent.
    static var allCommands: UInt16 {
        let commands = [
            EVHTTP_REQ_GET, EVHTTP_REQ_HEAD, EVHTTP_REQ_POST, EVHTTP_REQ_PUT, EVHTTP_REQ_DELETE,
            EVHTTP_REQ_OPTIONS, EVHTTP_REQ_TRACE, EVHTTP_REQ_PATCH, EVHTTP_REQ_CONNECT,
        ]
        return commands.reduce(0) { $0 | UInt16($1.rawValue) }
    }
}
