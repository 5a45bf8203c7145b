internal import HTTP

/// A file of the program as it goes over the wire, and its tag.
struct FileAnswer {
    private let tag: EntityTag
    private let whole: Response

    init(_ bytes: [UInt8], type: String, headers: [Header] = []) {
        // Asked again each time, and answered with 304: a newer program's file shows up at once. It is another tag
        // after each start, which costs a browser one more answer.
        tag = EntityTag(String(UInt(bitPattern: bytes.hashValue), radix: 16))
        let own = [
            tag.header, Header("Content-Type", type), Header("Cache-Control", "no-cache"),
            Header("X-Content-Type-Options", "nosniff"),
        ]
        whole = Response(.ok, headers: own + headers, body: .bytes(bytes))
    }

    /// The file, or that who asks has it already.
    func response(to request: Request) -> Response {
        tag.isNamed(by: request) ? .notModified(tag) : whole
    }
}
