internal import API
internal import NodeClient
internal import Terminal

/// How an event reads.
enum EventPhrases {
    /// A line with the time of day; nil for what says nothing new.
    static func line(_ event: WatchedEvent) -> Line? {
        let (text, style): (String, Style) =
            switch event.event {
            case .status(let report): (status(report), .plain)
            case .block(let news): (block(news), .good)
            case .replaced(let news): (replacement(news), .special)
            case .transaction(let news): (transaction(news), .plain)
            case .peer(let news): (peer(news), .plain)
            case .mining(let search):
                if search.state == .givenUp {
                    ("the search for block \(search.height) was given up", .plain)
                } else {
                    ("", .plain)
                }
            case .missed(let count): ("\(Phrases.count(count, "event")) left out: too many at once", .bad)
            case nil: (String(decoding: event.data, as: UTF8.self), .plain)
            }
        guard !text.isEmpty else { return nil }
        var line = Line("\(Phrases.timeOfDay())  ", .faint)
        line.add(event.name, style == .plain ? .strong : style, columns: 13)
        line.add(text)
        return line
    }

    private static func status(_ report: StatusAnswer) -> String {
        [
            report.identifier.map { "node \($0)" }, Phrases.count(report.length, "block"),
            report.pending.map { "\(Phrases.grouped($0)) pending" }, report.peers.map { Phrases.count($0, "peer") },
        ].compactMap(\.self).joined(separator: ", ")
    }

    private static func block(_ news: BlockEvent) -> String {
        let count = news.transactionCount.map { ", \(Phrases.count($0, "transaction"))" } ?? ""
        return "\(news.index), \(Phrases.short(news.hash))\(count)" + source(news.source)
    }

    private static func replacement(_ news: ReplacementEvent) -> String {
        let fell = news.previousLength - news.common
        return "forked behind block \(news.common): \(Phrases.count(fell, "block")) fell out, "
            + "\(Phrases.grouped(news.length)) are there now" + source(news.source)
            + (news.pendingAgain > 0 ? "; \(Phrases.count(news.pendingAgain, "transaction")) pending again" : "")
    }

    /// The part that names the source of a block or chain.
    private static func source(_ name: String?) -> String {
        guard let name else { return "" }
        return name == "this node" ? ", mined here" : ", from \(name)"
    }

    private static func transaction(_ news: TransactionEvent) -> String {
        (news.transaction.map { Phrases.payment(Payment($0)) } ?? "a long one")
            + (news.pending.map { " (\(Phrases.grouped($0)) pending)" } ?? "")
    }

    private static func peer(_ news: PeerEvent) -> String {
        let details = [
            news.peer?.state, news.peer?.length.map { Phrases.count($0, "block") }, news.peer?.fault,
        ].compactMap(\.self)
        return "\(news.address) \(news.change)" + (details.isEmpty ? "" : ": \(details.joined(separator: ", "))")
    }
}
