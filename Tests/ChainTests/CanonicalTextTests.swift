import Testing

@testable import Chain

@Suite struct `Canonical text` {
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"), (100.0, "100.0"),
        (0.0001, "0.0001"), (0.00012345, "0.00012345"), (0.00001, "1e-05"), (0.000012345, "1.2345e-05"),
        (9_007_199_254_740_992, "9007199254740992.0"), (9_007_199_254_740_994, "9007199254740994.0"),
        (9_999_999_999_999_998, "9999999999999998.0"), (1e15, "1000000000000000.0"), (1e16, "1e+16"),
        (12_345_678_901_234_567_168, "1.2345678901234567e+19"), (1.5e300, "1.5e+300"), (1e100, "1e+100"),
        (1e-100, "1e-100"), (Double.leastNonzeroMagnitude * 10_120, "5e-320"),
        (Double.leastNonzeroMagnitude, "5e-324"),
        (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        (1_506_057_125.900785, "1506057125.900785"),
    ])
    func `lays doubles out as Python's repr does`(value: Double, text: String) {
        #expect(CanonicalText.double(value).description == text)
    }

    @Test(arguments: [
        ("1.0", "1.0"), ("1e0", "1.0"), ("1E5", "100000.0"), ("-0.0", "-0.0"), ("-0", "0"), ("-0e0", "-0.0"),
        ("0", "0"), ("-12", "-12"), ("1e16", "1e+16"), ("10000000000000000", "10000000000000000"),
        ("123456789012345678901234567890", "123456789012345678901234567890"), ("1e-400", "0.0"),
        ("2.5e-5", "2.5e-05"), ("0.30000000000000004", "0.30000000000000004"),
    ])
    func `keeps integers digit by digit and makes doubles of all other numbers`(input: String, text: String)
        throws
    {
        #expect(try canonical(input) == text)
    }

    @Test(arguments: [
        (#""/""#, #""/""#), (#""\/""#, #""/""#), ("\"\u{7F}\"", #""\u007f""#),
        (#""\b\f\n\r\t\"\\""#, #""\b\f\n\r\t\"\\""#),
        (#""\u0000\u001F""#, #""\u0000\u001f""#), (#""\u0008\u000C\u000a""#, #""\b\f\n""#),
        ("\"é\"", #""\u00e9""#),
        ("\"\u{FFFF}\u{10000}\"", #""\uffff\ud800\udc00""#), ("\"😀\"", #""\ud83d\ude00""#),
        (#""\uD83D\uDE00""#, #""\ud83d\ude00""#), (#""\ud83d""#, #""\ud83d""#),
        (#""\ude00\ud83d""#, #""\ude00\ud83d""#),
        (#""\ud83d\ud83d\ude00""#, #""\ud83d\ud83d\ude00""#), (#""\ud83dx\ude00""#, #""\ud83dx\ude00""#),
        (#""\ud83d\n""#, #""\ud83d\n""#), (#""\u0041 ~""#, #""A ~""#), ("\"\u{2028}\"", #""\u2028""#),
    ])
    func `escapes all but printable ASCII`(input: String, text: String) throws {
        #expect(try canonical(input) == text)
        // Escaped and unescaped characters mean the same.
        #expect(try canonical(text) == text)
    }

    @Test func `has one space after commas and colons and none elsewhere`() throws {
        #expect(
            try canonical("\r\n\t {\"b\":[1 ,2,\n[ ] ,{ }],\t\"a\"\r:null} ")
                == #"{"a": null, "b": [1, 2, [], {}]}"#)
    }

    @Test(arguments: [
        (#"{"b":1,"a":2,"c":3}"#, #"{"a": 2, "b": 1, "c": 3}"#),
        (#"{"a":1,"A":2,"":3,"aa":4,"~":5}"#, #"{"": 3, "A": 2, "a": 1, "aa": 4, "~": 5}"#),
        // Sorted by the keys' meaning, not by their spelling.
        (#"{"\u0062":1,"a":2}"#, #"{"a": 2, "b": 1}"#),
        (#"{"\n":1,"Z":2}"#, #"{"\n": 1, "Z": 2}"#),
        (#"{"é":1,"z":2}"#, #"{"z": 2, "\u00e9": 1}"#),
        // U+FFFF sorts before U+10000, though its escape sorts after the first escape of the pair.
        (#"{"\ud800\udc00":1,"\uffff":2,"\udfff":3}"#, #"{"\udfff": 3, "\uffff": 2, "\ud800\udc00": 1}"#),
    ])
    func `sorts keys by code point`(input: String, text: String) throws {
        #expect(try canonical(input) == text)
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, #"{"a": 2}"#), (#"{"a":1,"b":0,"\u0061":[{}]}"#, #"{"a": [{}], "b": 0}"#),
        (#"{"b":1,"a":{"c":1},"b":2,"a":3}"#, #"{"a": 3, "b": 2}"#),
    ])
    func `keeps a repeated key's last value`(input: String, text: String) throws {
        #expect(try canonical(input) == text)
    }

    @Test func `of a part is the part of the canonical text`() throws {
        let value = try parse(#"{"a": [0, {"y": "\u00e9", "x": [1.0, []]}], "b": 2}"#)
        #expect(value["a"]?.elements?[1].canonicalText.description == #"{"x": [1.0, []], "y": "\u00e9"}"#)
        #expect(value["b"]?.canonicalText == .integer(2))
    }

    @Test func `is built from values as it is parsed`() throws {
        let built = CanonicalText.object([
            "z": .array([.null, .boolean(true), .boolean(false), .array([])]),
            "é": .double(1e22),
            "\u{FFFF}": .integer(UInt64.max),
            "😀": .string("a\"\\\n\u{7F}😀"),
            "": .object([:]),
        ])
        #expect(
            built.description == #"""
                {"": {}, "z": [null, true, false, []], "\u00e9": 1e+22, \#
                "\uffff": 18446744073709551615, "\ud83d\ude00": "a\"\\\n\u007f\ud83d\ude00"}
                """#)
        #expect(try JSONDocument(parsing: built.bytes).root.canonicalText == built)
    }

    @Test func `takes no more memory than it needs, however it came`() throws {
        let compact = "[" + Array(repeating: "[]", count: 10_000).joined(separator: ",") + "]"
        for text in [compact, "[ \(String(repeating: " ", count: 50_000))]", #"{"a":1}"#] {
            let bytes = try parse(text).canonicalText.bytes
            #expect(bytes.capacity <= bytes.count + bytes.count / 4 + 128)
        }
        // A small text inside a large array doesn't get memory for all of it.
        let large = Array(String(repeating: " ", count: 100_000).utf8) + Array("[1]".utf8)
        let document = try JSONDocument(parsing: large, in: 100_000..<100_003)
        #expect(document.root.canonicalText.bytes.capacity < 200)
    }
}
