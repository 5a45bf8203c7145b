internal import Chain
internal import HTTP

/// Which part of a list a request asks for: at most `limit`, from the one at `from` on, which counts from 1.
struct Page {
    /// How many a page has unless asked otherwise.
    static let standardLimit = 100

    /// How many a page may have: a screenful for people, and a bounded answer.
    static let maximumLimit = 1000

    /// How many bytes of texts a page holds, or one text whatever its length: a client that doesn't read has its page
    /// held for it.
    static let maximumBytes = 256 * 1024

    let from: Int
    let limit: Int

    /// Reads the query of a request that may have others than `from` and `limit`.
    init(_ query: Query, besides others: [String] = []) throws(QueryError) {
        try query.allow(others + ["from", "limit"])
        // Half of what fits, so that a limit can be added.
        from = try query.integer("from", in: 1...Int.max / 2) ?? 1
        limit = try query.integer("limit", in: 1...Self.maximumLimit) ?? Self.standardLimit
    }

    /// The places of a list that are on this page.
    func range(of count: Int) -> Range<Int> {
        min(from - 1, count)..<min(from - 1 + limit, count)
    }

    /// Whether it begins after the place where the next entry will be. A client that follows a list asks for that
    /// entry, and gets an empty page until it is there.
    func isBeyond(_ total: Int) -> Bool {
        from > total + 1
    }

    /// As many of the texts, from the first on, as a page holds.
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

    /// Where the next page begins, when this one has `count` of `total`.
    func next(after count: Int, of total: Int) -> CanonicalText {
        from + count <= total ? .integer(from + count) : .null
    }
}
