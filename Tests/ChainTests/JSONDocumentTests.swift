import Testing

@testable import Chain
import Wording

@Suite struct `A JSON text` {
    typealias Reason = JSONError.Reason

    @Test(arguments: [
        ("", 0, Reason.unexpectedEnd), ("  ", 2, .unexpectedEnd), ("[", 1, .unexpectedEnd),
        ("[1", 2, .unexpectedEnd),
        ("[1,", 3, .unexpectedEnd), ("{", 1, .unexpectedEnd), ("{\"a\"", 4, .unexpectedEnd),
        ("{\"a\":", 5, .unexpectedEnd), ("\"abc", 4, .unexpectedEnd), ("\"\\", 2, .unexpectedEnd),
        ("tru", 3, .unexpectedEnd), ("-", 1, .unexpectedEnd), ("1.", 2, .unexpectedEnd),
        ("1e+", 3, .unexpectedEnd),
        ("]", 0, .expectedValue), ("[1,]", 3, .expectedValue), ("[,1]", 1, .expectedValue),
        ("+1", 0, .expectedValue),
        (".5", 0, .expectedValue), ("trux", 0, .expectedValue), ("{\"a\":}", 5, .expectedValue),
        ("'a'", 0, .expectedValue),
        ("{a:1}", 1, .expectedKey), ("{1:1}", 1, .expectedKey), ("{\"a\":1,}", 7, .expectedKey),
        ("{,}", 1, .expectedKey), ("{\"a\" 1}", 5, .expectedColon), ("{\"a\",1}", 4, .expectedColon),
        ("[1 2]", 3, .expectedCommaOrEnd), ("[1}", 2, .expectedCommaOrEnd),
        ("{\"a\":1]", 6, .expectedCommaOrEnd),
        ("[01]", 2, .expectedCommaOrEnd), ("[1.]", 3, .incompleteNumber), ("[1.e5]", 3, .incompleteNumber),
        ("[-]", 2, .incompleteNumber), ("[1e]", 3, .incompleteNumber), ("[-a]", 2, .incompleteNumber),
        ("1 1", 2, .textAfterValue), ("01", 1, .textAfterValue), ("{}}", 2, .textAfterValue),
        ("1//", 1, .textAfterValue),
        ("NaN", 0, .notFinite), ("[Infinity]", 1, .notFinite), ("[-Infinity]", 1, .notFinite),
        ("1e309", 0, .numberTooLarge), ("-1.8e308", 0, .numberTooLarge),
        ("[1e999999999999]", 1, .numberTooLarge),
        (#"["\x"]"#, 2, .invalidEscape), (#"["\u12"]"#, 2, .invalidEscape),
        (#"["\u12G4"]"#, 2, .invalidEscape),
        (#"["\ud83d\u12"]"#, 8, .invalidEscape), (#"["\U0041"]"#, 2, .invalidEscape),
        (#"["\u+123"]"#, 2, .invalidEscape),
        ("\"a\nb\"", 2, .controlCharacter(0x0A)), ("[\"\u{0}\"]", 2, .controlCharacter(0)),
        ("\u{FEFF}1", 0, .byteOrderMark), ("[\u{A0}1]", 1, .expectedValue),
        ("[1\u{C}]", 2, .expectedCommaOrEnd),
        ("[1,\u{0}]", 3, .expectedValue),
    ])
    func `is refused where it breaks a rule`(text: String, offset: Int, reason: Reason) {
        #expect(refusal(text) == JSONError(offset: offset, reason: reason))
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2],
            [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xE1, 0x80, 0xC0], [0xE2, 0x28, 0xA1],
            [0xED, 0xA0, 0x80],
            [0xED, 0xAF, 0xBF], [0xED, 0xB0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x80, 0x41], [0xF0, 0x90, 0x41, 0x80],
            [0xF0, 0x90, 0xC0, 0x80], [0xF0, 0x90, 0x80, 0xFF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE],
            [0xFF],
        ] as [[UInt8]])
    func `is refused when a string is not UTF-8`(sequence: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let expected = JSONError(offset: 2, reason: .invalidUTF8)
        #expect(refusal([quote, 0x61] + sequence + [quote]) == expected)
        // The same as a key, after an escape, and at the very end.
        #expect(refusal(Array(#"{"a\n"#.utf8) + sequence + Array(#"":1}"#.utf8))?.reason == .invalidUTF8)
        #expect(refusal([quote, 0x61] + sequence) == expected)
    }

    @Test(
        arguments: [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
            [0xEF, 0xBB, 0xBF],
            [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        ] as [[UInt8]])
    func `may hold every valid length of UTF-8`(sequence: [UInt8]) {
        #expect(refusal([UInt8(ascii: "\"")] + sequence + [UInt8(ascii: "\"")]) == nil)
    }

    @Test func `escapes the 32 control characters, and need not escape DEL`() {
        let quote = UInt8(ascii: "\"")
        for byte in 0..<0x20 as Range<UInt8> {
            let expected = JSONError(offset: 2, reason: .controlCharacter(byte))
            #expect(refusal([quote, 0x61, byte, quote]) == expected)
            // After an escape, different code reads strings.
            #expect(refusal(Array("\"\\n".utf8) + [byte, quote])?.reason == .controlCharacter(byte))
        }
        #expect(refusal([quote, 0x7F, quote]) == nil)
    }

    @Test func `may have integers of 4300 digits and no longer`() throws {
        let longest = String(repeating: "9", count: 4_300)
        #expect(try canonical(longest) == longest)
        #expect(try canonical("-" + longest) == "-" + longest)
        #expect(refusal("[-9\(longest)]") == JSONError(offset: 1, reason: .tooManyDigits))
        // Doubles have no such limit.
        #expect(try canonical("0.\(longest)9") == "1.0")
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func `may nest 1000 levels and no deeper`(open: String, close: String) throws {
        func nested(_ levels: Int, _ core: String) -> String {
            String(repeating: open, count: levels) + core + String(repeating: close, count: levels)
        }
        #expect(refusal(nested(1_000, "0")) == nil)
        #expect(refusal(nested(999, "[]")) == nil)
        #expect(refusal(nested(1_000, "[]")) == JSONError(offset: 1_000 * open.utf8.count, reason: .tooDeep))
        #expect(refusal(nested(1_000, "{}"))?.reason == .tooDeep)
        // Closed levels don't count.
        let wide = "[" + Array(repeating: "[{}]", count: 2_000).joined(separator: ",") + "]"
        #expect(refusal(wide) == nil)
    }

    @Test func `may be part of an array`() throws {
        let bytes = Array("xx[1]yy".utf8)
        #expect(try JSONDocument(parsing: bytes[2..<5]).root.canonicalText.description == "[1]")
        do throws(JSONError) {
            _ = try JSONDocument(parsing: bytes[2..<6])
            Issue.record("accepted")
        } catch {
            #expect(error == JSONError(offset: 3, reason: .textAfterValue))
        }
    }

    @Test(arguments: [
        (
            JSONError(offset: 17, reason: .controlCharacter(0)),
            #"byte 17: a control character inside a string; escape it as \u0000"#
        ),
        (
            JSONError(offset: 0, reason: .controlCharacter(0x1F)),
            #"byte 0: a control character inside a string; escape it as \u001f"#
        ),
        (JSONError(offset: 1_000, reason: .tooDeep), "byte 1000: nested deeper than 1000"),
        (JSONError(offset: 3, reason: .tooManyDigits), "byte 3: an integer of more than 4300 digits"),
    ])
    func `is refused with a sentence`(error: JSONError, sentence: String) {
        #expect(error.description == sentence)
    }
}

@Suite struct `A hostile JSON text` {
    @Test(arguments: ["[", "{\"a\":", "[{\"a\":", "[[],"])
    func `of a mebibyte of brackets is refused at level 1001`(bracket: String) {
        let text = String(repeating: bracket, count: (1 << 20) / bracket.utf8.count)
        #expect(refusal(text)?.reason == .tooDeep)
    }

    @Test func `of a megabyte of digits is a double or refused`() throws {
        let digits = String(repeating: "7", count: 1_000_000)
        #expect(refusal(digits)?.reason == .tooManyDigits)
        #expect(refusal(digits + ".5")?.reason == .numberTooLarge)
        #expect(refusal("1e" + digits)?.reason == .numberTooLarge)
        #expect(try canonical("1e-" + digits) == "0.0")
        #expect(try canonical("1." + digits) == "1.7777777777777777")
        #expect(try canonical("0.\(String(repeating: "0", count: 1_000_000))1e1000001") == "1.0")
    }

    @Test func `of a hundred thousand equal keys keeps the last value`() throws {
        let members = (0..<100_000).map { "\"key\":\($0)" }
        #expect(try canonical("{\(members.joined(separator: ","))}") == #"{"key": 99999}"#)
    }

    @Test func `of a hundred thousand keys in the wrong order is sorted`() throws {
        let keys = (100_000..<200_000).reversed()
        let value = try parse("{\(keys.map { "\"\($0)\":[\($0)]" }.joined(separator: ","))}")
        for key in [100_000, 123_456, 199_999] {
            #expect(value["\(key)"]?.elements?.first?.integer == key)
        }
        #expect(value["99999"] == nil)
        #expect(value["200000"] == nil)
        let start = value.canonicalText.bytes.prefix(38)
        #expect(String(decoding: start, as: UTF8.self) == #"{"100000": [100000], "100001": [100001"#)
    }

    @Test func `that is wide at every level is written in one go`() throws {
        let text = String(repeating: "[0,", count: 999) + "[" + String(repeating: "]", count: 1_000)
        let expected = text.replacing(",", with: ", ")
        #expect(try canonical(text) == expected)
    }

    @Test func `of any single byte, or two, never traps`() {
        for first in UInt8.min...UInt8.max {
            _ = refusal([first])
            for second in UInt8.min...UInt8.max {
                _ = refusal([first, second])
                _ = refusal([UInt8(ascii: "\""), first, second])
            }
        }
    }
}
