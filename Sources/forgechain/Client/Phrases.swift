internal import API
internal import Glibc
internal import NodeClient
internal import Terminal

/// How numbers, times and payments are worded.
enum Phrases {
    /// `1 block`, `2 blocks`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The same in the user's language, for a phrase of `{n}` with words that follow `{count}`.
    static func count(_ number: Int, _ phrase: Phrase) -> String {
        phrase.text(["count": String(number), "n": grouped(number)])
    }

    /// `1,234,567`.
    static func grouped(_ number: some BinaryInteger) -> String { grouped(digits: String(number)) }

    /// The same of a number of any length, in decimal.
    static func grouped(digits: String) -> String {
        var grouped = ""
        for (position, digit) in digits.enumerated() {
            let rest = digits.count - position
            if position > 0, rest % 3 == 0, digits.dropFirst(position - 1).first != "-" { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }

    /// `51.0 million`: three significant digits, for numbers that nobody reads in full.
    static func rounded(_ number: some UnsignedInteger) -> String {
        let number = UInt128(number)
        let steps: [(UInt128, String)] = [
            (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"),
        ]
        guard let (unit, word) = steps.first(where: { number >= $0.0 }) else { return grouped(number) }
        let tenths = number / (unit / 10)
        return tenths < 1_000 ? "\(tenths / 10).\(tenths % 10) \(word)" : "\(grouped(tenths / 10)) \(word)"
    }

    /// A moment in the local time zone, to the second; or the number itself if it is beyond the calendar.
    static func moment(_ seconds: Double?) -> String {
        guard let seconds else { return "?" }
        guard abs(seconds) < 250_000_000_000 else { return "\(seconds)" }
        return local(time_t(seconds.rounded(.down)), "%Y-%m-%d %H:%M:%S")
    }

    /// The current local time of day.
    static func timeOfDay() -> String { local(time(nil), "%H:%M:%S") }

    private static func local(_ seconds: time_t, _ format: String) -> String {
        var (seconds, parts) = (seconds, tm())
        localtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, format, &parts)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// `2 days 3 hours`: a duration's two largest units.
    static func span(_ seconds: Int) -> String {
        let parts: [(Int, Phrase)] = [(86_400, .days), (3_600, .hours), (60, .minutes), (1, .seconds)]
        guard let first = parts.firstIndex(where: { seconds >= $0.0 }) else { return count(0, .seconds) }
        let shown = parts[first...].prefix(2).map { unit, noun in
            (seconds % (unit == 86_400 ? Int.max : unit * (unit == 3_600 ? 24 : 60)) / unit, noun)
        }
        return shown.filter { $0.0 > 0 }.map { count($0.0, $0.1) }.joined(separator: " ")
    }

    /// `alice -> bob: 5`.
    static func payment(_ payment: Payment) -> String {
        guard let sender = payment.sender, let recipient = payment.recipient, let amount = payment.amount else {
            return Phrase.noPayment.text()
        }
        return payment.isReward
            ? Phrase.forMining.text(["amount": amount, "recipient": recipient])
            : "\(sender) -> \(recipient): \(amount)"
    }

    /// The beginning of a hash, enough to tell it from others.
    static func short(_ hash: String) -> String { String(hash.prefix(12)) }

    /// A proof; one with unusually many digits is shortened to the first ones and their number.
    static func proof(_ proof: some CustomStringConvertible) -> String {
        let (digits, most, first) = (proof.description, 20, 8)
        return digits.utf8.count <= most ? digits : "\(digits.prefix(first))... (\(digits.utf8.count) digits)"
    }
}

/// How a search for a proof is worded.
enum SearchPhrases {
    private static let barColumns = 24

    /// `block 8, 17% of searches over, 65,536 guesses expected, 51.0 million a second`.
    static func line(_ search: SearchInfo) -> String {
        Phrase.search.text([
            "expected": Phrases.rounded(search.expected), "height": "\(search.height)",
            "share": "\(Int(share(search) * 100))",
        ]) + (search.rate > 0 ? Phrase.searchRate.text(["rate": Phrases.rounded(search.rate)]) : "")
    }

    /// The same, preceded by a bar that is full when all searches would have ended.
    static func bar(_ search: SearchInfo) -> Line {
        var line = Line("\(Phrase.mining.text()) ")
        line.addBar(share(search), .good, columns: barColumns)
        line.add(" " + Self.line(search))
        return line
    }

    /// Which part of all searches ends within so many guesses, from 0 to 1. Every guess is equally likely to be the
    /// last, however long a search has taken, so this never says how far one is.
    static func share(_ search: SearchInfo) -> Double {
        1 - exp(-Double(search.guesses) / Double(search.expected))
    }
}

/// How an event is worded.
enum EventPhrases {
    /// A line with the time of day; nil for an event that says nothing new.
    static func line(_ event: WatchedEvent) -> Line? {
        let (text, style): (String, Style) =
            switch event.event {
            case .status(let report): (status(report), .plain)
            case .block(let news): (block(news), .good)
            case .replaced(let news): (replacement(news), .special)
            case .refused(let news):
                ("a chain of \(Phrases.count(news.length, "block")): \(news.reason)" + source(news.source), .bad)
            case .transaction(let news): (transaction(news), .plain)
            case .peer(let news): (peer(news), .plain)
            case .mining(let search):
                if search.state == .givenUp {
                    ("the search for block \(search.height) was given up", .plain)
                } else {
                    ("", .plain)
                }
            case .limit(let news):
                ("the chain has \(Phrases.grouped(news.bytes)) of \(Phrases.grouped(news.limitBytes)) bytes", .bad)
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
