internal import Glibc

/// The limits that a target sets, so low that short inputs reach them.
struct FuzzedLimits {
    static let lineBytes = 200
    static let headBytes = 600
    static let fields = 12
    static let bodyBytes = 300
    /// What chunks may have besides data; the reader's own.
    static let overheadBytes = 8 * 1024
}

/// A request as the slow reader reads it, and what the other one has to make of it.
struct SlowRequest: Equatable {
    var method = ""
    var path = ""
    var query: String?
    var host: [UInt8]?
    var isChunked = false
    /// What its head says, or 0.
    var length = 0
    var expectsContinue = false
    /// As far as it has arrived.
    var body: [UInt8] = []

    /// What a text is: requests, and what is behind them.
    static func requests(in text: [UInt8]) -> (requests: [SlowRequest], end: SlowMessage.Failure) {
        var (message, requests) = (SlowMessage(text), [SlowRequest]())
        while true {
            do throws(SlowMessage.Failure) {
                requests.append(try SlowRequest(&message))
            } catch {
                return (requests, error)
            }
        }
    }

    init(
        method: String, path: String, query: String?, host: [UInt8]?, isChunked: Bool
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.host, self.isChunked) = (host, isChunked)
    }

    private init(_ message: inout SlowMessage) throws(SlowMessage.Failure) {
        var left = FuzzedLimits.headBytes
        var line: [UInt8]
        repeat {
            line = try message.firstLine(limit: min(FuzzedLimits.lineBytes, left)) {
                SlowMessage.token.contains($0) || $0 == 0x0D
            }
            left -= line.count + 2
        } while line.isEmpty
        var (authority, isOld) = (nil as [UInt8]?, false)
        try readFirst(line, &authority, &isOld)
        var fields: [(name: String, value: [UInt8])] = []
        while true {
            line = try message.line(limit: left)
            left -= line.count + 2
            if line.isEmpty { break }
            guard fields.count < FuzzedLimits.fields, let field = try SlowMessage.field(line) else { throw .broken }
            fields.append(field)
        }
        try readFields(fields, authority, isOld: isOld)
        try readBody(&message)
    }

    private mutating func readFirst(
        _ line: [UInt8], _ authority: inout [UInt8]?, _ isOld: inout Bool
    ) throws(SlowMessage.Failure) {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
        guard words.count == 3 else { throw .broken }
        method = String(decoding: words[0], as: UTF8.self)
        guard ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"].contains(method) else {
            throw .broken
        }
        let version = words[2]
        guard version.count == 8, version.starts(with: "HTTP/1.".utf8), SlowMessage.digits.contains(version[7]) else {
            throw .broken
        }
        isOld = version[7] == UInt8(ascii: "0")
        var target = words[1]
        guard !target.isEmpty, target.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") }) else {
            throw .broken
        }
        if target == [UInt8(ascii: "*")] {
            guard method == "OPTIONS" else { throw .broken }
            path = "*"
            return
        }
        if target[0] != UInt8(ascii: "/") {
            let scheme = Array("http://".utf8)
            guard String(decoding: target.prefix(7), as: UTF8.self).lowercased() == "http://" else { throw .broken }
            let rest = target.dropFirst(scheme.count)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            authority = Array(rest[..<end])
            guard Self.isHost(Array(rest[..<end])) else { throw .broken }
            target = Array(rest[end...])
        }
        let question = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        if question < target.endIndex { query = String(decoding: target[(question + 1)...], as: UTF8.self) }
        path = question == 0 ? "/" : try Self.decoded(Array(target[..<question]))
    }

    private static func decoded(_ text: [UInt8]) throws(SlowMessage.Failure) -> String {
        var (bytes, index) = ([UInt8](), 0)
        while index < text.count {
            if text[index] != UInt8(ascii: "%") {
                bytes.append(text[index])
                index += 1
                continue
            }
            guard index + 2 < text.count, SlowMessage.hexDigits.isSuperset(of: text[index + 1...index + 2]),
                let byte = UInt8(String(decoding: text[index + 1...index + 2], as: UTF8.self), radix: 16),
                byte >= 0x20, byte != 0x7F
            else { throw .broken }
            bytes.append(byte)
            index += 3
        }
        guard let string = String(validating: bytes, as: UTF8.self) else { throw .broken }
        return string
    }

    /// `host [ ":" port ]`, not empty (RFC 3986, section 3.2.2).
    private static func isHost(_ text: [UInt8]) -> Bool {
        guard !text.isEmpty, text[0] != UInt8(ascii: ":") else { return false }
        let string = String(decoding: text, as: UTF8.self)
        guard
            let match = string.wholeMatch(
                of: /(\[[0-9A-Fa-f:.]+\]|(?:[-A-Za-z0-9._~!$&'()*+;=]|%[0-9A-Fa-f]{2})+)(?::([0-9]*))?/)
        else { return false }
        if let port = match.2, !port.isEmpty, UInt16(port) == nil { return false }
        guard match.1.hasPrefix("[") else { return true }
        var address = in6_addr()
        return inet_pton(AF_INET6, String(match.1.dropFirst().dropLast()), &address) == 1
    }

    private mutating func readFields(
        _ fields: [(name: String, value: [UInt8])], _ authority: [UInt8]?, isOld: Bool
    ) throws(SlowMessage.Failure) {
        func values(_ name: String) -> [[UInt8]] { fields.filter { $0.name == name }.map(\.value) }
        func lowercased(_ value: [UInt8]) -> String {
            // Only of ASCII: K, the unit, would become k.
            value.allSatisfy { $0 < 0x80 } ? String(decoding: value, as: UTF8.self).lowercased() : "?"
        }
        let hosts = values("host")
        guard hosts.count == 1 || hosts.isEmpty && isOld, hosts.allSatisfy(Self.isHost) else { throw .broken }
        host = authority ?? hosts.first
        let lengths = values("content-length")
        guard lengths.count <= 1, lengths.allSatisfy({ !$0.isEmpty && SlowMessage.digits.isSuperset(of: $0) }) else {
            throw .broken
        }
        length = lengths.first.map { Int(String(decoding: $0, as: UTF8.self)) ?? .max } ?? 0
        let codings = values("transfer-encoding")
        isChunked = !codings.isEmpty
        if isChunked {
            guard !isOld, lengths.isEmpty, codings.count == 1, lowercased(codings[0]) == "chunked" else {
                throw .broken
            }
        }
        if method == "HEAD" || method == "TRACE" { guard length == 0, !isChunked else { throw .broken } }
        let expectations = isOld ? [] : values("expect")
        guard expectations.count <= 1, expectations.allSatisfy({ lowercased($0) == "100-continue" }) else {
            throw .broken
        }
        expectsContinue = !expectations.isEmpty && (length > 0 || isChunked)
    }

    private mutating func readBody(_ message: inout SlowMessage) throws(SlowMessage.Failure) {
        guard length <= FuzzedLimits.bodyBytes else { throw .broken }
        if isChunked {
            body = try message.chunks(
                maximumBytes: FuzzedLimits.bodyBytes, overheadBytes: FuzzedLimits.overheadBytes)
            return
        }
        guard message.text.count - message.position >= length else { throw .incomplete }
        body = Array(message.text[message.position..<message.position + length])
        message.position += length
    }
}
