internal import CResources

/// A file of the page that shows a node; all files are compiled into the program, whose C code lists them.
public struct ExplorerFile: Sendable {
    /// Its name, such as `main.js`.
    public let name: String

    /// Its Content-Type.
    public let type: String

    /// Its bytes.
    public let bytes: [UInt8]

    /// The page itself.
    public static let page = named("explorer.html")

    /// The page of several nodes, beside each other.
    public static let classroom = named("classroom.html")

    /// The files that the pages load: scripts, styles, pictures, and the texts of the lessons.
    public static let parts = all.filter { ![page.name, classroom.name, description.name].contains($0.name) }

    /// The description of the node's API, which is no part of the page.
    package static let description = named("openapi.json")

    private static let all = (0..<resource_count()).map { ExplorerFile(resource_at($0).pointee) }

    private static func named(_ name: String) -> ExplorerFile {
        guard let file = all.first(where: { $0.name == name }) else {
            preconditionFailure("no file \(name) is compiled in")
        }
        return file
    }

    private init(_ file: resource) {
        // The program's own constant data: a name, and bytes with their count.
        name = String(cString: file.name)
        bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        guard let type = Self.types[String(name.split(separator: ".").last ?? "")] else {
            preconditionFailure("\(name) is of no kind that is known")
        }
        self.type = type
    }

    /// By how the name ends.
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "md": "text/markdown; charset=utf-8", "json": "application/json",
    ]
}
