/// An answer as the slow reader reads it.
struct SlowAnswer: Equatable {
    var status = 0
    /// `name: value`, names in lower case.
    var fields: [String] = []
    var isChunked = false
    /// Whether the last chunk has arrived.
    var isWhole = false
    /// Nil for a body in chunks, or one that ends with the connection.
    var length: Int?
    /// As far as it has arrived.
    var body: [UInt8] = []

    init(status: Int, isChunked: Bool, isWhole: Bool) {
        (self.status, self.isChunked, self.isWhole) = (status, isChunked, isWhole)
    }

    /// Reads the first answer whose head isn't an interim one.
    init(_ text: [UInt8], isAnsweringHead: Bool) throws(SlowMessage.Failure) {
        var (message, left) = (SlowMessage(text), FuzzedLimits.headBytes)
        var named: [(name: String, value: [UInt8])] = []
        var isOld = false
        repeat {
            let line = try message.firstLine(limit: left) { $0 == UInt8(ascii: "H") }
            left -= line.count + 2
            guard
                let match = String(decoding: line, as: UTF8.self).prefixMatch(
                    of: /HTTP\/1\.([0-9]) ([1-9][0-9][0-9])(?: .*)?$/.dotMatchesNewlines()),
                SlowMessage.fieldContent.isSuperset(of: line), let code = Int(match.2), code != 101
            else { throw .broken }
            (status, isOld, named) = (code, match.1 == "0", [])
            while true {
                let line = try message.line(limit: left)
                left -= line.count + 2
                if line.isEmpty { break }
                if let field = try SlowMessage.field(line) {
                    named.append(field)
                } else {
                    guard let last = named.indices.last, SlowMessage.fieldContent.isSuperset(of: line) else {
                        throw .broken
                    }
                    let more = SlowMessage.trimmed(line)
                    let isFirst = named[last].value.isEmpty
                    if !more.isEmpty { named[last].value += (isFirst ? [] : [0x20]) + more }
                }
            }
        } while status < 200
        fields = named.map { "\($0.name): \(String(decoding: $0.value, as: UTF8.self))" }
        try readBody(named, &message, isOld: isOld, isAnsweringHead: isAnsweringHead)
    }

    private mutating func readBody(
        _ named: [(name: String, value: [UInt8])], _ message: inout SlowMessage, isOld: Bool, isAnsweringHead: Bool
    ) throws(SlowMessage.Failure) {
        func values(_ name: String) -> [[UInt8]] { named.filter { $0.name == name }.map(\.value) }
        let (lengths, codings) = (values("content-length"), values("transfer-encoding"))
        guard lengths.count <= 1, lengths.allSatisfy({ !$0.isEmpty && SlowMessage.digits.isSuperset(of: $0) }) else {
            throw .broken
        }
        if !codings.isEmpty {
            guard lengths.isEmpty, !isOld, codings.count == 1, codings[0].count == 7,
                String(decoding: codings[0], as: UTF8.self).lowercased() == "chunked"
            else { throw .broken }
        }
        if isAnsweringHead || status == 204 || status == 304 {
            length = 0
            return
        }
        for encoding in values("content-encoding") {
            for word in encoding.split(separator: UInt8(ascii: ",")).map({ SlowMessage.trimmed(Array($0)) })
            where !word.isEmpty {
                guard word.count == 8, String(decoding: word, as: UTF8.self).lowercased() == "identity" else {
                    throw .broken
                }
            }
        }
        let rest = Array(message.text[message.position...])
        if !codings.isEmpty {
            isChunked = true
            try readChunks(&message)
        } else if let said = lengths.first {
            let count = Int(String(decoding: said, as: UTF8.self)) ?? .max
            guard count <= FuzzedLimits.bodyBytes else { throw .broken }
            length = count
            body = Array(rest.prefix(count))
        } else {
            body = rest
        }
    }

    /// Of chunks whose end has not arrived, only the readers know how much is data.
    private mutating func readChunks(_ message: inout SlowMessage) throws(SlowMessage.Failure) {
        do throws(SlowMessage.Failure) {
            body = try message.chunks(maximumBytes: FuzzedLimits.bodyBytes, overheadBytes: FuzzedLimits.overheadBytes)
            isWhole = true
        } catch .incomplete {
            body = message.arrived
        }
    }
}
