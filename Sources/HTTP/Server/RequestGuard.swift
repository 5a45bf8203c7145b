/// What makes a request's head unfit to be answered as what it claims to be.
///
/// libevent 2.1 reads heads generously. Where it and a proxy before it could disagree about where a request
/// ends or whom it is for, one request can be smuggled inside another; so such heads are refused and the
/// connection is closed (RFC 9112, sections 3.2, 5.1, 6.3 and 11.2).
enum RequestGuard {
    /// A refusal: the status and a sentence.
    struct Refusal: Error, Hashable {
        let status: Status
        let sentence: String

        init(_ sentence: String, status: Status = .badRequest) {
            self.status = status
            self.sentence = sentence
        }
    }

    /// The method, decoded path and query of a head that passes every check.
    static func check(_ head: RequestHead) throws(Refusal) -> (method: Method, path: String, query: String?) {
        guard let method = head.method else {
            throw Refusal("This method is not known here.", status: .notImplemented)
        }
        guard head.version == [1, 1] || head.version == [1, 0] else {
            throw Refusal("Only HTTP/1.0 and HTTP/1.1 are spoken here.", status: .versionNotSupported)
        }
        try checkNames(head)
        try checkHost(head)
        try checkFraming(head, method)
        let (path, query) = try decode(head.target)
        return (method, path, query)
    }

    private static func checkNames(_ head: RequestHead) throws(Refusal) {
        for header in head.headers where header.name.isEmpty || !header.name.utf8.allSatisfy(isToken) {
            throw Refusal("A header's name holds a character that does not belong there, perhaps a space.")
        }
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func checkHost(_ head: RequestHead) throws(Refusal) {
        let hosts = head.headers.values(of: "host")
        if hosts.count > 1 { throw Refusal("There is more than one Host header. Send one.") }
        if hosts.isEmpty && head.version == [1, 1] {
            throw Refusal("HTTP/1.1 needs a Host header.")
        }
    }

    private static func checkFraming(_ head: RequestHead, _ method: Method) throws(Refusal) {
        let lengths = head.headers.values(of: "content-length")
        let encodings = head.headers.values(of: "transfer-encoding")
        if lengths.count > 1 { throw Refusal("There is more than one Content-Length header. Send one.") }
        if let length = lengths.first {
            let isNumber = !length.isEmpty && length.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber else { throw Refusal("Content-Length has to be digits and nothing else.") }
        }
        if let encoding = encodings.first {
            guard encodings.count == 1, encoding.lowercased() == "chunked", head.version == [1, 1] else {
                throw Refusal("The only Transfer-Encoding taken is chunked, once, in HTTP/1.1.")
            }
            guard lengths.isEmpty else {
                throw Refusal("Content-Length and Transfer-Encoding do not go together. Send one.")
            }
        }
        // libevent never reads a body after these, so what follows would be taken for the next request.
        let takesNoBody = method == .head || method == .trace
        if takesNoBody, !encodings.isEmpty || lengths.contains(where: { Int($0) != 0 }) {
            throw Refusal("\(method.rawValue) does not take a body.")
        }
    }

    private static func decode(_ target: String?) throws(Refusal) -> (path: String, query: String?) {
        guard let target, target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw Refusal("The request target has to be visible ASCII; percent-encode everything else.")
        }
        guard target.hasPrefix("/"), !target.hasPrefix("//") else {
            throw Refusal("The request target has to be a path that begins with one slash.")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = percentDecoded(parts[0]) else {
            throw Refusal("The path is not well percent-encoded UTF-8 without control characters.")
        }
        return (path, parts.count > 1 ? String(parts[1]) : nil)
    }

    /// Nil when an escape is broken, when the result is not UTF-8 or when it holds a control character.
    private static func percentDecoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        guard let bytes = [UInt8](percentDecoding: text.utf8),
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
