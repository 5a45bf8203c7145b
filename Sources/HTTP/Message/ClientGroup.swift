internal import Glibc

/// Who counts as one client where shares are given out: an IPv4 address, or the 64 bits of an IPv6 address that name a
/// network, all of whose other addresses one host can have (RFC 4291, section 2.5.4).
public struct ClientGroup: Hashable, Sendable {
    /// Different for each group.
    public let number: UInt64

    /// Everybody whose address isn't known, and this program itself.
    public static let unknown = ClientGroup(number: .max)

    private init(number: UInt64) {
        self.number = number
    }

    /// The group of an address as text: IPv4, or IPv6 without brackets, perhaps with a zone.
    public init(address: String) {
        var six = in6_addr()
        let bare = String(address.prefix { $0 != "%" })
        if unsafe inet_pton(AF_INET6, bare, &six) == 1 {
            let bytes = unsafe withUnsafeBytes(of: six) { unsafe Array($0) }
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            self = isMapped ? ClientGroup(four: bytes.suffix(4)) : ClientGroup(number: bytes.prefix(8).number)
            return
        }
        var four = in_addr()
        guard unsafe inet_pton(AF_INET, bare, &four) == 1 else {
            self = .unknown
            return
        }
        self.init(four: unsafe withUnsafeBytes(of: four) { unsafe Array($0)[...] })
    }

    /// Nobody's IPv6 network begins like this: these are the addresses that stand for IPv4's.
    private init(four: ArraySlice<UInt8>) {
        self.init(number: 0xFFFF << 32 | four.number)
    }
}

extension ArraySlice<UInt8> {
    /// The number that these bytes, at most eight, are in network order.
    fileprivate var number: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}
