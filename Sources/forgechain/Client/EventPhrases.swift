internal import API
internal import NodeClient
internal import Terminal
internal import Wording

/// How an event is worded.
enum EventPhrases {
    /// A line with the time of day; nil for an event that says nothing new.
    static func line(_ event: WatchedEvent) -> Line? {
        guard let (name, text, style) = words(event) else { return nil }
        var line = Line("\(Phrases.timeOfDay())  ", .faint)
        line.add(name?.text() ?? event.name, style == .plain ? .strong : style, columns: 13)
        line.add(text)
        return line
    }

    /// What has happened, nil of what this program doesn't know; the rest of the line; and how it is shown.
    private static func words(_ event: WatchedEvent) -> (name: Phrase?, text: String, style: Style)? {
        switch event.event {
        case .status(let report): return (.eventStatus, status(report), .plain)
        case .block(let news): return (.eventBlock, block(news), .good)
        case .replaced(let news): return (.eventReplaced, replacement(news), .special)
        case .refused(let news):
            let reason = news.statement?.text(.ofUser) ?? news.reason
            let text = Phrase.chainRefused.text(["blocks": Phrases.count(news.length, .blocks), "reason": reason])
            return (.eventRefused, text + source(news.source), .bad)
        case .transaction(let news): return (.eventTransaction, transaction(news), .plain)
        case .peer(let news): return (.eventPeer, peer(news), .plain)
        case .mining(let search):
            guard search.state == .givenUp else { return nil }
            return (.mining, Phrase.searchGivenUp.text(["height": "\(search.height)"]), .plain)
        case .limit(let news):
            let (bytes, limit) = (Phrases.grouped(news.bytes), Phrases.grouped(news.limitBytes))
            return (.eventLimit, Phrase.chainBytes.text(["bytes": bytes, "limit": limit]), .bad)
        case .missed(let count): return (.eventMissed, Phrases.count(count, .eventsLeftOut), .bad)
        case nil: return (nil, String(decoding: event.data, as: UTF8.self), .plain)
        }
    }

    private static func status(_ report: StatusAnswer) -> String {
        let parts = [
            report.identifier.map { Phrase.nodeNamed.text(["id": $0]) }, Phrases.count(report.length, .blocks),
            report.pending.map { Phrases.count($0, .nPending) }, report.peers.map { Phrases.count($0, .peers) },
        ]
        return Phrases.list(parts.compactMap(\.self))
    }

    private static func block(_ news: BlockEvent) -> String {
        let count = news.transactionCount.map { Phrases.count($0, .transactions) }
        return Phrases.list(["\(news.index)", Phrases.short(news.hash), count].compactMap(\.self))
            + source(news.source)
    }

    private static func replacement(_ news: ReplacementEvent) -> String {
        let fell = news.previousLength - news.common
        let text = Phrase.forkedBehind.text([
            "blocks": Phrases.count(fell, .blocks), "common": "\(news.common)", "count": "\(fell)",
            "n": Phrases.grouped(news.length),
        ])
        guard news.pendingAgain > 0 else { return text + source(news.source) }
        let again = Phrase.pendingAgain.text([
            "count": "\(news.pendingAgain)", "transactions": Phrases.count(news.pendingAgain, .transactions),
        ])
        return text + source(news.source) + again
    }

    /// The part that names the source of a block or chain.
    private static func source(_ name: String?) -> String {
        guard let name else { return "" }
        return name == "this node" ? Phrase.minedHere.text() : Phrase.fromSource.text(["source": name])
    }

    private static func transaction(_ news: TransactionEvent) -> String {
        let waiting = news.pending.map { Phrase.inBrackets.text(["text": Phrases.count($0, .nPending)]) }
        return (news.transaction.map { Phrases.payment(Payment($0)) } ?? Phrase.longTransaction.text())
            + (waiting ?? "")
    }

    private static func peer(_ news: PeerEvent) -> String {
        let change =
            switch PeerEvent.Change(rawValue: news.change) {
            case .added: Phrase.peerAdded.text()
            case .removed: Phrase.peerGone.text()
            case .changed: Phrase.peerChanged.text()
            case nil: news.change
            }
        let details = [
            news.peer?.state.map(PeerPhrases.state), news.peer?.length.map { Phrases.count($0, .blocks) },
            news.peer.flatMap(PeerPhrases.fault),
        ].compactMap(\.self)
        let what = "\(news.address) \(change)"
        return details.isEmpty ? what : Phrase.detailed.text(["detail": Phrases.list(details), "what": what])
    }
}
