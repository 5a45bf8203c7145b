internal import HTTP
@testable import Node
internal import Testing
internal import Wording

@Suite("Peers' addresses")
struct PeerAddressTests {
    @Test(arguments: [
        ("http://192.168.0.5:5000", "192.168.0.5:5000"), ("192.168.0.5:5000", "192.168.0.5:5000"),
        ("http://192.168.0.5:5000/", "192.168.0.5:5000"), ("HTTP://Node2:5000", "node2:5000"),
        ("node2:5000", "node2:5000"), ("a:1", "a:1"), ("a:65535", "a:65535"), ("a:00080", "a:80"),
        ("my_node-2.example.com:80", "my_node-2.example.com:80"), ("node.:80", "node.:80"),
        ("127.0.0.1:5000", "127.0.0.1:5000"), ("[::1]:5000", "[::1]:5000"),
        ("http://[::1]:5000/", "[::1]:5000"),
        ("[0:0:0:0:0:0:0:1]:5000", "[::1]:5000"), ("[FE80::ABCD]:5000", "[fe80::abcd]:5000"),
        ("[::ffff:1.2.3.4]:5000", "[::ffff:1.2.3.4]:5000"), ("0xabc.example:80", "0xabc.example:80"),
        ("1.2.3.com:80", "1.2.3.com:80"),
    ])
    func `an address has one spelling`(text: String, spelling: String) throws {
        let address = try PeerAddress(text)
        #expect(address.description == spelling)
        #expect(try PeerAddress(address.description) == address)
        #expect(try PeerAddress("http://\(address)") == address)
    }

    @Test func `host and port come apart`() throws {
        let address = try PeerAddress("http://[::1]:5000")
        #expect(address.host == "::1")
        #expect(address.port == 5000)
        #expect(try PeerAddress("http://A.b:80") == PeerAddress("a.B:80"))
        #expect(try PeerAddress("a:80") != PeerAddress("a:81"))
    }

    @Test(arguments: [
        ("http://node2", "node2:80"), ("http://node2/", "node2:80"), ("http://node2:", "node2:80"),
        ("HTTP://192.168.0.5", "192.168.0.5:80"), ("http://[::1]", "[::1]:80"), ("http://[::1]:/", "[::1]:80"),
    ])
    func `a URL without a port means 80`(text: String, address: String) throws {
        #expect(try PeerAddress(text) == PeerAddress(address))
    }

    @Test func `no node is a peer where https is spoken`() throws {
        #expect(AllowedPeers().refusal(of: try PeerAddress("node2:443"))?.description.contains("https") == true)
        #expect(AllowedPeers().refusal(of: try PeerAddress("node2:80")) == nil)
    }

    private static let longName = String(repeating: "x", count: 254)

    @Test(
        arguments: [
            ("", .port), ("http://", .port), ("node2", .port), ("5000", .port), ("node2:", .port), ("127.0.0.1", .port),
            ("node2:0", .port), ("node2:65536", .port), ("node2:-1", .port), ("node2:+1", .port),
            ("node2:5000x", .port), ("node2:99999999999999999999", .port), ("[::1]", .port), ("http://node2:x", .port),
            ("http://5000", .host),
            ("https://node2:5000", .scheme), ("ftp://node2:5000", .scheme), ("://node2:5000", .scheme),
            ("javascript://node2:5000", .scheme),
            ("http://node2:5000/chain", .notOnlyAddress("/chain")), ("http://node2:5000//", .notOnlyAddress("/")),
            ("node2:5000?x", .notOnlyAddress("?x")), ("node2:5000#x", .notOnlyAddress("#x")),
            ("a@node2:5000", .user),
            ("http://a:b@node2:5000", .user), ("http://http://node2:5000", .notOnlyAddress("//node2:5000")),
            (" node2:5000", .hasBlanks), ("node2:5000\n", .hasBlanks), ("node2\r\nX: y:5000", .hasBlanks),
            ("nöde:5000", .notASCII), ("node2:５０００", .notASCII), ("\u{0}:5000", .hasBlanks), ("a:1,b:2", .several),
            ("http://a:1 http://b:2", .several),
            (String(repeating: "x", count: 301), .tooLong(limit: 300)),
            (":5000", .host), ("http://:5000", .host), ("::1:5000", .bracketsMissing),
            ("http://2001:db8::1", .bracketsMissing), ("[::1:5000", .host),
            ("[]:5000", .host),
            ("[1.2.3.4]:5000", .host), ("[node2]:5000", .host), ("[fe80::1%eth0]:5000", .zone),
            ("[[::1]]:5000", .host), ("1.2.3:5000", .host), ("1.2.3.4.5:5000", .host),
            ("1.2.3.256:5000", .host),
            ("010.0.0.1:5000", .host), ("0x7f.0.0.1:5000", .host), ("127.0.0.0x1:5000", .host),
            ("2130706433:5000", .host),
            ("0x7f000001:5000", .host), ("-node:5000", .host), (".node:5000", .host), (".:5000", .host),
            ("no*de:5000", .host), ("no,de:5000", .host), ("no:de:5000", .host), (longName + ":5000", .host),
        ] as [(String, OriginError.Rule)])
    func `what is no address is refused in words`(text: String, rule: OriginError.Rule) {
        let error = #expect(throws: OriginError.self) { try PeerAddress(text) }
        #expect(error?.rule == rule)
        #expect(error?.description.contains("http://192.168.0.5:5000") == true)
        #expect((error?.text.count ?? 0) <= 100)
    }
}

@Suite("The list of peers")
struct PeerListTests {
    private func peers(_ numbers: Range<Int>) throws -> [PeerAddress] {
        try numbers.map { try .peer($0) }
    }

    @Test func `each is in it once, in the order of registration`() throws {
        var list = PeerList()
        try list.add([.peer(2), .peer(1), .peer(2)])
        try list.add([.peer(1), .peer(3)])
        #expect(list.addresses == [try .peer(2), try .peer(1), try .peer(3)])
    }

    @Test func `when not all fit none is added`() throws {
        var list = PeerList()
        try list.add(peers(0..<PeerList.maximumCount - 1))
        #expect(throws: PeerListError.self) { try list.add(peers(500..<502)) }
        #expect(list.addresses == (try peers(0..<PeerList.maximumCount - 1)))
        try list.add([.peer(500), .peer(500), .peer(0)])
        #expect(list.addresses.count == PeerList.maximumCount)
        #expect(throws: PeerListError.self) { try list.add([.peer(501)]) }
    }

    @Test func `what is known fits into a full list`() throws {
        var list = PeerList()
        let all = try peers(0..<PeerList.maximumCount)
        try list.add(all)
        try list.add(all)
        try list.add([])
        #expect(list.addresses == all)
    }

    @Test func `of those found at the same time no more are taken than may be`() throws {
        var list = PeerList()
        let last = PeerList.maximumFound - 1
        try list.add(peers(0..<last), areFound: true)
        #expect(throws: PeerListError.self) { try list.add(peers(100..<102), areFound: true) }
        #expect(list.addresses.count == last)
        try list.add(peers(100..<101), areFound: true)
        #expect(throws: PeerListError.self) { try list.add(peers(101..<102), areFound: true) }
        try list.add(peers(101..<102))
        #expect(list.addresses.count == PeerList.maximumFound + 1)
    }
}
