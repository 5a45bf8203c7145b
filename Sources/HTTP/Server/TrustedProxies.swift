/// The proxies whose word is taken for who a client is.
///
/// Behind a proxy every connection comes from the proxy's address. It says in a header whose request it passes on: in
/// X-Forwarded-For, or in Forwarded (RFC 7239). Anybody can send such a header, so it counts only on connections from
/// these addresses, and of several addresses in it only the last one that isn't a proxy's: what is before that was sent
/// to the proxy by somebody else.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Nobody, or the addresses in these ranges.
    public init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    /// Whether there are any.
    var isEmpty: Bool { ranges.isEmpty }

    /// Whose request it is that came from `peer` with these headers: an address as text.
    ///
    /// `peer` itself if that isn't a proxy, or if what it says makes no sense. Also if it sends both headers: a proxy
    /// sets one of them and may pass on the other as a client sent it.
    func client(of headers: Headers, from peer: String) -> String {
        guard contains(peer) else { return peer }
        let hops: [String?]
        switch (headers.elements(of: "x-forwarded-for"), headers.elements(of: "forwarded")) {
        case (let list, []): hops = list.map { Self.address(Array($0)) }
        case ([], let list): hops = list.map(Self.forwardedFor)
        default: return peer
        }
        var client = peer
        for hop in hops.reversed() {
            // `unknown` and hidden names are allowed, and say nothing.
            guard let hop else { return client }
            client = hop
            if !contains(hop) { return client }
        }
        return client
    }

    private func contains(_ address: String) -> Bool {
        ranges.allow(address)
    }

    /// The address in the `for` of one element of Forwarded (RFC 7239, section 4).
    private static func forwardedFor(_ element: ArraySlice<UInt8>) -> String? {
        for pair in element.split(separator: UInt8(ascii: ";")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            guard name.trimmed.isCaseless("for") else { continue }
            var value = pair.dropFirst(name.count + 1).trimmed
            let quote = UInt8(ascii: "\"")
            if value.count >= 2, value.first == quote, value.last == quote { value = value.dropFirst().dropLast() }
            return address(Array(value))
        }
        return nil
    }

    /// An address, perhaps with a port, and then for IPv6 in brackets; nil for anything else.
    private static func address(_ text: [UInt8]) -> String? {
        var text = text[...]
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            text = text[1..<end]
        } else if text.count(where: { $0 == UInt8(ascii: ":") }) == 1 {
            text = text.prefix { $0 != UInt8(ascii: ":") }
        }
        return IPAddress(String(decoding: text, as: UTF8.self))?.description
    }
}
