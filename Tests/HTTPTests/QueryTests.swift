internal import HTTP
internal import Testing
internal import Wording

@Suite("The query")
struct QueryTests {
    @Test(arguments: [
        ("a=b", "a", "b"), ("a=b&c=d", "a", "b"), ("a=b&c=d", "c", "d"), ("a", "a", ""), ("a=", "a", ""),
        ("a&b=c", "a", ""), ("&&a=b&&", "a", "b"), ("a=b=c", "a", "b=c"), ("a==", "a", "="),
        ("a=b?c/d;e", "a", "b?c/d;e"),
        ("=", "", ""), ("=b", "", "b"), ("==", "", "="), ("&=&", "", ""),
    ])
    func `names and values are told apart`(text: String, name: String, value: String) throws {
        #expect(try Query(text)[name] == value)
    }

    @Test(arguments: [
        ("a=+", " "), ("a=b+c", "b c"), ("a=%2B", "+"), ("a=%2b+%2b", "+ +"), ("a=%20", " "), ("%61=b", "b"),
        ("a%3Db=c&a=d", "d"),
        ("a=%26b=c", "&b=c"), ("a=%25", "%"), ("a=%2541", "%41"), ("a=%C3%A9", "é"), ("a=é", "é"),
        ("a=%F0%9f%98%80", "😀"), ("a=%00", "\u{0}"), ("a=b%00c", "b\u{0}c"), ("a=%0D%0A", "\r\n"), ("a=%2F", "/"),
        ("a=%EF%BB%BFb", "\u{FEFF}b"), ("a=%ED%9F%BF%EE%80%80", "\u{D7FF}\u{E000}"),
    ])
    func `escapes and pluses are decoded once`(text: String, value: String) throws {
        let actual = try Query(text)["a"]
        #expect(actual.map { Array($0.utf8) } == Array(value.utf8))
    }

    @Test(arguments: [nil, "", "&", "&&&", "b=c", "A=b", "aa=b", "=a", "%2561=b"])
    func `a name that is not given has no value`(text: String?) throws {
        let query = try Query(text)
        #expect(try query["a"] == nil)
        #expect(try query.integer("a", in: 0...9) == nil)
    }

    @Test func `no query at all has not even the empty name`() throws {
        #expect(try Query(nil)[""] == nil)
        #expect(try Query("&&")[""] == nil)
    }

    @Test(arguments: [
        "%", "%%", "a=%", "a=%4", "a=%zz", "a=%4g", "a=%g4", "a=%%41", "a=% 41", "a=%+1", "a=%2+", "a=%-1", "a=%4é",
        "%=b", "%zz=b", "a=%4%31", "%%%%%%",
        // Overlong: a slash in two bytes and in three, zero in two.
        "a=%C0%AF", "a=%E0%80%AF", "a=%C0%80",
        // Surrogates, cut off, beyond Unicode, a stray continuation, Latin-1.
        "a=%ED%A0%80", "a=%ED%A0%BD%ED%B8%80", "a=%C3", "a=%F0%9F%98", "a=%F4%90%80%80", "a=%80", "a=%E9", "a=%FF",
        "%FF",
        // A character must not be assembled across the separators.
        "%C3=%A9",
    ])
    func `what is not well encoded is refused in words, wherever it stands`(part: String) {
        let error = QueryError.notEncoded(part)
        for text in [part, "x=1&\(part)", "\(part)&x=1", "x&\(part)&&x"] {
            #expect(throws: error, "\(text)") { try Query(text) }
        }
        #expect(error.description == "The query's \"\(part)\" is not well percent-encoded UTF-8.")
    }

    @Test(arguments: ["a=1&a=2", "a=1&a=1", "a&a", "a=1&b=2&%61=3", "a&&&a=", "a=1&a=2&a=3"])
    func `a name given twice is refused when it is asked for`(text: String) throws {
        let query = try Query("x=7&\(text)")
        #expect(throws: QueryError.repeated("a")) { try query["a"] }
        #expect(throws: QueryError.repeated("a")) { try query.integer("a", in: 0...9) }
        #expect(try query["x"] == "7")
        #expect(try query["c"] == nil)
        #expect(QueryError.repeated("a").description == "The query gives \"a\" more than once.")
    }

    @Test func `names that only look alike are two`() throws {
        // To Swift, é as one scalar and as two are equal, and so are K and the Kelvin sign.
        let query = try Query("%C3%A9=one&e%CC%81=two&K=k&%E2%84%AA=kelvin&a=1&a%00=2&A=3")
        #expect(try query["\u{E9}"] == "one")
        #expect(try query["e\u{301}"] == "two")
        #expect(try query["K"] == "k")
        #expect(try query["\u{212A}"] == "kelvin")
        #expect(try query["a"] == "1")
        #expect(try query["a\u{0}"] == "2")
        #expect(try query["A"] == "3")
    }

    @Test(arguments: ["e%CC%81", "%C3%A9", "%CC%81"])
    func `values keep their bytes`(value: String) throws {
        // The accent combines with the separator before it: to Swift, they are one character.
        let accent = try #require(try Query("a=\(value)")["a"])
        #expect(
            accent.utf8.map { $0 < 0x80 ? String(Unicode.Scalar($0)) : "%" + String($0, radix: 16).uppercased() }
                .joined() == value)
        #expect(try Query("x&a=\u{301}&\u{301}=y")["a"].map { Array($0.utf8) } == [0xCC, 0x81])
    }

    @Test func `a query of many parts is read in full`() throws {
        let count = 20_000
        let many = (0..<count).map { "n\($0)=\($0)" }.joined(separator: "&")
        #expect(try Query(many).integer("n\(count - 1)", in: 0...count) == count - 1)
        let same = try Query(String(repeating: "a=1&", count: count) + "b=2")
        #expect(throws: QueryError.repeated("a")) { try same["a"] }
        #expect(try same["b"] == "2")
        #expect(try Query(String(repeating: "&", count: count))["a"] == nil)
        #expect(try Query(String(repeating: "=", count: count))[""]?.utf8.count == count - 1)
        #expect(throws: QueryError.self) { try Query(String(repeating: "%", count: count)) }
    }
}

@Suite("Integers in the query")
struct QueryIntegerTests {
    @Test(arguments: [
        ("1", 1), ("1000", 1000), ("007", 7), ("%37", 7), ("-5", -5), ("0", 0), ("-0", 0),
        (String(repeating: "0", count: 1000) + "9", 9),
    ])
    func `digits are a number`(value: String, expected: Int) throws {
        #expect(try Query("limit=\(value)").integer("limit", in: -5...1000) == expected)
    }

    @Test(arguments: [(Int.min, "-9223372036854775808"), (Int.max, "9223372036854775807")])
    func `the range may be all there is`(expected: Int, value: String) throws {
        let query = try Query("n=\(value)&above=9223372036854775808&below=-9223372036854775809")
        #expect(try query.integer("n", in: .min ... .max) == expected)
        #expect(throws: QueryError.self) { try query.integer("above", in: .min ... .max) }
        #expect(throws: QueryError.self) { try query.integer("below", in: .min ... .max) }
    }

    @Test(arguments: [
        ("", ""), ("=", ""), ("=0", "0"), ("=1001", "1001"), ("=-1", "-1"), ("=abc", "abc"), ("=%2B5", "+5"),
        ("=+5", " 5"),
        ("=5+", "5 "), ("=0x10", "0x10"), ("=1e2", "1e2"), ("=1.0", "1.0"), ("=1_0", "1_0"), ("=1,000", "1,000"),
        ("=5%00", "5\u{0}"), ("=%D9%A5", "٥"), ("=--5", "--5"), ("=-", "-"), ("=%CC%81", "\u{301}"),
        ("=5%CC%81", "5\u{301}"),
        ("=99999999999999999999999", "99999999999999999999999"),
    ])
    func `anything else is refused with the name, the value and what is allowed`(text: String, value: String) throws {
        let query = try Query("limit\(text)")
        let error = #expect(throws: QueryError.self) { try query.integer("limit", in: 1...1000) }
        #expect(error == .notInteger("limit", value, in: 1...1000))
        #expect(error?.description == "The query's \"limit\" is \"\(value)\", but has to be an integer from 1 to 1000.")
    }

    @Test func `what was given is shortened by scalars`() throws {
        // A single character to Swift, however long.
        let tower = "e" + String(repeating: "\u{301}", count: 5000)
        let error = #expect(throws: QueryError.self) { try Query("n=\(tower)").integer("n", in: 1...2) }
        let start = "e" + String(repeating: "\u{301}", count: 99)
        #expect(error?.description == "The query's \"n\" is \"\(start)\", but has to be an integer from 1 to 2.")
        let part = QueryError.notEncoded(String(repeating: "%", count: 5000))
        #expect(
            part.description
                == "The query's \"\(String(repeating: "%", count: 100))\" is not well percent-encoded UTF-8.")
    }
}
