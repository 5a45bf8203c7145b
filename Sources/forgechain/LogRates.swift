internal import Node

/// How many lines of each kind may be logged, so that whoever causes them, by requests or as a peer, fills no disk.
///
/// A kind has a bucket of lines that refills slowly. What comes while it is empty is counted, and summed up later.
struct LogRates {
    /// What happens to a line.
    enum Verdict: Equatable {
        case written
        /// It is left out. The first since the last summary calls for the next one.
        case leftOut(isFirst: Bool)
    }

    private struct Bucket {
        var lines = Double(LogLimits.burst)
        var filled: Duration
        var leftOut = 0
    }

    private var buckets: [Substring: Bucket] = [:]

    /// What all lines have in common that differ only in details: the message up to a colon.
    static func kind(of message: String) -> Substring { message.prefix { $0 != ":" } }

    /// Decides on a line.
    ///
    /// - Parameter now: by a clock that never goes back.
    mutating func judge(_ kind: Substring, at now: Duration) -> Verdict {
        let name = name(of: kind)
        var bucket = buckets[name] ?? Bucket(filled: now)
        defer { buckets[name] = bucket }
        let seconds = (now - bucket.filled) / .seconds(1)
        bucket.lines = min(bucket.lines + max(seconds, 0) * Double(LogLimits.linesPerSecond), Double(LogLimits.burst))
        bucket.filled = now
        guard bucket.lines >= 1 else {
            bucket.leftOut += 1
            return .leftOut(isFirst: bucket.leftOut == 1)
        }
        bucket.lines -= 1
        return .written
    }

    /// How many lines of a kind were left out since this was last asked.
    mutating func takeLeftOut(_ kind: Substring) -> Int {
        let name = name(of: kind)
        defer { buckets[name]?.leftOut = 0 }
        return buckets[name]?.leftOut ?? 0
    }

    /// The kinds of which lines were left out.
    var kindsLeftOut: [Substring] { buckets.filter { $0.value.leftOut > 0 }.keys.sorted() }

    private func name(of kind: Substring) -> Substring {
        buckets[kind] != nil || buckets.count < LogLimits.kinds ? kind : "other"
    }
}
