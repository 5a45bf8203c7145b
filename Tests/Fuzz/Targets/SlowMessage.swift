internal import Glibc

/// A second reader of HTTP/1.1's messages, written from the grammar of RFC 9112 for whole texts, one rule a line, and
/// without a thought for time. It shares nothing with the readers that it is compared with.
struct SlowMessage {
    /// Why a text is no message: it breaks a rule, or may still become one.
    enum Failure: Error {
        case broken, incomplete
    }

    let text: [UInt8]
    var position = 0

    /// The data of chunks that has arrived, also if their end has not.
    private(set) var arrived: [UInt8] = []

    static let token = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    static let digits = Set("0123456789".utf8)
    static let hexDigits = Set("0123456789abcdefABCDEF".utf8)
    static let fieldContent = Set(UInt8(0x20)...0x7E).union(0x80...0xFF).union([0x09])

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The next line without its CR LF, which has at most so many bytes with them.
    mutating func line(limit: Int) throws(Failure) -> [UInt8] {
        var end = position
        while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
        if end < text.count, text[end] == 0x0A { throw .broken }
        let isWhole = end + 1 < text.count
        if isWhole, text[end + 1] != 0x0A { throw .broken }
        if end - position + (isWhole ? 2 : end < text.count ? 1 : 0) > limit { throw .broken }
        guard isWhole else { throw .incomplete }
        defer { position = end + 2 }
        return Array(text[position..<end])
    }

    /// A line `name: value`; nil if it is folded.
    static func field(_ line: [UInt8]) throws(Failure) -> (name: String, value: [UInt8])? {
        if line.first == 0x20 || line.first == 0x09 { return nil }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .broken }
        let (name, value) = (line[..<colon], Array(line[(colon + 1)...]))
        guard !name.isEmpty, token.isSuperset(of: name), fieldContent.isSuperset(of: value) else { throw .broken }
        return (String(decoding: name, as: UTF8.self).lowercased(), trimmed(value))
    }

    static func trimmed(_ text: [UInt8]) -> [UInt8] {
        var text = text
        while text.first == 0x20 || text.first == 0x09 { text.removeFirst() }
        while text.last == 0x20 || text.last == 0x09 { text.removeLast() }
        return text
    }

    /// A first line. One that can't become one, by its first byte, isn't waited for.
    mutating func firstLine(limit: Int, canBegin: (UInt8) -> Bool) throws(Failure) -> [UInt8] {
        do throws(Failure) {
            return try line(limit: limit)
        } catch {
            throw position < text.count && !canBegin(text[position]) ? .broken : error
        }
    }

    /// The data of chunks, up to the empty line behind the trailers.
    mutating func chunks(maximumBytes: Int, overheadBytes: Int) throws(Failure) -> [UInt8] {
        var overhead = 0
        arrived = []
        while true {
            let line = try line(limit: 18 + overheadBytes - overhead)
            overhead += max(line.count + 2 - 18, 0)
            let size = line.prefix { Self.hexDigits.contains($0) }
            guard !size.isEmpty, Self.isExtension(Array(line[size.endIndex...])) else { throw .broken }
            let count = Int(String(decoding: size, as: UTF8.self), radix: 16) ?? .max
            guard count <= maximumBytes - arrived.count else { throw .broken }
            if count == 0 { break }
            let rest = text[position...].prefix(count)
            arrived += rest
            position += rest.count
            guard rest.count == count else { throw .incomplete }
            guard try self.line(limit: 2).isEmpty else { throw .broken }
        }
        while true {
            let line = try line(limit: overheadBytes - overhead)
            overhead += line.count + 2
            if line.isEmpty { return arrived }
            guard try Self.field(line) != nil else { throw .broken }
        }
    }

    /// `*( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )` (RFC 9112, section 7.1.1).
    private static func isExtension(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
        func takeToken() -> Bool {
            let word = rest.prefix { token.contains($0) }
            rest = rest[word.endIndex...]
            return !word.isEmpty
        }
        func takeQuoted() -> Bool {
            rest = rest.dropFirst()
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "\"") { return true }
                if byte == UInt8(ascii: "\\") {
                    guard let next = rest.popFirst(), fieldContent.contains(next) else { return false }
                } else if !fieldContent.contains(byte) {
                    return false
                }
            }
            return false
        }
        while !rest.isEmpty {
            skipBlanks()
            guard rest.popFirst() == UInt8(ascii: ";") else { return false }
            skipBlanks()
            guard takeToken() else { return false }
            let beforeBlanks = rest
            skipBlanks()
            guard rest.first == UInt8(ascii: "=") else {
                rest = beforeBlanks
                continue
            }
            rest = rest.dropFirst()
            skipBlanks()
            guard rest.first == UInt8(ascii: "\"") ? takeQuoted() : takeToken() else { return false }
        }
        return true
    }
}
