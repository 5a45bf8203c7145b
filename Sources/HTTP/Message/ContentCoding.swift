extension Headers {
    /// Whether Accept-Encoding lists gzip, or all, and not with a weight of nothing (RFC 9110, section 12.5.3). Without
    /// the header a client gets what is never compressed: most that leave it out cannot decompress.
    public var acceptGzip: Bool {
        var isAccepted: Bool?
        for item in values(of: "accept-encoding").flatMap({ $0.split(separator: ",") }) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let name = parts.first else { continue }
            let isRefused = parts.dropFirst().contains { Headers.nothing.contains($0) }
            // What is said of gzip itself counts before what is said of all.
            if name == "gzip" || name == "x-gzip" { return !isRefused }
            if name == "*" { isAccepted = !isRefused }
        }
        return isAccepted ?? false
    }

    private static let nothing: Set = ["q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000"]
}
