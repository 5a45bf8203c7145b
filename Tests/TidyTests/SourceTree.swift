internal import Foundation

/// A file of the repository.
struct SourceFile: Sendable {
    /// From the repository's root, with slashes.
    let path: String
    let text: String
    let lines: [Substring]

    init(path: String, text: String) {
        (self.path, self.text) = (path, text)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The folder under `Sources`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

    var isSwift: Bool { path.hasSuffix(".swift") }
}

/// The repository from which these tests were built.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Everything under `Sources`.
    static func sources() throws -> [SourceFile] {
        let folder = root.appending(path: "Sources")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted()
        return try paths.compactMap { path in
            let url = folder.appending(path: path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                return nil
            }
            return SourceFile(path: "Sources/" + path, text: try String(contentsOf: url, encoding: .utf8))
        }
    }

    /// The package's manifest.
    static func manifest() throws -> SourceFile {
        let url = root.appending(path: "Package.swift")
        return SourceFile(path: "Package.swift", text: try String(contentsOf: url, encoding: .utf8))
    }
}
