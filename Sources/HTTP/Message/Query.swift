/// Names and values of a request's query, as forms send them.
///
/// Read as application/x-www-form-urlencoded (URL Standard, section 5.1): `&` separates, the first `=` ends a
/// name, `+` is a space, and the rest is percent-encoded UTF-8. A name without `=` has the empty value, and the
/// name itself may be empty. But where the standard mends a broken escape or what is not UTF-8, this refuses it:
/// an address that was mended is another address.
///
/// Not longer than a request's head (``ServerLimits/headBytes``); finding a name takes a walk through all.
public struct Query: Sendable {
    private let pairs: [(name: String, value: String)]

    /// Reads ``Request/query``; nil is an empty one.
    public init(_ text: String?) throws(QueryError) {
        var pairs: [(name: String, value: String)] = []
        for part in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            let value = part.dropFirst(name.count + 1)
            guard let name = Query.decoded(name), let value = Query.decoded(value) else {
                throw .notEncoded(String(Substring(part)))
            }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        // Pluses first: an escaped one is a plus.
        let spaced = text.lazy.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return [UInt8](percentDecoding: spaced).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Refuses other names than these: a name that is misspelt would change the answer without a word.
    public func allow(_ names: [String]) throws(QueryError) {
        for (name, _) in pairs where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            throw .unknown(name, known: names)
        }
    }

    /// The value of `name`, any text, control characters included; nil when it is not given.
    ///
    /// Given twice is an error, since which one counts would be a guess. Names are compared byte for byte.
    public subscript(name: String) -> String? {
        get throws(QueryError) {
            let values = pairs.lazy.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
            guard values.dropFirst().isEmpty else { throw .repeated(name) }
            return values.first
        }
    }

    /// The value of `name`, which has to be in `range`; nil when it is not given.
    ///
    /// Decimal digits, behind a minus where it is negative. What `Int` cannot hold is not in `range` either.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(QueryError) -> Int? {
        guard let value = try self[name] else { return nil }
        // Int would take a plus.
        guard value.utf8.first != UInt8(ascii: "+"), let integer = Int(value), range.contains(integer) else {
            throw .notInteger(name, value, in: range)
        }
        return integer
    }
}
