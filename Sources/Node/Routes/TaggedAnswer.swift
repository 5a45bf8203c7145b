internal import HTTP

/// An answer with a tag; a client that has it already is told so.
struct TaggedAnswer {
    private let tag: EntityTag
    private let whole: Response

    /// A success with these contents, which the tag stands for.
    init(_ tag: EntityTag, type: String, headers: [Header] = [], _ body: Body) {
        self.tag = tag
        whole = Response(.ok, headers: [tag.header, Header("Content-Type", type)] + headers, body: body)
    }

    /// A file of the program.
    init(file bytes: [UInt8], type: String, headers: [Header] = []) {
        // Asked again each time, and answered with 304: a newer program's file shows up at once. It is another tag
        // after each start, which costs a browser one more answer.
        let tag = EntityTag(String(UInt(bitPattern: bytes.hashValue), radix: 16))
        let own = [Header("Cache-Control", "no-cache"), Header("X-Content-Type-Options", "nosniff")]
        self.init(tag, type: type, headers: own + headers, .bytes(bytes))
    }

    /// All of it, or the word that the client has it already.
    func response(to request: Request) -> Response {
        tag.isNamed(by: request) ? .notModified(tag) : whole
    }
}
