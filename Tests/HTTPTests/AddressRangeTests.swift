internal import HTTP
internal import Testing

@Suite("Ranges of addresses")
struct AddressRangeTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
        ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false), ("::/0", "127.0.0.1", false),
        ("10.0.0.7", "10.0.0.7", true), ("10.0.0.7/32", "10.0.0.6", false),
        ("fd00::/8", "fdab::1", true), ("fd00::/8", "fe80::1", false), ("2001:db8::/33", "2001:db8:8000::", false),
        ("::1", "::1", true), ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("fe80::/10", "fe80::1%eth0", true),
    ])
    func `hold what begins with the same bits`(range: String, address text: String, isIn: Bool) throws {
        #expect(try AddressRange(range).contains(address(text)) == isIn)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0/8"), ("10.0.0.7/32", "10.0.0.7"), ("FD00:0::/8", "fd00::/8"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::/0", "::/0"),
    ])
    func `have one spelling`(text: String, spelling: String) throws {
        #expect(try AddressRange(text).description == spelling)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8",
        "10.0.0/8", "010.0.0.0/8", "10.0.0.0 /8", " 10.0.0.0/8", "10.0.0.0/8 ", "::/129", "[::1]", "fe80::1%eth0",
        "example.org", "10.0.0.1/8", "fd00::1/64", "::ffff:10.0.0.0/8", "0x0a.0.0.0/8",
    ])
    func `are written strictly`(text: String) {
        #expect(throws: AddressRangeError.self) { try AddressRange(text) }
    }

    @Test func `say what may be meant`() {
        #expect(throws: AddressRangeError.self) { try AddressRange("10.0.0.1/8") }
        do {
            _ = try AddressRange("10.0.0.1/8")
        } catch {
            #expect(
                error.description == #""10.0.0.1/8" is not a range of addresses: the address has more bits than that; "#
                    + "10.0.0.0/8 may be meant. Write it like 192.168.0.0/16, fd00::/8 or 10.0.0.7.")
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("10.1.1.1", true), ("172.31.0.1", true), ("172.32.0.1", false), ("192.168.0.1", true),
        ("8.8.8.8", false), ("::1", true), ("fe80::1", true), ("fd00::1", true), ("2001:db8::1", false),
        ("::ffff:127.0.0.1", true), ("169.254.169.254", true),
    ])
    func `private addresses are known`(text: String, isPrivate: Bool) throws {
        #expect(try address(text).isPrivate == isPrivate)
    }
}
