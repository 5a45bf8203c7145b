/// Addresses that begin with the same bits, such as `192.168.0.0/16` (RFC 4632, RFC 4291, section 2.3).
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first of them.
    public let first: IPAddress

    /// With how many bits all of them begin.
    public let prefixBits: Int

    /// Parses `ADDRESS/BITS`, or an address alone for just that one.
    public init(_ text: String) throws(AddressRangeError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // A zone is of one machine only.
        guard !text.contains("%"), let address = IPAddress(parts[0]) else {
            throw AddressRangeError(text, .address)
        }
        guard parts.count > 1 else {
            (first, prefixBits) = (address, address.bitCount)
            return
        }
        // Of ::ffff:10.0.0.0/104, 96 bits say that it is IPv4.
        let mappedBits = address.isIPv4 && parts[0].contains(":") ? 96 : 0
        let digits = parts[1]
        guard digits.utf8.allSatisfy(\.isDigit), digits == "0" || !digits.hasPrefix("0"),
            let written = Int(digits), (0...address.bitCount).contains(written - mappedBits)
        else {
            throw AddressRangeError(text, .bits(mappedBits...mappedBits + address.bitCount))
        }
        let bits = written - mappedBits
        let first = address.prefix(bits: bits)
        guard first == address else { throw AddressRangeError(text, .notFirst("\(first)/\(bits)")) }
        (self.first, prefixBits) = (first, bits)
    }

    /// Whether an address is one of them.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && address.prefix(bits: prefixBits) == first
    }

    /// Ranges that are written in the source.
    static func constants(_ texts: String...) -> [AddressRange] {
        texts.map { text in
            guard let range = try? AddressRange(text) else { preconditionFailure("\(text) is no range") }
            return range
        }
    }

    /// As it is parsed.
    public var description: String { prefixBits == first.bitCount ? "\(first)" : "\(first)/\(prefixBits)" }
}

/// Why a text isn't a range of addresses.
public struct AddressRangeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Rule: Hashable, Sendable {
        /// Its first part is no address.
        case address
        /// The number of bits isn't in this range.
        case bits(ClosedRange<Int>)
        /// Bits behind the prefix are set; what was probably meant.
        case notFirst(String)
    }

    /// The given text, shortened.
    public let text: String

    /// Which rule was broken.
    public let rule: Rule

    init(_ text: String, _ rule: Rule) {
        self.text = String(text.unicodeScalars.prefix(100))
        self.rule = rule
    }

    /// One sentence, with what to do.
    public var description: String {
        let reason =
            switch rule {
            case .address: "it does not begin with an IPv4 or IPv6 address"
            case .bits(let range): "behind the slash has to be a number from \(range.lowerBound) to \(range.upperBound)"
            case .notFirst(let meant): "the address has more bits than that; \(meant) may be meant"
            }
        return "\"\(text)\" is not a range of addresses: \(reason). Write it like 192.168.0.0/16, fd00::/8 or 10.0.0.7."
    }
}

extension [AddressRange] {
    /// Whether an address, as text, is in one of these ranges.
    public func allow(_ text: String) -> Bool {
        guard let address = IPAddress(text) else { return false }
        return contains { $0.contains(address) }
    }
}
