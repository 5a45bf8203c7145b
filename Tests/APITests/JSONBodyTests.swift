internal import API
internal import Chain
internal import Testing
internal import Wording

@Suite("The bodies of requests")
struct JSONBodyTests {
    private func error(_ body: [UInt8]) -> JSONBodyError? {
        #expect(throws: JSONBodyError.self) { try JSONBody.value(of: body) }
    }

    private func bytes<Unit: FixedWidthInteger>(_ units: some Sequence<Unit>, isBigEndian: Bool) -> [UInt8] {
        units.flatMap { unit in
            withUnsafeBytes(of: isBigEndian ? unit.bigEndian : unit.littleEndian) { Array($0) }
        }
    }

    @Test(arguments: ["{}", "[]", #"{"a": "é張😀"}"#, "1", "12", "true", " {}"], [true, false])
    func `a text is the same in every encoding`(text: String, isBigEndian: Bool) throws {
        let expected = try JSONDocument(parsing: Array(text.utf8)).root.canonicalText
        let utf32 = bytes(text.unicodeScalars.map(\.value), isBigEndian: isBigEndian)
        let encoded = [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), bytes(text.utf16, isBigEndian: isBigEndian),
            bytes([0xFEFF] + text.utf16, isBigEndian: isBigEndian), utf32,
            bytes([0xFEFF] as [UInt32], isBigEndian: isBigEndian) + utf32,
        ]
        for body in encoded { #expect(try JSONBody.value(of: body).canonicalText == expected) }
    }

    @Test(arguments: [
        // Odd, a lone surrogate, beyond Unicode, and cut off.
        ([0xFF, 0xFE, 0x7B], TextEncoding.utf16), ([0x22, 0, 0, 0xD8, 0x22, 0], .utf16),
        ([0xFF, 0xFE, 0, 0, 0, 0, 0x11, 0], .utf32), ([0x7B, 0, 0, 0, 0x7D], .utf32),
    ])
    func `what only begins like an encoding is refused`(body: [UInt8], encoding: TextEncoding) {
        #expect(error(body)?.syntax?.reason == .invalidEncoding(encoding))
        #expect(error(body)?.description.contains(encoding.rawValue) == true)
    }

    @Test func `a second byte order mark is none`() {
        #expect(error([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31])?.syntax?.reason == .byteOrderMark)
    }

    @Test(
        arguments: [
            ("", .empty), ("\n", .empty), ("--x\r\ny", .multipartForm), ("a=", .urlEncodedForm),
            ("a.b[0]=c", .urlEncodedForm),
            ("%7b%7d", .percentEncoded), ("%5B1%5D", .percentEncoded), ("'{}'", .shellQuotes),
            (#"{\"a\": 1}"#, .shellBackslashes), ("{a: 1}", .quotesMissing), ("[a]", .quotesMissing),
            (#"{"a": 1, b: 2}"#, .quotesMissing), (#"{"a": 'b'}"#, .singleQuotes), ("{“a”: 1}", .curlyQuotes),
            ("[object Object]", .javaScriptObject), ("@a.json", .fileName), ("<html>", .markup),
            (#"{"a": True}"#, .pythonConstant), ("[1, ]", .trailingComma), ("[1 /* one */]", .comment),
            (#""{\"a\": 1}""#, .encodedTwice), (#""[1]""#, .encodedTwice), ("{", .bracketAlone), ("[", .bracketAlone),
            ("{ ", .unfinished), ("[1, 2", .unfinished), (#"{"a": 05}"#, .number), ("--", .number), ("{} {}", .goesOn),
            (#""\"[1]\"""#, .encodedTwice),
        ] as [(String, JSONMistake)])
    func `a mistake is told from others`(text: String, mistake: JSONMistake) {
        #expect(error(Array(text.utf8))?.mistake == mistake, "\(text)")
    }

    @Test(arguments: [#"{"a" 1}"#, "-", "1 2", "x", "{]", "nul", "+5", "= "])
    func `what is none of them is told with its place`(text: String) {
        let error = error(Array(text.utf8))
        #expect(error?.mistake == nil, "\(text)")
        #expect(error?.description.hasPrefix("The body is not JSON: byte ") == true)
    }

    @Test(arguments: [#""a""#, #""{""#, #""{a}""#, #""""#])
    func `a string that contains no JSON is a string`(text: String) throws {
        #expect(try JSONBody.value(of: Array(text.utf8)).kind == .string)
    }

    @Test func `every mistake has advice of its own`() {
        let sentences = JSONMistake.allCases.map(\.description)
        #expect(Set(sentences).count == sentences.count)
        #expect(sentences.allSatisfy { $0.hasSuffix(".") && $0.contains(" ") })
    }
}
