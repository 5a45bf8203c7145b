internal import Explorer
internal import HTTP
internal import Wording

/// The web page that shows the node.
extension Routes {
    static func addExplorer(to router: inout Router) {
        let page = TaggedAnswer(ExplorerFile.page)
        router.on(.get, .head, path: "/") { .now(page.response(to: $0)) }
        let parts = ExplorerFile.parts.map { ($0.name, TaggedAnswer($0)) }
        let answers = Dictionary(parts + words) { first, _ in first }
        router.on(.get, .head, path: "/explorer/{file}") { request in
            let name = request.parameters["file"]
            guard let answer = answers[name] else {
                return .now(.error(.notFound, .fileUnknown, ["name": .text(name)]))
            }
            return .now(answer.response(to: request))
        }
    }
}

extension Routes {
    /// The words of what the node states, in each language.
    private static var words: [(name: String, TaggedAnswer)] {
        Language.allCases.map { language in
            let bytes = Statement.Code.catalogue(language)
            return ("words-\(language.tag).json", TaggedAnswer(file: bytes, type: "application/json"))
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
