internal import Glibc

/// The grammar of `host[:port]`, as in Host and in an absolute target (RFC 3986, section 3.2; RFC 9110, section 7.2).
///
/// Without a user, which http forbids, and without a comma, which RFC 3986 would let stand in a name: a list of hosts
/// is not a host.
enum Authority {
    /// Whether `text` is one, or empty.
    static func isWellFormed(_ text: ArraySlice<UInt8>) -> Bool {
        let host: ArraySlice<UInt8>
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")), isIPv6(text[(text.startIndex + 1)..<end]) else {
                return false
            }
            host = text[...end]
        } else {
            host = text.prefix { $0 != UInt8(ascii: ":") }
            guard isName(host) else { return false }
        }
        let port = text[host.endIndex...]
        return port.isEmpty || port.first == UInt8(ascii: ":") && isPort(port.dropFirst())
    }

    /// A port may be left out after its colon.
    private static func isPort(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.isEmpty || digits.allSatisfy({ $0.isDigit }) && UInt16(String(decoding: digits, as: UTF8.self)) != nil
    }

    private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: "+"),
                UInt8(ascii: ";"), UInt8(ascii: "="):
                continue
            case UInt8(ascii: "%"):
                guard rest.popFirst()?.hexDigitValue != nil, rest.popFirst()?.hexDigitValue != nil else { return false }
            default: return false
            }
        }
        return true
    }

    /// The system knows the grammar of IPv6 addresses (RFC 4291, section 2.2). A zone is not for the wire.
    private static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.allSatisfy({ $0.hexDigitValue != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
            return false
        }
        var address = in6_addr()
        return unsafe inet_pton(AF_INET6, String(decoding: text, as: UTF8.self), &address) == 1
    }
}

extension UInt8 {
    /// Whether this is a decimal digit in ASCII.
    package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
