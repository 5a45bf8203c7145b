internal import API
internal import NodeClient
internal import Terminal

/// How a search for a proof reads.
enum SearchPhrases {
    private static let barColumns = 24

    /// `block 8, 19% of the expected 65,536 guesses, 51.0 million a second`.
    static func line(_ search: SearchInfo) -> String {
        "block \(search.height), \(share(search))% of the expected \(Phrases.grouped(search.expected)) guesses"
            + (search.rate > 0 ? ", \(Phrases.rounded(search.rate)) a second" : "")
    }

    /// The same after a bar, which is full when most searches would have ended.
    static func bar(_ search: SearchInfo) -> Line {
        var line = Line("mining ")
        line.addBar(Double(share(search)) / 100, .good, columns: barColumns)
        line.add(" " + Self.line(search))
        return line
    }

    /// In percent. A search is as likely to end with the next guess however long it took, so it goes beyond 100.
    private static func share(_ search: SearchInfo) -> Int {
        Int(min(Double(search.guesses) / Double(search.expected) * 100, 1e6))
    }
}
