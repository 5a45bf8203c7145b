internal import Testing

@testable import HTTP

@Suite("Proxies that are trusted")
struct TrustedProxiesTests {
    private func client(_ headers: [(String, String)], from peer: String) throws -> String {
        let ranges = try ["10.0.0.0/8", "::1"].map { try AddressRange($0) }
        return TrustedProxies(ranges).client(of: Headers(headers.map { Header($0.0, $0.1) }), from: peer)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:80", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:80", "2001:db8::1"), ("6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.9.9.9", "192.0.2.1"), ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
        ("6.6.6.6, unknown", "10.0.0.1"), ("6.6.6.6, nonsense, 10.2.2.2", "10.2.2.2"), ("", "10.0.0.1"),
    ])
    func `the last address that isn't a proxy's is the client's`(value: String, expected: String) throws {
        #expect(try client([("X-Forwarded-For", value)], from: "10.0.0.1") == expected)
        // Nobody else is believed.
        #expect(try client([("X-Forwarded-For", value)], from: "192.0.2.9") == "192.0.2.9")
    }

    @Test(arguments: [
        ("for=192.0.2.1", "192.0.2.1"), ("For=\"[2001:db8::1]:4711\"", "2001:db8::1"),
        ("proto=http;for=192.0.2.1;by=10.0.0.1", "192.0.2.1"), ("for=6.6.6.6, for=192.0.2.1", "192.0.2.1"),
        ("for=192.0.2.1, for=10.2.2.2", "192.0.2.1"), ("for=_hidden", "10.0.0.1"), ("by=192.0.2.1", "10.0.0.1"),
    ])
    func `Forwarded is read as RFC 7239 has it`(value: String, expected: String) throws {
        #expect(try client([("Forwarded", value)], from: "10.0.0.1") == expected)
    }

    @Test func `of two headers one may be the client's own`() throws {
        let both = [("Forwarded", "for=192.0.2.1"), ("X-Forwarded-For", "192.0.2.2")]
        #expect(try client(both, from: "::1") == "::1")
    }

    @Test func `several fields are one list`() throws {
        let headers = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "192.0.2.1")]
        #expect(try client(headers, from: "::1") == "192.0.2.1")
    }
}
