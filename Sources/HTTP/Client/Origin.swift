internal import Glibc
public import Wording

/// Where an HTTP server is found: a host (a name or an address) and a port. RFC 6454 calls it an origin.
///
/// The only type for addresses of nodes and peers. Each has one spelling, so equal ones are equal texts.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// A name in lower case, an IPv4 address, or an IPv6 address without brackets.
    public let host: String

    /// 1 to 65535.
    public let port: UInt16

    /// `host:port`, with brackets around IPv6.
    public var description: String { Self.text(host: host, port: port) }

    /// The same of any host and port, whatever they are worth.
    package static func text(host: String, port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// With the scheme: `http://host:port`.
    public var url: String { "http://\(self)" }

    /// The port of a URL that names none (RFC 9110, section 4.2.1).
    private static let standardPort: UInt16 = 80

    /// Where https is spoken, and nothing else.
    private static let securePort: UInt16 = 443

    /// Whether its port is that of https, where a question in plain HTTP is not understood.
    public var isSecure: Bool { port == Self.securePort }

    /// Parses `http://host:port`, `host:port` or `[::1]:port`, with or without a trailing slash. After `http://` the
    /// port may be left out: it is 80 then. Without a scheme it may not, as a bare number would be a name.
    public init(_ text: String) throws(OriginError) {
        do throws(OriginError.Rule) {
            self = try Origin(reading: text)
        } catch {
            throw OriginError(text, error)
        }
    }

    /// Makes one from a host, without brackets around IPv6, and a port.
    public init(host: String, port: UInt16) throws(OriginError) {
        try self.init(Self.text(host: host, port: port))
    }

    private init(reading text: String) throws(OriginError.Rule) {
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong(limit: Self.maximumLength) }
        if let fault = Self.fault(ofCharacters: text) { throw fault }
        var rest = text[...]
        let scheme = rest.range(ofSeparator: "://")
        if let scheme {
            guard rest[..<scheme.lowerBound].lowercased() == "http" else { throw .scheme }
            rest = rest[scheme.upperBound...]
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.contains("@") else { throw .user }
        if let end = rest.firstIndex(where: { "/?#".contains($0) }) { throw .notOnlyAddress(String(rest[end...])) }
        if let fault = Self.faultOfIPv6(rest) { throw fault }
        let (name, digits) = Self.parts(of: rest)
        let standardPort = scheme == nil || name.isEmpty ? nil : Self.standardPort
        guard let port = digits.isEmpty ? standardPort : Self.port(digits) else { throw .port }
        guard let host = Self.host(name) else { throw .host }
        self.host = host
        self.port = port
    }

    /// Characters that no address has.
    private static func fault(ofCharacters text: String) -> OriginError.Rule? {
        guard !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }) else { return nil }
        let words = text.split { $0 == "," || $0.isWhitespace }
        if words.count > 1, words.allSatisfy({ (try? Origin(reading: String($0))) != nil }) { return .several }
        if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return .hasBlanks }
        return text.utf8.allSatisfy { $0 < 0x80 } ? nil : .notASCII
    }

    /// What is wrong with an IPv6 address that is not as in a URL; nil for everything else.
    private static func faultOfIPv6(_ text: Substring) -> OriginError.Rule? {
        if text.contains("["), text.contains("%") { return .zone }
        guard !text.contains("["), text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 else { return nil }
        return text.utf8.allSatisfy { $0 == UInt8(ascii: ":") || $0.hexDigitValue != nil } ? .bracketsMissing : nil
    }

    /// What stands before the last colon and behind it. The colons in the brackets of IPv6 are no such.
    private static func parts(of text: Substring) -> (name: Substring, digits: Substring) {
        guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return (text, "") }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    /// A name has at most 253 characters; the rest is scheme, port and punctuation.
    private static let maximumLength = 300

    private static func port(_ text: Substring) -> UInt16? {
        guard text.utf8.allSatisfy(\.isDigit), let port = UInt16(text), port > 0 else {
            return nil
        }
        return port
    }

    private static func host(_ text: Substring) -> String? {
        let host = text.lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") {
            return canonicalAddress(String(host.dropFirst().dropLast()), AF_INET6)
        }
        let isName = host.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte.isDigit
                || "-._".utf8.contains(byte)
        }
        guard isName, !host.isEmpty, host.utf8.count <= 253, !host.hasPrefix("."), !host.hasPrefix("-") else {
            return nil
        }
        // What looks like an IPv4 address must be one: resolvers each have their own reading of 1.2.3 and 0177.1.
        let lastLabel = host.split(separator: ".").last ?? ""
        let isNumeric = lastLabel.utf8.allSatisfy(\.isDigit) || lastLabel.hasPrefix("0x")
        return isNumeric ? canonicalAddress(host, AF_INET) : host
    }

    /// The canonical spelling of an address, or nil if it isn't one.
    private static func canonicalAddress(_ text: String, _ family: Int32) -> String? {
        var address = in6_addr()
        guard unsafe inet_pton(family, text, &address) == 1 else { return nil }
        var spelling = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, &address, &spelling, socklen_t(spelling.count)) != nil else { return nil }
        return String(writtenInto: spelling)
    }
}

/// Why a text isn't an address.
public struct OriginError: Error, Hashable, Sendable, Stated {
    /// The rule that a text breaks.
    public enum Rule: Error, Hashable, Sendable, Stated {
        /// So many characters at most.
        case tooLong(limit: Int)
        /// No blanks and no control characters.
        case hasBlanks
        /// ASCII only.
        case notASCII
        /// One address, and not a list of them.
        case several
        /// Only plain HTTP is supported.
        case scheme
        /// No path, query or fragment; with what is there.
        case notOnlyAddress(String)
        /// No user.
        case user
        /// Square brackets around IPv6.
        case bracketsMissing
        /// No zone in an IPv6 address.
        case zone
        /// A port from 1 to 65535.
        case port
        /// A name or an address.
        case host

        /// What is wrong, as half a sentence.
        public var statement: Statement {
            switch self {
            case .tooLong(let limit): Statement(.addressTooLong, ["limit": .number(limit)])
            case .hasBlanks: Statement(.addressHasBlanks)
            case .notASCII: Statement(.addressNotASCII)
            case .several: Statement(.addressSeveral)
            case .scheme: Statement(.addressScheme)
            case .notOnlyAddress(let part): Statement(.addressPath, ["part": .text(part)])
            case .user: Statement(.addressUser)
            case .bracketsMissing: Statement(.addressIPv6)
            case .zone: Statement(.addressZone)
            case .port: Statement(.addressPort)
            case .host: Statement(.addressHost)
            }
        }
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
    public var statement: Statement { Statement(.notAnAddress, values) }

    /// The same of what should have been a peer's.
    public var ofPeer: Statement { Statement(.notAPeerAddress, values) }

    private var values: KeyValuePairs<String, Statement.Value> {
        ["problem": .statement(rule.statement), "text": .text(text)]
    }
}

extension Substring {
    fileprivate func range(ofSeparator separator: String) -> Range<Index>? {
        indices.lazy
            .first { self[$0...].hasPrefix(separator) }
            .map { $0..<index($0, offsetBy: separator.count) }
    }
}
