internal import API
internal import Glibc
internal import NodeClient
internal import Terminal
internal import Wording

/// How numbers, times and payments are worded.
enum Phrases {
    /// `1 block`, `2 blocks`: a phrase of `{n}` with words that follow `{count}`.
    static func count(_ number: Int, _ phrase: Phrase, in language: Language = .ofUser) -> String {
        phrase.text(language, ["count": String(number), "n": grouped(number)])
    }

    /// `1 block, 2 peers`: what a list has, with the comma of the user's language.
    static func list(_ items: [String]) -> String {
        items.dropFirst().reduce(items.first ?? "") { Phrase.listed.text(["item": $1, "list": $0]) }
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
    static func rounded(_ number: some UnsignedInteger, in language: Language = .ofUser) -> String {
        let number = UInt128(number)
        guard let (unit, word) = units(language).first(where: { number >= $0.unit }) else { return grouped(number) }
        let tenths = number / (unit / 10)
        return tenths < 1_000 ? "\(tenths / 10).\(tenths % 10) \(word)" : "\(grouped(tenths / 10)) \(word)"
    }

    /// The large numbers that have a word, the largest first: each phrase's part is a power of ten and its word.
    private static func units(_ language: Language) -> [(unit: UInt128, word: Substring)] {
        Phrase.largeNumbers.words(language).split(separator: ",").compactMap { part in
            let words = part.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let power = Int(words[0]) else { return nil }
            return ((0..<power).reduce(1) { unit, _ in unit * 10 }, words[1])
        }
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
    ///
    /// - Parameter height: that of its block, if it is known. In the first one of a ledger nobody is paid for mining.
    static func payment(_ payment: Payment, in height: Int? = nil) -> String {
        guard let sender = payment.sender, let recipient = payment.recipient, let amount = payment.amount else {
            return Phrase.noPayment.text()
        }
        return payment.isReward
            ? (height == 1 ? Phrase.granted : .forMining).text(["amount": amount, "recipient": recipient])
            : "\(sender) -> \(recipient): \(amount)"
    }

    /// The beginning of a hash, enough to tell it from others.
    static func short(_ hash: String) -> String { String(hash.prefix(12)) }

    /// A proof; one with unusually many digits is shortened to the first ones and their number.
    static func proof(_ proof: some CustomStringConvertible) -> String {
        let (digits, most, first) = (proof.description, 20, 8)
        guard digits.utf8.count > most else { return digits }
        return Phrase.longProof.text(["beginning": String(digits.prefix(first)), "n": String(digits.utf8.count)])
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
