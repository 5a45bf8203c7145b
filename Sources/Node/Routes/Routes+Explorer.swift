package import Explorer
package import HTTP
internal import Wording

/// The web page that shows the node.
extension Routes {
    static func addExplorer(to router: inout Router) {
        addExplorer(to: &router, page: .page)
    }

    /// A page, and all files that pages load.
    package static func addExplorer(to router: inout Router, page: ExplorerFile) {
        let page = FileAnswer(page)
        router.on(.get, .head, path: "/") { .now(page.response(to: $0)) }
        let parts = ExplorerFile.parts.map { ($0.name, FileAnswer($0)) }
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
    private static var words: [(name: String, FileAnswer)] {
        Language.allCases.map { language in
            let bytes = Statement.Code.catalogue(language)
            let name = "words-\(language.tag).json"
            return (name, FileAnswer(name, TaggedAnswer(file: bytes, type: "application/json")))
        }
    }
}

/// A file of the page as it is, and compressed for clients that can read that.
private struct FileAnswer: Sendable {
    private let plain: TaggedAnswer
    private let name: String

    init(_ name: String, _ plain: TaggedAnswer) {
        (self.name, self.plain) = (name, plain)
    }

    init(_ file: ExplorerFile) {
        plain = TaggedAnswer(file: file.bytes, type: file.type, headers: Self.headers)
        name = file.name
    }

    func response(to request: Request) -> Response {
        let packed = request.headers.acceptGzip ? Self.packed[name] : nil
        return (packed ?? plain).response(to: request)
    }

    /// All files by their names, compressed when the first client wants one of them.
    private static let packed: [String: TaggedAnswer] = {
        let files = ([ExplorerFile.page] + ExplorerFile.parts).map { file in
            let coding = Header("Content-Encoding", "gzip")
            return (file.name, TaggedAnswer(file: file.compressed, type: file.type, headers: [coding] + headers))
        }
        return Dictionary(files) { first, _ in first }
    }()

    /// Keeps anything but these files from running in the page, and the page from being embedded in another.
    private static let headers = [
        Header("Vary", "Accept-Encoding"),
        Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                + "trusted-types 'none'"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Referrer-Policy", "no-referrer"),
    ]
}
