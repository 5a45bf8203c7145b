import Testing

@testable import Chain

@Suite struct `A JSON value` {
    @Test func `knows its kind`() throws {
        let kinds = try parse(#"[null, true, false, 1, 1.0, "", "é", "\n", [], {}]"#).elements?.map(\.kind)
        #expect(
            kinds == [
                .null, .boolean, .boolean, .integer, .double, .string, .string, .string, .array, .object,
            ])
    }

    @Test func `finds members by key, however they are spelled`() throws {
        let value = try parse(#"{"b": 1, "\u0061": 2, "é": 3, "": 4, "\ud83d\ude00": 5, "bb": 6}"#)
        for (key, expected) in ["b": 1, "a": 2, "é": 3, "": 4, "😀": 5, "bb": 6] {
            #expect(value[key]?.integer == expected)
        }
        #expect(value["c"] == nil)
        // Keys are compared by code point: this é has two of them.
        #expect(value["e\u{301}"] == nil)
        #expect(try parse("[1]")["a"] == nil)
    }

    @Test func `gives its elements in order`() throws {
        let value = try parse("[[1, [2]], 3]")
        let elements = try #require(value.elements)
        #expect(elements.count == 2)
        #expect(elements[0].elements?[1].elements?[0].integer == 2)
        #expect(elements.map(\.canonicalText.description) == ["[1, [2]]", "3"])
        #expect(try parse("[]").elements?.isEmpty == true)
        #expect(try parse("{}").elements == nil)
    }

    @Test(arguments: [
        (#""a\nb""#, "a\nb"), (#""""#, ""), (#""\ud83d\ude00""#, "😀"), (#""é""#, "é"), (#""\ud83d""#, nil),
        ("1", nil), ("null", nil),
    ])
    func `is a string unless it holds a lone surrogate`(text: String, string: String?) throws {
        #expect(try parse(text).string == string)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("18446744073709551615", UInt64.max), ("18446744073709551616", nil), ("-1", nil),
        ("1.0", nil), ("1e3", nil), ("true", nil), (#""1""#, nil),
        ("100000000000000000000000000000000000000", nil),
    ])
    func `is an unsigned integer from 0 to 2^64-1`(text: String, integer: UInt64?) throws {
        #expect(try parse(text).unsignedInteger == integer)
    }

    @Test(arguments: [
        ("-9223372036854775808", Int.min), ("9223372036854775807", Int.max), ("9223372036854775808", nil),
        ("2.0", nil),
    ])
    func `is an integer when it fits`(text: String, integer: Int?) throws {
        #expect(try parse(text).integer == integer)
    }

    @Test(arguments: [
        ("1", true, false), ("-1", true, true), ("-0", true, false), ("-0.0", true, false),
        ("-1e-300", true, true),
        ("0.5", true, false), ("true", false, false), (#""-1""#, false, false), ("null", false, false),
    ])
    func `is a number, and below zero, or not`(text: String, isNumber: Bool, isNegative: Bool) throws {
        let value = try parse(text)
        #expect(value.isNumber == isNumber)
        #expect(value.isNegative == isNegative)
    }
}
