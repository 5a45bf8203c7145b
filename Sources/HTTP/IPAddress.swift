internal import Glibc

/// An IPv4 or IPv6 address. One of IPv4 that is written as IPv6, `::ffff:192.168.0.5`, is the IPv4 address.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes for IPv4, 16 for IPv6, the first ones first.
    let bytes: [UInt8]

    /// Parses an address without brackets or port; a zone at its end, `%eth0`, is left out. Nil for anything else.
    public init?(_ text: some StringProtocol) {
        let text = text.prefix { $0 != "%" }
        var address = in6_addr()
        if !text.contains(":") {
            guard unsafe inet_pton(AF_INET, String(text), &address) == 1 else { return nil }
            bytes = unsafe withUnsafeBytes(of: address) { unsafe Array($0.prefix(4)) }
        } else {
            guard unsafe inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
            let all = unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
            bytes = all.starts(with: Self.mapped) ? Array(all.dropFirst(Self.mapped.count)) : all
        }
    }

    /// The bits before an IPv4 address in IPv6 (RFC 4291, section 2.5.5.2).
    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    /// Whether it is of IPv4.
    public var isIPv4: Bool { bytes.count == 4 }

    /// How many bits it has.
    var bitCount: Int { bytes.count * 8 }

    /// The address with all bits behind the first ones zero.
    public func prefix(bits: Int) -> IPAddress {
        precondition((0...bitCount).contains(bits), "an address has no such prefix")
        let kept = bytes.enumerated().map { position, byte in
            let rest = min(max(bits - position * 8, 0), 8)
            return rest == 8 ? byte : byte & ~(0xFF >> UInt8(rest))
        }
        return IPAddress(bytes: kept)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether it means the same machine, or one in a network that isn't the Internet: loopback, private (RFC 1918, RFC
    /// 4193), shared (RFC 6598), link-local (RFC 3927, RFC 4291).
    public var isPrivate: Bool { Self.privateRanges.contains { $0.contains(self) } }

    private static let privateRanges = AddressRange.constants(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8",
        "::1", "fc00::/7", "fe80::/10")

    /// Whether it means the same machine (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3).
    public var isLoopback: Bool { Self.loopbackRanges.contains { $0.contains(self) } }

    private static let loopbackRanges = AddressRange.constants("127.0.0.0/8", "::1")

    /// As usually written, without brackets.
    public var description: String {
        var spelling = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isWritten =
            unsafe inet_ntop(
                isIPv4 ? AF_INET : AF_INET6, bytes, &spelling, socklen_t(spelling.count)) != nil
        precondition(isWritten, "every address has a spelling")
        return String(writtenInto: spelling)
    }
}
