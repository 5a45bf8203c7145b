/// The origins (RFC 6454) whose pages may use a server from a browser, though they are of another site.
///
/// A browser lets a page of another origin read an answer only if the answer allows it (WHATWG Fetch, section 3.3,
/// CORS). By default none does.
public struct AllowedOrigins: Sendable {
    private let names: Set<String>

    /// The header lines of an answer to anyone else.
    let fences: [UInt8]

    /// None.
    public init() {
        self.init([])
    }

    /// Allows these, spelled as browsers spell them: see ``WebOrigin``.
    public init(_ origins: [WebOrigin]) {
        names = Set(origins.map(\.description))
        // A cache must not give what one origin got to another.
        fences = Self.lines(policy: "same-origin") + (origins.isEmpty ? [] : Array("Vary: Origin\r\n".utf8))
    }

    /// Whether a page of the origin that a browser names may do what the node's own page may.
    public func allows(_ origin: String) -> Bool { names.contains(origin) }

    /// The header lines of an answer to a request: they keep other sites' pages from reading or embedding it, or allow
    /// it. A browser also may not guess its type.
    func fences(for headers: Headers) -> [UInt8] {
        guard let origin = allowed(in: headers) else { return fences }
        let permission =
            "Access-Control-Allow-Origin: \(origin)\r\n"
            + "Access-Control-Expose-Headers: ETag, Retry-After\r\nVary: Origin\r\n"
        return Self.lines(policy: "cross-origin") + Array(permission.utf8)
    }

    /// What else the answer to a preflight says: the methods, and the headers that a page may send. A browser may keep
    /// it for ten minutes, so that a page asks rarely, and a changed flag soon counts.
    func permissions(of headers: Headers, methods: String) -> [Header] {
        guard allowed(in: headers) != nil else { return [] }
        return [
            Header("Access-Control-Allow-Methods", methods),
            Header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, Last-Event-ID"),
            Header("Access-Control-Max-Age", "600"),
        ]
    }

    private func allowed(in headers: Headers) -> String? {
        guard !names.isEmpty, let origin = headers.values(of: "origin").first, allows(origin) else { return nil }
        return origin
    }

    private static func lines(policy: String) -> [UInt8] {
        Array("X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: \(policy)\r\n".utf8)
    }
}

/// The origin of a web page, spelled as browsers spell it in the Origin header: in lower case, without the scheme's own
/// port.
public struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Such as `http://localhost:3000`.
    public let description: String

    /// Parses a scheme, a host, and a port unless it is the scheme's own; a slash at the end is dropped.
    public init(_ text: String) throws(WebOriginError) {
        var text = text.lowercased()
        // Any page can get this origin, for instance by a sandbox.
        guard text != "null" else { throw .anybody(text) }
        guard text != "*" else { throw .anybody(text) }
        if text.hasSuffix("/") { text.removeLast() }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), text.utf8.count <= 300 else {
            throw .malformed(text)
        }
        let scheme = text[..<colon]
        var host = text[text.index(colon, offsetBy: 3)...]
        guard scheme.utf8.first.map(Self.isLetter) == true, scheme.utf8.allSatisfy(Self.isOfScheme),
            !host.isEmpty, host.utf8.allSatisfy(Self.isOfHost)
        else { throw .malformed(text) }
        let usual = ["http": ":80", "https": ":443"][scheme] ?? ""
        if !usual.isEmpty, host.hasSuffix(usual) { host.removeLast(usual.utf8.count) }
        description = "\(scheme)://\(host)"
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isOfScheme(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte.isDigit || "+-.".utf8.contains(byte)
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte.isDigit || "-._:[]".utf8.contains(byte)
    }
}

/// Why a text is not an origin that can be allowed.
public enum WebOriginError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not a scheme, a host and a port.
    case malformed(String)

    /// Every page can have it.
    case anybody(String)

    /// A sentence.
    public var description: String {
        switch self {
        case .malformed(let text):
            "\"\(text.prefix(100))\" is not an origin. Write scheme, host and port, such as http://localhost:3000."
        case .anybody(let text):
            "\"\(text)\" would allow every page. Name the origin of yours, such as http://localhost:3000."
        }
    }
}
