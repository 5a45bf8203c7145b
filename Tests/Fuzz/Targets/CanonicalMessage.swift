/// What a reader has written for libevent, taken apart by the one form that it may have.
struct CanonicalMessage: Equatable {
    var firstLine = ""
    /// In order, with their ends.
    var lines: [String] = []
    var body: [UInt8] = []
    /// Whether the last chunk is there.
    var isWhole = false

    var isChunked: Bool { lines.contains("Transfer-Encoding: chunked") }

    /// Takes a head, and chunks if there may be any. Throws if anything has another form.
    init(_ text: [UInt8]) throws {
        var rest = text[...]
        firstLine = try Self.line(&rest)
        while true {
            let line = try Self.line(&rest)
            if line.isEmpty { break }
            lines.append(line)
        }
        guard isChunked else {
            body = Array(rest)
            return
        }
        while !rest.isEmpty {
            try demand(!isWhole, "something follows the last chunk")
            let digits = try Self.line(&rest)
            guard let count = Int(digits, radix: 16), String(count, radix: 16) == digits, rest.count >= count + 2 else {
                throw Disagreement("a chunk of size \(digits) before \(rest.count) bytes")
            }
            body += rest.prefix(count)
            rest = rest.dropFirst(count)
            isWhole = count == 0
            try demand(try Self.line(&rest).isEmpty, "a chunk has no end")
        }
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) throws -> String {
        guard let end = rest.firstIndex(of: 0x0D), end + 1 < rest.endIndex, rest[end + 1] == 0x0A else {
            throw Disagreement("no line: \(String(decoding: rest, as: UTF8.self))")
        }
        defer { rest = rest[(end + 2)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
