internal import NodeClient
internal import Testing

@Suite("A node's address")
struct NodeURLTests {
    @Test(arguments: [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"), ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1]:5000/", "http://[::1]:5000"), ("HTTP://Node2:80", "http://node2:80"),
    ])
    func `it has one spelling`(text: String, spelling: String) throws {
        #expect(try NodeURL(text).description == spelling)
        #expect(try NodeURL(spelling) == NodeURL(text))
    }

    @Test(arguments: [
        ("https://node2:5000", "only http is spoken"), ("http://node2", "no port"), ("", "no port"),
        ("http://node2:5000/chain", "more than a host and a port"), ("http://a@node2:5000", "more than a host"),
        ("http://no de:5000", "spaces"), ("node2\r\nX: y:5000", "spaces"), ("1.2.3.256:80", "neither a name nor"),
    ])
    func `what is none is refused in a sentence that says why and what to write`(text: String, reason: String) {
        let error = #expect(throws: NodeURLError.self) { try NodeURL(text) }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.hasSuffix("Write it like http://127.0.0.1:5000.") == true)
    }

    @Test func `a long one is not repeated in full`() {
        let error = #expect(throws: NodeURLError.self) { try NodeURL(String(repeating: "x", count: 10_000)) }
        #expect((error?.description.count ?? 0) < 300)
    }

    @Test(arguments: ["1", "0", "1234567890123456789", String(repeating: "aF", count: 32)])
    func `an index or a hash names a block`(text: String) {
        #expect(RemoteNode.namesBlock(text))
    }

    @Test(arguments: ["", "-1", "1/x", "latest", "1?", "12345678901234567890", "ab", " 1", "１", "../status"])
    func `nothing else names a block`(text: String) {
        #expect(!RemoteNode.namesBlock(text))
    }
}
