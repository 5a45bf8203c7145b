internal import Testing

@testable import HTTP
import Wording

@Suite("What libevent gets to read")
struct RequestReaderTests {
    /// Feeds a reader, and returns what is for libevent and what is left.
    private func read(
        _ text: String, by reader: inout RequestReader, maximumBody: Int = 100
    ) throws(Refusal) -> (output: String, rest: String) {
        var input = Array(text.utf8)[...]
        var output: [UInt8] = []
        var recent = RecentHeads()
        try reader.read(&input, to: &output, limits: ServerLimits(), recent: &recent) { _ in maximumBody }
        return (String(decoding: output, as: UTF8.self), String(decoding: input, as: UTF8.self))
    }

    @Test func `a head is written anew, with what libevent has to know alone`() throws {
        var reader = RequestReader()
        let (output, rest) = try read("GET http://b/c?d HTTP/1.2\r\nHost:a\r\nX:\t é \r\n\r\nGET", by: &reader)
        #expect(output == "GET / HTTP/1.1\r\n\r\n")
        #expect(rest == "GET")
        #expect(reader.isWhole)
    }

    @Test func `a body of a length passes as it is`() throws {
        var reader = RequestReader()
        let (output, rest) = try read(
            "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length:\t007\r\n\r\nabc", by: &reader)
        #expect(output == "POST / HTTP/1.1\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n")
        #expect(rest == "abc")
        #expect(reader.isInPlainBody)
        reader.passBody(3)
        #expect(reader.isInPlainBody)
        reader.passBody(9)
        #expect(reader.isWhole)
    }

    @Test func `chunks are written anew`() throws {
        var reader = RequestReader()
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let (output, rest) = try read(head + "00B;x=y\r\nhello world\r\n0\r\nT: u\r\n\r\nGET", by: &reader)
        #expect(output == "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n")
        #expect(rest == "GET")
        #expect(reader.isWhole)
    }

    @Test func `empty lines count towards one head, whether it was read lately or not`() throws {
        var (reader, recent) = (RequestReader(), RecentHeads())
        let head = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var limits = ServerLimits()
        limits.headBytes = 2 * head.count
        // As of a client that ends each of its requests with an empty line.
        for _ in 1...100 {
            for text in [head, Array("\r\n".utf8)] {
                var (input, output) = (text[...], [UInt8]())
                try reader.read(&input, to: &output, limits: limits, recent: &recent) { _ in 0 }
                #expect(reader.isWhole == (text == head))
                reader.goOn()
            }
        }
        var input = Array(String(repeating: "\r\n", count: head.count - 1).utf8)[...]
        var output: [UInt8] = []
        try reader.read(&input, to: &output, limits: limits, recent: &recent) { _ in 0 }
        var known = head[...]
        #expect(throws: Refusal.self) {
            try reader.read(&known, to: &output, limits: limits, recent: &recent) { _ in 0 }
        }
    }

    @Test func `after the answer the next request is read`() throws {
        var reader = RequestReader()
        _ = try read("GET / HTTP/1.1\r\nHost: a\r\n\r\n", by: &reader)
        #expect(try read("GET", by: &reader) == ("", "GET"))
        reader.goOn()
        #expect(!reader.hasBegun)
        #expect(try read("\r\n", by: &reader) == ("", ""))
        #expect(!reader.hasBegun)
        #expect(try read("H", by: &reader) == ("", ""))
        #expect(reader.hasBegun)
    }

    @Test(arguments: ["Content-Length: 101\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n65\r\n"])
    func `a body above its limit is refused before it comes`(rest: String) {
        var reader = RequestReader()
        let refusal = #expect(throws: Refusal.self) {
            _ = try read("POST / HTTP/1.1\r\nHost: a\r\n\(rest)", by: &reader)
        }
        #expect(refusal?.status == .contentTooLarge)
        #expect(refusal?.statement.description.contains("100 bytes") == true)
        #expect(reader.isRefused)
    }
}
