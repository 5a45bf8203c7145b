/// A file of the page that shows a node; all files are compiled into the program.
public struct ExplorerFile: Sendable {
    /// Its name, such as `main.js`.
    public let name: String

    /// Its Content-Type.
    public let type: String

    /// Its bytes.
    public let bytes: [UInt8]

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        let kinds = [
            "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
            "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        ]
        guard let kind = kinds[String(name.drop { $0 != "." }.dropFirst())] else {
            preconditionFailure("\(name) is of no kind that is known")
        }
        type = kind
    }

    /// The page itself.
    public static let page = ExplorerFile("explorer.html", PackageResources.explorer_html)

    /// The files that the page loads.
    public static let parts = [
        ExplorerFile("explorer.css", PackageResources.explorer_css),
        ExplorerFile("icon.svg", PackageResources.icon_svg),
        ExplorerFile("main.js", PackageResources.main_js),
        ExplorerFile("text.js", PackageResources.text_js),
        ExplorerFile("english.js", PackageResources.english_js),
        ExplorerFile("chinese.js", PackageResources.chinese_js),
        ExplorerFile("dom.js", PackageResources.dom_js),
        ExplorerFile("node.js", PackageResources.node_js),
        ExplorerFile("model.js", PackageResources.model_js),
        ExplorerFile("chain.js", PackageResources.chain_js),
        ExplorerFile("block.js", PackageResources.block_js),
        ExplorerFile("forms.js", PackageResources.forms_js),
        ExplorerFile("peers.js", PackageResources.peers_js),
        ExplorerFile("mining.js", PackageResources.mining_js),
        ExplorerFile("plots.js", PackageResources.plots_js),
        ExplorerFile("lookup.js", PackageResources.lookup_js),
        ExplorerFile("description.js", PackageResources.description_js),
    ]
}
