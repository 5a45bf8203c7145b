internal import NodeClient
internal import Testing

@Suite("Server-sent events")
struct EventStreamParserTests {
    private func events(_ text: String) throws -> [String] {
        var parser = EventStreamParser()
        return try parser.read(Array(text.utf8)).map(Self.text)
    }

    private static func text(_ event: ServerSentEvent) -> String {
        "\(event.name)|\(String(decoding: event.data, as: UTF8.self))"
    }

    @Test(arguments: [
        ("data: a\n\n", ["message|a"]),
        ("event: block\ndata: {}\nid: 7\n\n", ["block|{}"]),
        ("data: a\ndata: b\n\n", ["message|a\nb"]),
        ("data:a\n\ndata:  b\n\n", ["message|a", "message| b"]),
        ("data\n\n", ["message|"]), ("data:\n\n", ["message|"]), ("data\ndata\n\n", ["message|\n"]),
        (": a comment\n\ndata: a\n\n", ["message|a"]), (": in the middle\ndata: a\n: and again\n\n", ["message|a"]),
        ("event: lost\n\ndata: a\n\n", ["message|a"]),
        ("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", ["message|a", "message|b", "message|c"]),
        ("id: a\u{0}b\ndata: a\n\n", ["message|a"]),
        ("retry: 2000\n\nother: x\ndata: a\n\n", ["message|a"]), ("Data: a\n\n", []), (" data: a\n\n", []),
        ("\u{FEFF}data: a\n\n", ["message|a"]), ("\u{FEFF}\u{FEFF}data: a\n\n", []),
        ("data: \u{FEFF}ä\n\n", ["message|\u{FEFF}ä"]),
        ("data: a\n", []), ("data: a", []), ("", []), ("\n\n\n", []),
    ])
    func `are read as the standard says`(stream: String, expected: [String]) throws {
        #expect(try events(stream) == expected)
    }

    private static let stream =
        "\u{FEFF}retry: 2000\n\nid: 1\nevent: status\ndata: {\"a\": 1}\n\n: still here\n\ndata: ä\ndata\nid:2\n\n"
        + "\nevent: x\ndata: last\n\n"
    private static let all = ["status|{\"a\": 1}", "message|ä\n", "x|last"]

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `come out the same wherever the stream is cut in two, whatever ends its lines`(lineEnd: String) throws {
        let bytes = Array(
            Self.stream.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: lineEnd).utf8)
        for position in 0...bytes.count {
            var parser = EventStreamParser()
            let events = try parser.read(Array(bytes[..<position])) + parser.read(Array(bytes[position...]))
            #expect(events.map(Self.text) == Self.all, "cut at \(position)")
        }
        var parser = EventStreamParser()
        #expect(try bytes.flatMap { try parser.read([$0]) }.map(Self.text) == Self.all)
    }

    @Test func `an event comes out with the line end that ends it, be the line feed behind it or not`() throws {
        var parser = EventStreamParser()
        #expect(try parser.read(Array("data: a\r\n\r".utf8)).count == 1)
        #expect(try parser.read(Array("\ndata: b\n\n".utf8)).map(Self.text) == ["message|b"])
    }

    @Test(arguments: ["data: ", "", ": ", "event: "])
    func `one that is too long is refused, in one line or in many`(prefix: String) throws {
        let line = prefix + String(repeating: "x", count: EventStreamParser.maximumEventBytes - prefix.utf8.count)
        var parser = EventStreamParser()
        _ = try parser.read(Array("\(line)\n\n".utf8))
        _ = try parser.read(Array("\(line)\n\n".utf8))
        _ = try parser.read(Array("\(line)\n".utf8))
        #expect(throws: EventStreamError.self) { try parser.read(Array("x".utf8)) }
    }

    @Test func `many that are short may follow each other for ever`() throws {
        var parser = EventStreamParser()
        let piece = Array("data: \(String(repeating: "x", count: 1_000))\n\n: still here\n\n".utf8)
        for _ in 0..<3_000 { #expect(try parser.read(piece).count == 1) }
    }
}
