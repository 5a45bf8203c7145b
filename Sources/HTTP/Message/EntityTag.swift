/// Tells a resource's content apart from earlier and later versions (RFC 9110, section 8.8.3). A strong one: equal tags
/// mean equal bytes.
public struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// As in the ETag header, quotes included.
    public let description: String

    /// Quotes a text of visible ASCII without quotes.
    public init(_ text: String) {
        precondition(text.utf8.allSatisfy(EntityTag.isCharacter), "\(text) does not fit into quotes")
        description = "\"\(text)\""
    }

    /// The header of an answer with this content.
    public var header: Header { Header("ETag", description) }

    /// Whether If-None-Match lists this tag or `*`: the client already has this content (section 13.1.2). The
    /// comparison is weak. In a malformed list, nothing after the fault counts.
    public func isNamed(by request: Request) -> Bool {
        request.headers.values(of: "if-none-match").contains { isNamed(inList: $0) }
    }

    /// Whether If-Match is there and lists neither this tag nor `*`: the client wants another version than this one
    /// (section 13.1.1).
    public func isRuledOut(by request: Request) -> Bool {
        let lists = request.headers.values(of: "if-match")
        return !lists.isEmpty && !lists.contains { isNamed(inList: $0, strongly: true) }
    }

    /// - Parameter strongly: whether a weak tag in the list is never this one (section 8.8.3.2).
    func isNamed(inList list: String, strongly: Bool = false) -> Bool {
        var rest = Substring(list).utf8
        if rest.elementsEqual("*".utf8) { return true }
        while true {
            rest = rest.drop { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == EntityTag.quote else { return false }
            let tag = rest.dropFirst().prefix(while: EntityTag.isCharacter)
            rest = rest[tag.endIndex...]
            guard rest.first == EntityTag.quote else { return false }
            rest = rest.dropFirst()
            if !(isWeak && strongly), description.utf8.dropFirst().dropLast().elementsEqual(tag) { return true }
            let next = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.first
            guard next == UInt8(ascii: ",") else { return false }
        }
    }

    private static let quote = UInt8(ascii: "\"")

    /// Whether a tag may have this byte between its quotes.
    private static func isCharacter(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != quote && byte != 0x7F
    }
}
