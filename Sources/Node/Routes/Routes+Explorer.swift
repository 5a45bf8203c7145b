package import Explorer
package import HTTP

/// The web page that shows the node.
extension Routes {
    static func addExplorer(to router: inout Router) {
        addExplorer(to: &router, page: .page)
    }

    /// A page, and all files that pages load.
    package static func addExplorer(to router: inout Router, page: ExplorerFile) {
        let page = TaggedAnswer(page)
        router.on(.get, .head, path: "/") { .now(page.response(to: $0)) }
        let parts = ExplorerFile.parts.map { ($0.name, TaggedAnswer($0)) }
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

extension TaggedAnswer {
    fileprivate init(_ file: ExplorerFile) {
        self.init(file: file.bytes, type: file.type, headers: Self.fences)
    }

    /// Keeps anything but these files from running in the page, and the page from being embedded in another.
    private static let fences = [
        Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                + "trusted-types 'none'"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Referrer-Policy", "no-referrer"),
    ]
}
