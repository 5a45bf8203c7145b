@testable internal import HTTP

/// The strict reader of peers' answers: the same answer however it is cut, the same as the slow reader reads, and for
/// libevent one form alone, with no more of a body than was said and is allowed.
final class AnswersTarget: FuzzTarget {
    static let name = "answers"

    init() {}

    /// What comes of the bytes of a connection.
    private struct Reading: Equatable {
        var answer: SlowAnswer?
        var error: FetchError?
    }

    func run(_ input: [UInt8]) throws {
        var draws = Draws(input)
        let method = Method.allCases[draws.number(below: Method.allCases.count)]
        let sizes = draws.bytes(4) + [0]
        let text = draws.remainder()
        let whole = try read([text], method)
        try demandEqual(try read(text.cut(into: sizes), method), whole, "in pieces")
        try demandEqual(try read(text.map { [$0] }, method), whole, "byte by byte")
        do {
            let slow = try SlowAnswer(text, isAnsweringHead: method == .head)
            try compare(whole, slow)
        } catch let error as SlowMessage.Failure {
            if error == .broken { return try demand(whole.error != nil, "broken, and taken: \(whole)") }
            try demandEqual(whole, Reading(), "without a whole head")
        }
    }

    private func compare(_ whole: Reading, _ slow: SlowAnswer) throws {
        try demandEqual(whole.error, nil, "the slow reader takes it")
        try demandEqual(whole.answer, slow, "answer")
    }

    private func read(_ pieces: [[UInt8]], _ method: Method) throws -> Reading {
        var (reader, output) = (ResponseReader(answering: method), [UInt8]())
        for piece in pieces {
            var input = piece[...]
            if !reader.isInPlainBody {
                do throws(FetchError) {
                    try reader.read(&input, to: &output, headLimit: FuzzedLimits.headBytes) { _ in
                        FuzzedLimits.bodyBytes
                    }
                } catch {
                    return Reading(error: error)
                }
                try demand(input.isEmpty || reader.isInPlainBody, "what may be read is left")
            }
            output += input
        }
        guard let head = reader.head else {
            try demand(output.isEmpty, "libevent gets something before the head is whole")
            return Reading()
        }
        return Reading(answer: try answer(head, try CanonicalMessage(output)))
    }

    private func answer(_ head: AnswerHead, _ seen: CanonicalMessage) throws -> SlowAnswer {
        var answer = SlowAnswer(status: head.status, isChunked: seen.isChunked, isWhole: seen.isWhole)
        try demandEqual(seen.firstLine, "HTTP/1.1 \(head.status) ", "the first line for libevent")
        try demandEqual(seen.lines.first, "Connection: close", "the first field for libevent")
        try demand(seen.lines.count <= 2, "fields for libevent: \(seen.lines)")
        answer.fields = head.headers.map { "\($0.name.lowercased()): \($0.value)" }
        answer.body = seen.body
        guard !seen.isChunked, seen.lines.count == 2 else {
            if seen.isChunked { try demand(seen.body.count <= FuzzedLimits.bodyBytes, "chunks above their limit") }
            return answer
        }
        guard let length = Int(seen.lines[1].dropFirst("Content-Length: ".count)),
            seen.lines[1] == "Content-Length: \(length)", (0...FuzzedLimits.bodyBytes).contains(length)
        else { throw Disagreement("a field for libevent: \(seen.lines[1])") }
        answer.length = length
        // libevent takes no more than that.
        answer.body = Array(seen.body.prefix(length))
        return answer
    }

    static func seeds() -> [[UInt8]] {
        [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello!", "HTTP/1.0 404 \r\nX:  y\r\n\tz\r\n\r\nto the end",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nLink: a\r\n\r\nHTTP/1.1 200\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5;a=\"b\\\"\" ; c\r\nhello\r\n0\r\nT: u\r\n\r\nmore",
            "HTTP/1.1 204 x\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: identity, gzip\r\n\r\n", "HTTP/1.1 301 x\r\nLocation: /a\r\n\r\n",
            "220 mail.example ESMTP\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        ].map { [0, 3, 0, 200, 9] + Array($0.utf8) }
    }
}
