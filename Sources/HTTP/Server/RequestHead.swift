internal import Wording

/// The head of a request that passed every check. An object, because many parts of the server hold it for a moment.
final class RequestHead: Sendable {
    /// How the end of the body is found (RFC 9112, section 6).
    enum Framing: Sendable, Equatable {
        /// So many bytes; none without a Content-Length.
        case length(Int)
        case chunked
    }

    let method: Method
    let version: Version

    /// Percent-decoded; begins with a slash, or is `*` for OPTIONS of the whole server.
    let path: String

    /// What follows the question mark, as sent.
    let query: String?

    /// As sent, but that the authority of an absolute target replaces Host.
    let headers: Headers
    let framing: Framing

    /// Whether the client waits for "100 Continue" before it sends its body.
    let expectsContinue: Bool

    /// Whether the client wants the connection to stay open; `close` wins (RFC 9112, section 9.3).
    let persistence: ResponseHead.Persistence

    /// The head that libevent reads in place of the client's, with what it has to know alone. It routes nothing, so
    /// every request gets the same target.
    let forLibevent: [UInt8]

    /// Checks what only whole heads show: Host, lengths and codings, expectations.
    init(_ line: RequestLine, _ fields: Headers) throws(Refusal) {
        var headers = fields
        try RequestHead.checkHost(headers, line.version)
        if let authority = line.authority { headers.replace("host", by: authority) }
        method = line.method
        version = line.version
        path = line.path
        query = line.query
        framing = try RequestHead.framing(headers, line)
        expectsContinue = try RequestHead.expectsContinue(headers, line.version)
        self.headers = headers
        persistence = RequestHead.persistence(headers, line.version)
        forLibevent = RequestHead.forLibevent(line.method, framing, expectsContinue: expectsContinue)
    }

    private static func persistence(_ headers: Headers, _ version: Version) -> ResponseHead.Persistence {
        if headers.lists("close", in: "connection") { return .close }
        return version == .http10 && headers.lists("keep-alive", in: "connection") ? .keepAlive : .usual
    }

    private static func forLibevent(_ method: Method, _ framing: Framing, expectsContinue: Bool) -> [UInt8] {
        var text = "\(method.rawValue) / HTTP/1.1\r\n"
        switch framing {
        case .length(0): break
        case .length(let count): text += "Content-Length: \(count)\r\n"
        case .chunked: text += "Transfer-Encoding: chunked\r\n"
        }
        if expectsContinue, framing != .length(0) { text += "Expect: 100-continue\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// RFC 9112, section 3.2.
    private static func checkHost(_ headers: Headers, _ version: Version) throws(Refusal) {
        let count = headers.count(of: "host")
        if count > 1 { throw Refusal(.hostRepeated) }
        guard let host = headers.first("host") else {
            if version == .http11 { throw Refusal(.hostMissing) }
            return
        }
        // A host in http is never empty (RFC 9110, section 4.2.1).
        guard !host.isEmpty, host.first != UInt8(ascii: ":"), Authority.isWellFormed(host) else {
            throw Refusal(.hostMalformed)
        }
    }

    /// RFC 9112, sections 6.1 to 6.3.
    private static func framing(_ headers: Headers, _ line: RequestLine) throws(Refusal) -> Framing {
        let length = headers.first("content-length")
        if headers.count(of: "content-length") > 1 {
            throw Refusal(.contentLengthRepeated)
        }
        guard let count = length.map(\.decimalValue) ?? 0 else {
            throw Refusal(.contentLengthMalformed)
        }
        var framing = Framing.length(count)
        if headers.first("transfer-encoding") != nil {
            try checkCodings(headers.values(of: "transfer-encoding"), line.version)
            guard length == nil else {
                throw Refusal(.contentLengthAndChunked)
            }
            framing = .chunked
        }
        // libevent never reads a body after these methods, so it would be taken for the next request.
        if line.method == .head || line.method == .trace, framing != .length(0) {
            throw Refusal(.bodyNotTaken, ["method": .text(line.method.rawValue)])
        }
        return framing
    }

    private static func checkCodings(_ values: [String], _ version: Version) throws(Refusal) {
        let codings = values.flatMap {
            Array($0.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        }
        let chunked = codings.count { $0.trimmed.isCaseless("chunked") }
        // Without chunked at the end nobody knows where the body ends.
        guard version == .http11, chunked == 1, codings.last?.trimmed.isCaseless("chunked") == true,
            !codings.contains(where: \.trimmed.isEmpty)
        else { throw Refusal(.transferEncodingUnknown) }
        guard codings.count == 1 else { throw Refusal(.transferEncodingUnknown, status: .notImplemented) }
    }

    /// RFC 9110, section 10.1.1.
    private static func expectsContinue(_ headers: Headers, _ version: Version) throws(Refusal) -> Bool {
        guard let expectation = headers.first("expect"), version == .http11 else { return false }
        guard headers.count(of: "expect") == 1, expectation.isCaseless("100-continue") else {
            throw Refusal(.expectationUnknown, status: .expectationFailed)
        }
        return true
    }
}
