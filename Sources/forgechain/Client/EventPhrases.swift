internal import NodeClient

/// How an event reads.
enum EventPhrases {
    /// A line with the time of day; nil for what says nothing new.
    static func line(_ event: WatchedEvent) -> Line? {
        let (text, style): (String, Line.Style) =
            switch event.content {
            case .status(let report): (status(report), .plain)
            case .block(let news): (block(news), .good)
            case .replaced(let news): (replacement(news), .special)
            case .transaction(let payment, let pending): (transaction(payment, pending), .plain)
            case .peer(let address, let change, let report): (peer(address, change, report), .plain)
            case .mining(let search):
                if search.state == "given up" {
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

    private static func status(_ report: NodeReport) -> String {
        [
            report.identifier.map { "node \($0)" }, Phrases.count(report.length, "block"),
            report.pending.map { "\(Phrases.grouped($0)) pending" }, report.peers.map { Phrases.count($0, "peer") },
        ].compactMap(\.self).joined(separator: ", ")
    }

    private static func block(_ news: BlockNews) -> String {
        let count = news.transactionCount.map { ", \(Phrases.count($0, "transaction"))" } ?? ""
        return "\(news.index), \(Phrases.short(news.hash))\(count)" + source(news.source)
    }

    private static func replacement(_ news: ReplacementNews) -> String {
        let fell = news.previousLength - news.common
        return "forked behind block \(news.common): \(Phrases.count(fell, "block")) fell out, "
            + "\(Phrases.grouped(news.length)) are there now" + source(news.source)
            + (news.pendingAgain > 0 ? "; \(Phrases.count(news.pendingAgain, "transaction")) pending again" : "")
    }

    /// Who brought it.
    private static func source(_ name: String?) -> String {
        guard let name else { return "" }
        return name == "this node" ? ", mined here" : ", from \(name)"
    }

    private static func transaction(_ payment: Payment?, _ pending: Int?) -> String {
        (payment.map(Phrases.payment) ?? "a long one") + (pending.map { " (\(Phrases.grouped($0)) pending)" } ?? "")
    }

    private static func peer(_ address: String, _ change: String, _ report: PeerReport?) -> String {
        let details = [
            report?.state, report?.length.map { Phrases.count($0, "block") }, report?.fault,
        ].compactMap(\.self)
        return "\(address) \(change)" + (details.isEmpty ? "" : ": \(details.joined(separator: ", "))")
    }
}
