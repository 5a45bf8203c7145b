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
        router.on(.get, .head, path: "/explorer/{file}") { request in
            let name = request.parameters["file"]
            guard let answer = parts[name] else {
                return .now(.error(.notFound, .fileUnknown, ["name": .text(name)]))
            }
            return .now(answer.response(to: request))
        }
    }

    /// The files by their names; the same for all nodes of the process.
    private static let parts: [String: FileAnswer] = {
        let files = ExplorerFile.parts.map { ($0.name, FileAnswer($0)) }
        // The words of what the node states, in each language.
        let words = Language.allCases.map { language in
            let bytes = Statement.Code.catalogue(language)
            return ("words-\(language.tag).json", FileAnswer(bytes, type: "application/json"))
        }
        return Dictionary(uniqueKeysWithValues: files + words)
    }()
}
