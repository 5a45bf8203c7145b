internal import HTTP
internal import Wording

/// An answer with a tag; a client that already has it gets 304.
struct TaggedAnswer {
    private let tag: EntityTag
    private let whole: Response

    /// A success with this content, identified by the tag.
    init(_ tag: EntityTag, type: String, headers: [Header] = [], _ body: Body) {
        self.tag = tag
        whole = Response(.ok, headers: [tag.header, Header("Content-Type", type)] + headers, body: body)
    }

    /// A file of the program.
    init(file bytes: [UInt8], type: String, headers: [Header] = []) {
        // Requested again each time, and answered with 304, so a newer program's file shows up at once. The tag changes
        // with each start, which costs a browser one more answer.
        let tag = EntityTag(String(UInt(bitPattern: bytes.hashValue), radix: 16))
        let own = [Header("Cache-Control", "no-cache")]
        self.init(tag, type: type, headers: own + headers, .bytes(bytes))
    }

    /// All of it, 304 if the client already has it, or 412 if it wants another version.
    func response(to request: Request) -> Response {
        if tag.isRuledOut(by: request) {
            return .error(
                .preconditionFailed, headers: [tag.header], .versionNamed, ["tag": .text("\(tag)")])
        }
        return tag.isNamed(by: request) ? .notModified(tag) : whole
    }
}
