/// Refuses request heads that can't be trusted to mean what they say.
///
/// libevent 2.1 reads heads leniently. Where it and a proxy before it could disagree on where a request ends or whom it
/// is for, one request can be smuggled inside another. Such heads are refused and the connection is closed (RFC 9112,
/// sections 3.2, 5.1, 6.3 and 11.2).
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
        guard head.version == .http11 || head.version == .http10 else {
            throw Refusal("Only HTTP/1.0 and HTTP/1.1 are spoken here.", status: .versionNotSupported)
        }
        try checkNames(head)
        try checkHost(head)
        try checkFraming(head, method)
        let (path, query) = try decode(head.target)
        return (method, path, query)
    }

    private static func checkNames(_ head: RequestHead) throws(Refusal) {
        guard head.headers.allNames(satisfy: { !$0.isEmpty && $0.allSatisfy(isToken) }) else {
            throw Refusal("A header's name holds a character that does not belong there, perhaps a space.")
        }
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
    }

    private static func checkHost(_ head: RequestHead) throws(Refusal) {
        let count = head.headers.count(of: "host")
        if count > 1 { throw Refusal("There is more than one Host header. Send one.") }
        if count == 0 && head.version == .http11 {
            throw Refusal("HTTP/1.1 needs a Host header.")
        }
    }

    private static func checkFraming(_ head: RequestHead, _ method: Method) throws(Refusal) {
        let length = head.headers.first("content-length")
        let encoding = head.headers.first("transfer-encoding")
        if head.headers.count(of: "content-length") > 1 {
            throw Refusal("There is more than one Content-Length header. Send one.")
        }
        if let length {
            let isNumber = !length.isEmpty && length.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber else { throw Refusal("Content-Length has to be digits and nothing else.") }
        }
        if let encoding {
            guard head.headers.count(of: "transfer-encoding") == 1, head.version == .http11,
                encoding.isCaseless("chunked")
            else {
                throw Refusal("The only Transfer-Encoding taken is chunked, once, in HTTP/1.1.")
            }
            guard length == nil else {
                throw Refusal("Content-Length and Transfer-Encoding do not go together. Send one.")
            }
        }
        // libevent never reads a body after these methods, so it would be taken for the next request.
        let takesNoBody = method == .head || method == .trace
        let isEmpty = length?.allSatisfy { $0 == UInt8(ascii: "0") } ?? true
        if takesNoBody, encoding != nil || !isEmpty {
            throw Refusal("\(method.rawValue) does not take a body.")
        }
    }

    private static func decode(_ target: String?) throws(Refusal) -> (path: String, query: String?) {
        guard let target, target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw Refusal("The request target has to be visible ASCII; percent-encode everything else.")
        }
        let slash = UInt8(ascii: "/")
        guard target.utf8.first == slash, target.utf8.dropFirst().first != slash else {
            throw Refusal("The request target has to be a path that begins with one slash.")
        }
        let end = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        guard let path = percentDecoded(target[..<(end ?? target.endIndex)]) else {
            throw Refusal("The path is not well percent-encoded UTF-8 without control characters.")
        }
        return (path, end.map { String(target[$0...].dropFirst()) })
    }

    /// Nil if an escape is broken, or if the result isn't UTF-8 or contains a control character.
    private static func percentDecoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        guard let bytes = [UInt8](percentDecoding: text.utf8),
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
