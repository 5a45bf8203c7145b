internal import HTTP

/// The names under which a node may be addressed: what a request's Host header (RFC 9110, section 7.2) may hold.
///
/// A page whose name first leads to its own server and then to the node (DNS rebinding) is of the same origin as the
/// node for a browser, and would read and write everything. But its requests carry its name. So a name is taken only if
/// no stranger can have made it lead here.
package struct AllowedHosts: Sendable {
    private let names: Set<String>

    /// Allows these names besides those that nobody can own.
    ///
    /// - Parameter names: such as `node.example.org`, without ports, in any case.
    package init(_ names: [String] = []) {
        self.names = Set(names.map { Self.canonical($0[...]) })
    }

    /// Domains that are not in the package DNS: RFC 6761 (localhost, test), RFC 6762 (local), RFC 8375 (home.arpa), and
    /// ICANN's reservation of 2024 (internal). Nothing reserves `lan`, but it doesn't exist, and many routers use it.
    private static let privateDomains = ["localhost", "local", "internal", "lan", "test", "home.arpa"]

    /// The name in a Host header that isn't allowed; nil if all is well. HTTP/1.0 needs no Host.
    func refused(in headers: Headers) -> String? {
        guard let host = headers.first("host"), !Self.isClearlyHarmless(host) else { return nil }
        let text = String(decoding: host, as: UTF8.self)
        let name = Self.canonical(Self.withoutPort(text))
        return allows(name) ? nil : name
    }

    /// Whether a name in lower case, without a port, is allowed.
    private func allows(_ name: String) -> Bool {
        !name.contains(".") || names.contains(name) || Self.isReserved(name)
    }

    /// Whether a name in lower case is below a domain that nobody can own.
    static func isReserved(_ name: String) -> Bool {
        privateDomains.contains { name == $0 || name.hasSuffix("." + $0) }
    }

    /// Whether it is an IPv4 address, an IPv6 address in brackets, or a name without a dot, each perhaps with a port.
    /// Nearly every Host is, so it is decided without making a text.
    ///
    /// No domain is all digits and dots: its last label would be a number (RFC 3696, section 2).
    private static func isClearlyHarmless(_ host: ArraySlice<UInt8>) -> Bool {
        if host.first == UInt8(ascii: "[") {
            guard let end = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let rest = host[(end + 1)...]
            return host[..<end].dropFirst().allSatisfy(isOfIPv6)
                && (rest.isEmpty || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(\.isDigit))
        }
        var hasDot = false
        var isNumeric = true
        for byte in host {
            if byte == UInt8(ascii: ".") {
                hasDot = true
            } else if byte == UInt8(ascii: ":") {
                break
            } else if !byte.isDigit {
                isNumeric = false
            }
        }
        return !hasDot || isNumeric
    }

    private static func isOfIPv6(_ byte: UInt8) -> Bool {
        byte.isDigit || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    private static func withoutPort(_ host: String) -> Substring {
        guard let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().utf8.allSatisfy(\.isDigit) else {
            return host[...]
        }
        return host[..<colon]
    }

    /// In lower case, without the dot that ends a complete name.
    private static func canonical(_ name: Substring) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
