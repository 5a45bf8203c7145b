internal import Testing

@testable import HTTP

@Suite("Headers")
struct HeadersTests {
    private let headers = Headers([
        Header("Host", "a"), Header("Accept", ""), Header("X-é", "Grüße"), Header("accept", "*/*"), Header("", "x"),
    ])

    @Test func `all are there, in order`() {
        #expect(
            Array(headers) == [
                Header("Host", "a"), Header("Accept", ""), Header("X-é", "Grüße"), Header("accept", "*/*"),
                Header("", "x"),
            ])
        #expect(Array(Headers()).isEmpty)
    }

    @Test func `a name is found without regard to case`() {
        #expect(headers.values(of: "accept") == ["", "*/*"])
        #expect(headers.values(of: "host") == ["a"])
        #expect(headers.values(of: "x") == [])
        #expect(headers.values(of: "hos") == [])
        #expect(headers.values(of: "hosts") == [])
        #expect(headers.count(of: "accept") == 2)
        #expect(headers.count(of: "date") == 0)
        #expect(headers.first("accept") == [])
        #expect(headers.first("host") == Array("a".utf8)[...])
        #expect(headers.first("date") == nil)
    }

    @Test func `a word is found in lists, whichever of several fields has it`() {
        let headers = Headers([
            Header("via", "a"), Header("Via", " b ,\tC,, d e"), Header("x", "f"), Header("via", ""),
        ])
        for word: StaticString in ["a", "b", "c", "d e"] { #expect(headers.lists(word, in: "via"), "\(word)") }
        for word: StaticString in ["d", "e", "f", "b ,\tc"] { #expect(!headers.lists(word, in: "via"), "\(word)") }
    }

    @Test func `only letters have two cases`() {
        let headers = Headers([Header("a@[`{", "1")])
        #expect(headers.values(of: "a@[`{") == ["1"])
        #expect(headers.values(of: "a`[`{") == [])
        #expect(headers.values(of: "a@{`{") == [])
    }
}
