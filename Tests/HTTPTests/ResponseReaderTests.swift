internal import Testing

@testable import HTTP

/// What a server sends, and what libevent is to read in its place.
struct ReadingCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    /// Without what is in every head, and only the data of chunks.
    let outcome: Result<String, FetchError>

    init(_ what: String, _ lines: [String], _ body: String = "", _ outcome: Result<String, FetchError>) {
        testDescription = what
        bytes = Array((lines + ["", body]).joined(separator: "\r\n").utf8)
        self.outcome = outcome
    }

    private static let ok = "HTTP/1.1 200 OK"
    private static let five = "Content-Length: 5"
    private static let coded = "Transfer-Encoding: chunked"
    private static let sized = Result<String, FetchError>.success("Content-Length: 5\r\n\r\nhello")

    private static func head(_ line: String) -> ReadingCase { ReadingCase(line, [line, five], "hello", sized) }

    static let read = [
        head("HTTP/1.1 200 OK"), head("HTTP/1.1 200 "), head("HTTP/1.1 200"), head("HTTP/1.0 200 OK"),
        head("HTTP/1.9 200 Trè\ts bien"),
        ReadingCase("blanks around a value", [ok, "content-LENGTH:\t 005 \t"], "hello", sized),
        ReadingCase("other fields", [ok, "X:", five, "X: \u{80}é", "x-y:  a\tb "], "hello", sized),
        ReadingCase("folds", [ok, "X: a", " b", "\tc", "\t", five], "hello", sized),
        ReadingCase("a folded length", [ok, "Content-Length:", " 5"], "hello", sized),
        ReadingCase("identity", [ok, five, "Content-Encoding: Identity"], "hello", sized),
        ReadingCase("no length", [ok], "hello", .success("\r\nhello")),
        ReadingCase(
            "no length, and more lines", [ok, "Connection: keep-alive"], "a\r\n\r\nb", .success("\r\na\r\n\r\nb")),
        ReadingCase(
            "a length of 0, and more", [ok, "Content-Length: 0"], "hello", .success("Content-Length: 0\r\n\r\n")),
        ReadingCase("100", ["HTTP/1.1 100 Continue", "", ok, five], "hello", sized),
        ReadingCase("102", Array(repeating: "HTTP/1.1 102 x\r\n", count: 50) + [ok, five], "hello", sized),
        ReadingCase("103", ["HTTP/1.1 103 x", "Link: a", five, "", ok], "hello", .success("\r\nhello")),
        ReadingCase("chunks", [ok, coded], "5\r\nhello\r\n0\r\n\r\n", .success("chunked: hello")),
        ReadingCase(
            "Chunks", [ok, "TRANSFER-encoding:\tChunked"], "5\r\nhello\r\n0\r\n\r\n", .success("chunked: hello")),
        ReadingCase(
            "chunks, extensions, trailers, and more", [ok, coded],
            "003 ; a=\"b;c\"\r\nhel\r\n2;d\r\nlo\r\n00;e\r\nX: y\r\n\r\nHTTP/1.1", .success("chunked: hello")),
        ReadingCase("204", ["HTTP/1.1 204 x", five], "hello", .success("204 Content-Length: 0\r\n\r\n")),
        ReadingCase("304", ["HTTP/1.1 304 x", coded], "5\r\n", .success("304 Content-Length: 0\r\n\r\n")),
        ReadingCase("404", ["HTTP/1.1 404 x", five], "hello", .success("404 Content-Length: 5\r\n\r\nhello")),
    ]

    private static func line(_ line: String) -> ReadingCase {
        ReadingCase(line, [line, five], "hello", .failure(.malformed))
    }

    private static func fields(_ fields: String..., body: String = "hello") -> ReadingCase {
        ReadingCase(fields.joined(separator: ", "), [ok] + fields, body, .failure(.malformed))
    }

    private static func chunks(_ body: String, _ error: FetchError = .malformed) -> ReadingCase {
        ReadingCase("chunks: \(body.debugDescription)", [ok, coded], body, .failure(error))
    }

    private static let tooLarge = FetchError.tooLarge(limitBytes: ResponseReaderTests.maximumBody)

    static let refused = [
        line(""), line("HTTP/1.1"), line("HTTP/1.1 "), line("HTTP/1.1 20 OK"), line("HTTP/1.1 2000 OK"),
        line("HTTP/1.1 2x0 OK"), line("HTTP/1.1 +20 OK"), line("HTTP/1.1 -20 OK"), line("HTTP/1.1 000 OK"),
        line("HTTP/1.1 099 OK"), line("HTTP/1.1  200 OK"), line("HTTP/1.1\t200 OK"), line("HTTP/1.1 200\tOK"),
        line("HTTP/1.1 200 O\u{1}K"), line("HTTP/2.0 200 OK"), line("HTTP/0.9 200 OK"), line("HTTP/01.1 200 OK"),
        line("HTTP/1.10 200 OK"), line("HTTP/1 200 OK"), line("http/1.1 200 OK"), line("HTTPS/1.1 200 OK"),
        line(" HTTP/1.1 200 OK"), line("ICY 200 OK"), line("GET / HTTP/1.1"), line("220 mail.example ESMTP"),
        line("HTTP/1.1 101 Switching Protocols"), line("HTTP/1.1 200 OK\nX: y"), line("HTTP/1.1 200 O\rK"),
        line("HTTP/1.1 100 x\r\n\r\nHTTP/1.1 100 x\r\n\r\nhello"), line("HTTP/1.1 100 x\r\nno field\r\n\r\n\(ok)"),
        fields("nonsense"), fields("X : y"), fields("X y: z"), fields(": y"), fields("X: a\u{1}b"), fields("X: a\0b"),
        fields("X: a\u{7F}b"), fields("X: a\rb"), fields("X: a\nY: b"), fields(" X: y"), fields("X: a", " \u{1}"),
        fields(five, five), fields(five, "Content-Length: 6"), fields("Content-Length: 5, 5"),
        fields("Content-Length: +5"), fields("Content-Length: -5"), fields("Content-Length: 0x5"),
        fields("Content-Length: 5a"), fields("Content-Length: 5 5"), fields("Content-Length:"),
        fields("Content-Length: ٥"), fields(five, coded), fields(coded, five), fields("Transfer-Encoding: gzip"),
        fields("Transfer-Encoding: gzip, chunked"), fields("Transfer-Encoding: chunked, gzip"),
        fields("Transfer-Encoding: chunked, chunked"), fields(coded, coded), fields(coded, "Transfer-Encoding:"),
        fields("Transfer-Encoding: chunked,"), fields("Transfer-Encoding: xchunked"), fields("Transfer-Encoding:"),
        fields("Transfer-Encoding: identity"), fields("X: " + String(repeating: "y", count: 3_000)),
        ReadingCase("coded in HTTP/1.0", ["HTTP/1.0 200 OK", coded], "0\r\n\r\n", .failure(.malformed)),
        ReadingCase(
            "many interim answers", Array(repeating: "HTTP/1.1 100 x\r\n", count: 150), "", .failure(.malformed)),
        ReadingCase("a length above the limit", [ok, "Content-Length: 101"], "", .failure(tooLarge)),
        ReadingCase(
            "a length beyond all integers", [ok, "Content-Length: 99999999999999999999"], "", .failure(tooLarge)),
        ReadingCase("gzip", [ok, five, "Content-Encoding: gzip"], "hello", .failure(.encoded)),
        ReadingCase("gzip in a list", [ok, five, "Content-Encoding: identity, gzip"], "hello", .failure(.encoded)),
        ReadingCase("a status that isn't wanted", ["HTTP/1.1 500 x", "Content-Length: x"], "", .failure(.status(500))),
        chunks("zz\r\n"), chunks("-5\r\n"), chunks("+5\r\nhello"), chunks("0x5\r\nhello"), chunks(" 5\r\nhello"),
        chunks("5 \r\nhello"), chunks("\r\n"), chunks(";a\r\n"), chunks("5;\r\n"), chunks("5\nhello"),
        chunks("5\r\nhellohello"), chunks("5\r\nhello\n0"), chunks("5\r\nhello0\r\n"), chunks("5\r\nhello\r\nzz\r\n"),
        chunks("0\r\nno field\r\n"), chunks("0\r\n X: y\r\n"), chunks("0\r\nX: y\n"),
        chunks("0\r\nX: " + String(repeating: "y", count: 10_000)), chunks("65\r\n", tooLarge),
        chunks("5\r\nhello\r\n60\r\n", tooLarge), chunks("ffffffffffffffffffff\r\n", tooLarge),
    ]
}

@Suite("What libevent gets to read of answers")
struct ResponseReaderTests {
    static let maximumBody = 100

    /// Feeds a reader in pieces, passing on a plain body as libevent would get it.
    private func read(
        _ bytes: [UInt8], by reader: inout ResponseReader, inPiecesOf size: Int
    ) throws(FetchError) -> String {
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var input = rest.prefix(size)
            rest = rest.dropFirst(size)
            if !reader.isInPlainBody {
                try reader.read(&input, to: &output, headLimit: 2_000) { head throws(FetchError) in
                    if head.status == 500 { throw .status(500) }
                    return Self.maximumBody
                }
            }
            #expect(input.isEmpty || reader.isInPlainBody, "what is kept would be read twice")
            output += input
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// What cases leave out of what is for libevent.
    private func shortened(_ output: String) -> String {
        let head = "HTTP/1.1 200 \r\nConnection: close\r\n"
        let coded = head + "Transfer-Encoding: chunked\r\n\r\n"
        if output.hasPrefix(coded), output.hasSuffix("0\r\n\r\n") {
            let parts = output.dropFirst(coded.count).split(separator: "\r\n", omittingEmptySubsequences: false)
            return "chunked: " + parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }.joined()
        }
        if output.hasPrefix(head) { return String(output.dropFirst(head.count)) }
        return output.replacing("HTTP/1.1 ", with: "", maxReplacements: 1)
            .replacing("\r\nConnection: close\r\n", with: "", maxReplacements: 1)
    }

    @Test(arguments: ReadingCase.read, [1, 7, .max])
    func `an answer is written anew, however it is cut`(answer: ReadingCase, size: Int) throws {
        var reader = ResponseReader(answering: .get)
        let output = try read(answer.bytes, by: &reader, inPiecesOf: size)
        #expect(Result.success(shortened(output)) == answer.outcome)
        #expect(reader.head != nil)
    }

    @Test(arguments: ReadingCase.refused, [1, 7, .max])
    func `what is not HTTP's grammar, or not wanted, is refused`(answer: ReadingCase, size: Int) {
        var reader = ResponseReader(answering: .get)
        #expect(
            answer.outcome
                == Result { () throws(FetchError) in
                    try read(answer.bytes, by: &reader, inPiecesOf: size)
                })
        // Nothing that follows is read.
        var (input, output) = (answer.bytes[...], [UInt8]())
        #expect(throws: Never.self) { try reader.read(&input, to: &output, headLimit: 2_000) { _ in 100 } }
        #expect(input.isEmpty && output.isEmpty)
    }

    @Test(
        arguments: [
            "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ], [1, 7, .max])
    func `libevent gets nothing before the final head is whole`(bytes: String, size: Int) throws {
        var reader = ResponseReader(answering: .get)
        #expect(try read(Array(bytes.utf8), by: &reader, inPiecesOf: size).isEmpty)
        #expect(reader.head == nil)
    }

    @Test func `HEAD is answered by a head alone`() throws {
        for framing in ["Content-Length: 500", "Transfer-Encoding: chunked", "X: y", "Content-Encoding: gzip"] {
            var reader = ResponseReader(answering: .head)
            let output = try read(
                Array("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\nhello".utf8), by: &reader, inPiecesOf: .max)
            #expect(shortened(output) == "Content-Length: 0\r\n\r\n")
        }
    }

    @Test(arguments: ["\u{16}\u{3}\u{1}", "220 mail", "<html>", "["])
    func `what doesn't begin as HTTP is not waited for`(bytes: String) {
        var reader = ResponseReader(answering: .get)
        #expect(throws: FetchError.malformed) { try read(Array(bytes.utf8), by: &reader, inPiecesOf: .max) }
    }

    @Test func `the final head can be asked, also of an answer that isn't wanted`() throws {
        let bytes = "HTTP/1.1 103 x\r\nLocation: /a\r\n\r\nHTTP/1.1 500 x\r\nLocation: /b\r\n c\r\nX: y\r\n\r\n"
        var reader = ResponseReader(answering: .get)
        #expect(throws: FetchError.status(500)) { try read(Array(bytes.utf8), by: &reader, inPiecesOf: .max) }
        let head = try #require(reader.head)
        #expect(head.status == 500)
        #expect(Array(head.headers) == [Header("Location", "/b c"), Header("X", "y")])
    }

    @Test func `all heads together are limited`() throws {
        let interim = "HTTP/1.1 100 \r\n\r\n"
        let bytes = Array((interim + "HTTP/1.1 200 \r\n\r\n").utf8)
        for (limit, isTaken) in [(bytes.count, true), (bytes.count - 1, false)] {
            var reader = ResponseReader(answering: .get)
            var (input, output) = (bytes[...], [UInt8]())
            if isTaken {
                try reader.read(&input, to: &output, headLimit: limit) { _ in 100 }
                #expect(reader.head?.status == 200)
            } else {
                #expect(throws: FetchError.malformed) {
                    try reader.read(&input, to: &output, headLimit: limit) { _ in 100 }
                }
            }
        }
    }
}
