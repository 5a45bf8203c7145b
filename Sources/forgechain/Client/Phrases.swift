internal import API
internal import Glibc
internal import NodeClient

/// How numbers, times and payments read.
enum Phrases {
    /// `1 block`, `2 blocks`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `1,234,567`.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number)
        var grouped = ""
        for (position, digit) in digits.enumerated() {
            let rest = digits.count - position
            if position > 0, rest % 3 == 0, digits.dropFirst(position - 1).first != "-" { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }

    /// `51.0 million`: three digits that count, for what nobody reads in full.
    static func rounded(_ number: UInt64) -> String {
        let steps: [(UInt64, String)] = [
            (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"),
        ]
        guard let (unit, word) = steps.first(where: { number >= $0.0 }) else { return grouped(number) }
        let tenths = number / (unit / 10)
        return tenths < 1_000 ? "\(tenths / 10).\(tenths % 10) \(word)" : "\(grouped(tenths / 10)) \(word)"
    }

    /// A moment in the local time zone, to the second; the number itself where no calendar reaches.
    static func moment(_ seconds: Double?) -> String {
        guard let seconds else { return "?" }
        guard abs(seconds) < 250_000_000_000 else { return "\(seconds)" }
        return local(time_t(seconds.rounded(.down)), "%Y-%m-%d %H:%M:%S")
    }

    /// What a clock on the wall shows now.
    static func timeOfDay() -> String { local(time(nil), "%H:%M:%S") }

    private static func local(_ seconds: time_t, _ format: String) -> String {
        var (seconds, parts) = (seconds, tm())
        localtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, format, &parts)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// `2 days 3 hours`: the two largest parts of a span.
    static func span(_ seconds: Int) -> String {
        let parts = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
        guard let first = parts.firstIndex(where: { seconds >= $0.0 }) else { return count(0, "second") }
        let shown = parts[first...].prefix(2).map { unit, noun in
            (seconds % (unit == 86_400 ? Int.max : unit * (unit == 3_600 ? 24 : 60)) / unit, noun)
        }
        return shown.filter { $0.0 > 0 }.map { count($0.0, $0.1) }.joined(separator: " ")
    }

    /// `alice -> bob: 5`.
    static func payment(_ payment: Payment) -> String {
        guard let sender = payment.sender, let recipient = payment.recipient, let amount = payment.amount else {
            return "(no payment)"
        }
        return payment.isReward ? "\(amount) to \(recipient) for mining" : "\(sender) -> \(recipient): \(amount)"
    }

    /// The beginning of a hash, enough to tell it from others.
    static func short(_ hash: String) -> String { String(hash.prefix(12)) }
}
