internal import Explorer
internal import HTTP

/// The page at which a person looks at the node.
extension Routes {
    static func addExplorer(to router: inout Router) {
        let page = ExplorerAnswer(ExplorerFile.page)
        router.on(.get, .head, path: "/") { .now(page.response(to: $0)) }
        let parts = ExplorerFile.parts.map { ($0.name, ExplorerAnswer($0)) }
        let answers = Dictionary(parts) { first, _ in first }
        router.on(.get, .head, path: "/explorer/{file}") { request in
            let name = request.parameters["file"]
            guard let answer = answers[name] else {
                return .now(.error(.notFound, "The page has no file \(name). It is at /."))
            }
            return .now(answer.response(to: request))
        }
    }
}

/// A file as it goes over the wire.
private struct ExplorerAnswer {
    private let tag: EntityTag
    private let whole: Response

    init(_ file: ExplorerFile) {
        // Asked again each time, and answered with 304: a newer program's page shows up at once. It is another tag
        // after each start, which costs a browser one more answer.
        tag = EntityTag(String(UInt(bitPattern: file.bytes.hashValue), radix: 16))
        let headers = [tag.header, Header("Content-Type", file.type), Header("Cache-Control", "no-cache")]
        whole = Response(.ok, headers: headers + Self.fences, body: .bytes(file.bytes))
    }

    func response(to request: Request) -> Response {
        tag.isNamed(by: request) ? .notModified(tag) : whole
    }

    /// What keeps anything but these files from running in the page, and the page from being shown in another.
    private static let fences = [
        Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                + "trusted-types 'none'"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Cross-Origin-Resource-Policy", "same-origin"),
        Header("Referrer-Policy", "no-referrer"),
        Header("X-Content-Type-Options", "nosniff"),
    ]
}
