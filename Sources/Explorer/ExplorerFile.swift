internal import CResources

/// A file of the page that shows a node; all files are compiled into the program.
public struct ExplorerFile: Sendable {
    /// Its name, such as `main.js`.
    public let name: String

    /// Its Content-Type.
    public let type: String

    /// Its bytes.
    public let bytes: [UInt8]

    init(_ name: String) {
        self.name = name
        bytes = compiledFile(name)
        let kinds = [
            "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
            "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "md": "text/markdown; charset=utf-8",
            "json": "application/json",
        ]
        guard let kind = name.split(separator: ".").last.flatMap({ kinds[String($0)] }) else {
            preconditionFailure("\(name) is of no kind that is known")
        }
        type = kind
    }

    /// The page itself.
    public static let page = ExplorerFile("explorer.html")

    /// The page of several nodes, beside each other.
    public static let classroom = ExplorerFile("classroom.html")

    /// The files that the pages load: all that are compiled in, but for the pages and the description of the API.
    public static let parts: [ExplorerFile] = {
        let others = [page.name, classroom.name, "openapi.json"]
        let names = (0...).lazy.map(resource_at).prefix { $0 != nil }.compactMap { $0 }
        return names.map { String(cString: $0.pointee.name) }.filter { !others.contains($0) }.map(ExplorerFile.init)
    }()
}

/// The bytes of a file that is compiled in.
///
/// - Parameter name: without a folder; there has to be such a file.
package func compiledFile(_ name: String) -> [UInt8] {
    guard let file = resource_named(name) else { preconditionFailure("no file \(name) is compiled in") }
    // The program's own constant data, with its length.
    return Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
}
