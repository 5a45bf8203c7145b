internal import Wording

/// The first line of a request (RFC 9112, section 3).
struct RequestLine {
    let method: Method
    let version: Version

    /// Percent-decoded; `*` for OPTIONS of the whole server.
    let path: String
    let query: String?

    /// Of an absolute target: it replaces Host (RFC 9112, section 3.2.2).
    let authority: ArraySlice<UInt8>?

    /// Reads a line without its end. A broken line is refused before a version or method that isn't known.
    init(_ line: ArraySlice<UInt8>) throws(Refusal) {
        let name = line.prefix { $0.isToken }
        let target = line[name.endIndex...].dropFirst().prefix { $0 != .space }
        guard !name.isEmpty, name.endIndex < target.startIndex, line[name.endIndex] == .space, !target.isEmpty,
            target.endIndex < line.endIndex, !line[(target.endIndex + 1)...].contains(.space)
        else {
            throw Refusal(.firstLineMalformed)
        }
        version = try RequestLine.version(line[(target.endIndex + 1)...])
        guard let method = Method(name) else {
            throw Refusal(RequestLine.unknownMethod(name), status: .notImplemented)
        }
        self.method = method
        guard target.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw RequestLine.notVisible(target)
        }
        if target.elementsEqual("*".utf8) {
            guard method == .options else { throw Refusal(.targetStar) }
            (path, query, authority) = ("*", nil, nil)
        } else if target.first == UInt8(ascii: "/") {
            authority = nil
            (path, query) = try RequestLine.decode(target)
        } else {
            let (authority, rest) = try RequestLine.absolute(target)
            self.authority = authority
            (path, query) = try RequestLine.decode(rest)
        }
    }

    /// Of a method in small letters, the one that was meant.
    private static func unknownMethod(_ name: ArraySlice<UInt8>) -> Statement {
        guard let method = Method(rawValue: String(decoding: name, as: UTF8.self).uppercased()) else {
            return Statement(.methodUnknown)
        }
        return Statement(.methodNotCapital, ["meant": .text(method.rawValue)])
    }

    /// What to send instead: with the escapes, if it is UTF-8 and only lacks them.
    private static func notVisible(_ target: ArraySlice<UInt8>) -> Refusal {
        if target.allSatisfy({ (0x21...0x7E).contains($0) }) { return Refusal(.targetFragment) }
        guard target.count <= longestRepeated, target.contains(where: { $0 > 0x7E }),
            target.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }),
            String(validating: target, as: UTF8.self) != nil
        else { return Refusal(.targetNotVisible) }
        let escaped = target.map { byte in
            byte < 0x80 ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }
        return Refusal(.targetEscaped, ["escaped": .text(escaped.joined())])
    }

    /// The longest target that is repeated in a refusal, in bytes.
    private static let longestRepeated = 300

    private static func version(_ text: ArraySlice<UInt8>) throws(Refusal) -> Version {
        do throws(Version.Fault) {
            return try Version(text)
        } catch .form {
            throw Refusal(.versionMalformed)
        } catch {
            throw Refusal(.versionUnknown, status: .versionNotSupported)
        }
    }

    /// Splits `http://authority/path?query`.
    private static func absolute(
        _ target: ArraySlice<UInt8>
    ) throws(Refusal) -> (authority: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        let scheme = target.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.endIndex < target.endIndex, target[scheme.endIndex...].starts(with: "://".utf8) else {
            throw Refusal(.targetNoPath)
        }
        guard scheme.isCaseless("http") else {
            let isSecure = scheme.isCaseless("https")
            throw Refusal(.schemeNotHttp, status: isSecure ? .misdirected : .badRequest)
        }
        let hierarchy = target[(scheme.endIndex + 3)...]
        let authority = hierarchy.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.isEmpty, authority.first != UInt8(ascii: ":"), Authority.isWellFormed(authority) else {
            throw Refusal(.targetNoHost)
        }
        return (authority, hierarchy[authority.endIndex...])
    }

    private static func decode(_ target: ArraySlice<UInt8>) throws(Refusal) -> (path: String, query: String?) {
        let encoded = target.prefix { $0 != UInt8(ascii: "?") }
        // Of an absolute target it may be missing (RFC 9112, section 3.2.1).
        guard let path = encoded.isEmpty ? "/" : percentDecoded(encoded) else {
            throw Refusal(.pathNotEncoded)
        }
        let hasQuery = encoded.endIndex < target.endIndex
        return (path, hasQuery ? String(decoding: target[(encoded.endIndex + 1)...], as: UTF8.self) : nil)
    }

    /// Nil if an escape is broken, or if the result isn't UTF-8 or contains a control character.
    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return String(decoding: text, as: UTF8.self) }
        guard let bytes = [UInt8](percentDecoding: text),
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
