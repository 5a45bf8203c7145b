/// Who counts as one client where shares are given out: an IPv4 address, or the 64 bits of an IPv6 address that name a
/// network, all of whose other addresses one host can have (RFC 4291, section 2.5.4).
public struct ClientGroup: Hashable, Sendable {
    /// Different for each group.
    public let number: UInt64

    /// Everybody whose address isn't known.
    public static let unknown = ClientGroup(number: .max)

    private init(number: UInt64) {
        self.number = number
    }

    /// The group of an address as text: IPv4, or IPv6 without brackets, perhaps with a zone.
    public init(address: String) {
        guard let address = IPAddress(address) else {
            self = .unknown
            return
        }
        let prefix = address.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        // No IPv6 network begins like this: these are the addresses that stand for IPv4's.
        number = address.isIPv4 ? 0xFFFF << 32 | prefix : prefix
    }
}
