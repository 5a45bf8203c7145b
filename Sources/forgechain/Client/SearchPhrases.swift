internal import NodeClient

/// How a search for a proof reads.
enum SearchPhrases {
    private static let barWidth = 24

    /// `block 8, 19% of the expected 65,536 guesses, 51.0 million a second`.
    static func line(_ search: SearchReport) -> String {
        "block \(search.height), \(share(search))% of the expected \(Phrases.grouped(search.expected)) guesses"
            + (search.rate > 0 ? ", \(Phrases.rounded(search.rate)) a second" : "")
    }

    /// The same behind a bar, which is full when most searches would have ended.
    static func bar(_ search: SearchReport) -> Line {
        let full = min(barWidth * share(search) / 100, barWidth)
        var line = Line("mining [")
        line.add(String(repeating: "#", count: full), .good)
        line.add(String(repeating: ".", count: barWidth - full) + "] " + Self.line(search))
        return line
    }

    /// In percent. A search is as likely to end with the next guess however long it took, so it goes beyond 100.
    private static func share(_ search: SearchReport) -> Int {
        Int(min(Double(search.guesses) / Double(search.expected) * 100, 1e6))
    }
}
