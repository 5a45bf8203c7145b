internal import CResources

/// A file of the page that shows a node; all files are compiled into the program.
public struct ExplorerFile: Sendable {
    /// Its name, such as `main.js`.
    public let name: String

    /// Its Content-Type.
    public let type: String

    /// Its bytes.
    public let bytes: [UInt8]

    /// Its bytes as a gzip file.
    ///
    /// - Complexity: O(n): it is compressed each time.
    public var compressed: [UInt8] { Gzip.compressed(bytes) }

    init(_ name: String) {
        self.name = name
        bytes = compiledFile(name)
        let kinds = [
            "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
            "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "md": "text/markdown; charset=utf-8",
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

    /// The files that the pages load.
    public static let parts = shell.map { ExplorerFile($0) } + lessons

    private static let shell = [
        "explorer.css", "icon.svg", "main.js", "text.js", "english.js", "chinese.js", "dom.js", "node.js", "model.js",
        "chain.js", "block.js", "forms.js", "peers.js", "mining.js", "plots.js", "description.js", "canonical.js",
        "check.js", "explanation.js", "json.js", "key.js", "ledger.js", "live.js", "name.js", "pace.js", "payments.js",
        "send.js", "sha256.js", "transaction.js", "find.js", "draftcard.js", "example.js", "rules.js", "sandbox.js",
        "search.js", "workbench.js", "ages.js", "details.js", "equal.js", "listing.js", "swatch.js", "tally.js",
        "work.js", "branches.js", "styles.js", "tree.js", "tree.css", "forgery.js", "guide.js", "network.js",
        "networds.js", "netparts.js", "netguide.js", "netview.js", "network.css", "race.js", "raceview.js", "figure.js",
        "pictures.js", "searches.js", "statistics.js", "links.js", "copy.js", "operations.js", "totals.js", "fates.js",
        "forks.js", "peerview.js", "events.js", "classroom.css", "classroom.js", "columns.js", "address.js",
        "languages.js", "menu.js", "spanish.js", "wording.js", "sandbox.css", "situation.js", "standing.js",
        "standwords.js",
    ]
}

/// The bytes of a file that is compiled in.
///
/// - Parameter name: without a folder; there has to be such a file.
package func compiledFile(_ name: String) -> [UInt8] {
    guard let file = resource_named(name) else { preconditionFailure("no file \(name) is compiled in") }
    // The program's own constant data, with its length.
    return Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
}
