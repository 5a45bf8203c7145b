internal import Chain
internal import HTTP

/// Which part of a list a request asks for: at most `limit`, from the one at `from` on, which counts from 1.
struct Page {
    /// How many a page has unless asked otherwise.
    static let standardLimit = 100

    /// How many a page may have: a screenful for people, and a bounded answer.
    static let maximumLimit = 1000

    let from: Int
    let limit: Int

    init(_ query: Query) throws(QueryError) {
        // Half of what fits, so that a limit can be added.
        from = try query.integer("from", in: 1...Int.max / 2) ?? 1
        limit = try query.integer("limit", in: 1...Self.maximumLimit) ?? Self.standardLimit
    }

    /// The places of a list that are on this page.
    func range(of count: Int) -> Range<Int> {
        min(from - 1, count)..<min(from - 1 + limit, count)
    }

    /// Whether it begins behind the end of a list. An empty list has an empty first page.
    func isBeyond(_ total: Int) -> Bool {
        from > max(total, 1)
    }

    /// Where the next page begins, when this one has `count` of `total`.
    func next(after count: Int, of total: Int) -> CanonicalText {
        from + count <= total ? .integer(from + count) : .null
    }
}
