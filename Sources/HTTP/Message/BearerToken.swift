public import Wording

/// A secret that a client sends with a request, to prove that it may do more than read (RFC 6750).
public struct BearerToken: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// How many characters a token may have. The shortest has 64 bits even if it is only hex digits, so guessing it
    /// takes longer than a network lasts; the longest leaves room for the rest of a request's head.
    public static let lengths = 16...1024

    /// Takes letters, digits and `-._~+/`, then perhaps `=` (RFC 6750, section 2.1).
    public init(_ text: String) throws(BearerTokenError) {
        let bytes = Array(text.utf8)
        guard Self.lengths.contains(bytes.count) else { throw .length(bytes.count) }
        guard bytes.prefix(while: { $0 != UInt8(ascii: "=") }).allSatisfy(Self.isOfToken),
            bytes.drop(while: { $0 != UInt8(ascii: "=") }).allSatisfy({ $0 == UInt8(ascii: "=") })
        else { throw .characters }
        self.bytes = bytes
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        byte.isDigit || (0x61...0x7A).contains(byte | 0x20) && byte >= 0x41
            || "-._~+/".utf8.contains(byte)
    }

    /// The value of the Authorization header.
    var authorization: String { "Bearer \(String(decoding: bytes, as: UTF8.self))" }

    /// Not the token: a log must not show it.
    public var description: String { "a token of \(bytes.count) characters" }

    /// Whether a request has this token.
    package func isGiven(in headers: Headers) -> Bool {
        guard headers.count(of: "authorization") == 1, let value = headers.first("authorization") else { return false }
        let scheme = "bearer "
        guard value.count >= scheme.utf8.count, value.prefix(scheme.utf8.count).isCaseless("bearer ") else {
            return false
        }
        return isEqual(to: value.dropFirst(scheme.utf8.count).drop { $0 == UInt8(ascii: " ") })
    }

    /// Takes the same time wherever the first difference is, so that nobody finds the token byte by byte.
    private func isEqual(to given: ArraySlice<UInt8>) -> Bool {
        var difference = given.count ^ bytes.count
        for (position, byte) in bytes.enumerated() {
            // Of a shorter text, its last byte stands for what it lacks.
            let index = given.isEmpty ? nil : given.startIndex + min(position, given.count - 1)
            difference |= Int(byte ^ (index.map { given[$0] } ?? 0))
        }
        return difference == 0
    }
}

/// Why a text isn't a token.
public enum BearerTokenError: Error, Hashable, Sendable, Stated {
    /// It is too short or too long.
    case length(Int)

    /// It has a character that a header can't carry as part of a token.
    case characters

    /// Half a sentence.
    public var statement: Statement {
        switch self {
        case .length(let count):
            Statement(
                .tokenLength,
                [
                    "count": .number(count), "least": .number(BearerToken.lengths.lowerBound),
                    "most": .number(BearerToken.lengths.upperBound),
                ])
        case .characters: Statement(.tokenCharacters)
        }
    }
}
