internal import Chain
internal import HTTP

/// The part of a list that a request asks for: at most `limit` entries, starting with number `from`, counted from 1.
struct Page {
    /// The default number of entries on a page.
    static let standardLimit = 100

    /// The maximum number of entries on a page: a screenful for people, and a bounded answer.
    static let maximumLimit = 1000

    /// How many bytes of texts a page contains, or one text of any length: for a client that doesn't read, the page
    /// must be held.
    static let maximumBytes = 256 * 1024

    let from: Int
    let limit: Int

    /// The names of a query that say which page is requested.
    static let names = ["from", "limit"]

    /// Reads a query that knows ``names``.
    init(_ query: Query) throws(QueryError) {
        // Half of the maximum, so that a limit can be added.
        from = try query.integer("from", in: 1...Int.max / 2) ?? 1
        limit = try query.integer("limit", in: 1...Self.maximumLimit) ?? Self.standardLimit
    }

    /// The positions in a list that are on this page.
    func range(of count: Int) -> Range<Int> {
        min(from - 1, count)..<min(from - 1 + limit, count)
    }

    /// Whether it begins after the place of the next entry to come. A client that follows a list asks for that entry,
    /// and gets an empty page until it exists.
    func isBeyond(_ total: Int) -> Bool {
        from > total + 1
    }

    /// As many of the texts, from the first on, as fit on a page.
    static func fitting(_ texts: some Sequence<CanonicalText>) -> [CanonicalText] {
        var bytes = 0
        var fitting: [CanonicalText] = []
        for text in texts {
            bytes += text.bytes.count
            if bytes > maximumBytes, !fitting.isEmpty { break }
            fitting.append(text)
        }
        return fitting
    }

    /// Where the next page begins, if this one has `count` of `total` entries.
    func next(after count: Int, of total: Int) -> CanonicalText {
        from + count <= total ? .integer(from + count) : .null
    }
}
