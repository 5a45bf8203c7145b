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

    /// Reads a query that may mean nothing: nil unless it has one of these names, which then are all that it may have.
    ///
    /// For paths whose query others ignore, and which have to answer as they do whatever it says.
    public init?(_ text: String?, ifItHas names: String...) throws(QueryError) {
        let parts = (text ?? "").utf8.split(separator: UInt8(ascii: "&"))
        let isMeant = parts.contains { part in
            let name = Query.decoded(part.prefix { $0 != UInt8(ascii: "=") })
            return names.contains { $0 == name }
        }
        guard isMeant else { return nil }
        try self.init(text)
        try allow(names)
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

    /// Whether `name` is given, without a value or as `true`.
    public func flag(_ name: String) throws(QueryError) -> Bool {
        guard let value = try self[name] else { return false }
        guard value.isEmpty || value == "true" else { throw .notFlag(name, value) }
        return true
    }

    /// The value of `name`, which has to be in `range`; nil when it is not given.
    ///
    /// Decimal digits, after a minus where it is negative. What `Int` cannot hold is not in `range` either.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(QueryError) -> Int? {
        guard let value = try self[name] else { return nil }
        // Int would take a plus.
        guard value.utf8.first != UInt8(ascii: "+"), let integer = Int(value), range.contains(integer) else {
            throw .notInteger(name, value, in: range)
        }
        return integer
    }
}

/// Why a query, or a value in it, was refused.
public enum QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This part, from one `&` to the next, has a broken escape or is not UTF-8.
    case notEncoded(String)
    /// This name is given more than once.
    case repeated(String)
    /// This name means nothing here; these do.
    case unknown(String, known: [String])
    /// The value of this name isn't an integer, or isn't one of those allowed.
    case notInteger(String, String, in: ClosedRange<Int>)

    /// The value of this name, which takes none.
    case notFlag(String, String)

    /// One sentence. What was given is in it, shortened to 100 characters.
    public var description: String {
        switch self {
        case .notEncoded(let part):
            "The query's \"\(QueryError.shortened(part))\" is not well percent-encoded UTF-8."
        case .repeated(let name):
            "The query gives \"\(name)\" more than once."
        case .unknown(let name, let known):
            "The query's \"\(QueryError.shortened(name))\" means nothing here. "
                + "Known names: \(known.joined(separator: ", "))."
        case .notFlag(let name, let value):
            "The query's \"\(name)\" is \"\(QueryError.shortened(value))\", but takes no value."
        case .notInteger(let name, let value, let range):
            "The query's \"\(name)\" is \"\(QueryError.shortened(value))\", but has to be an integer from "
                + "\(range.lowerBound) to \(range.upperBound)."
        }
    }

    /// Scalars, since what Swift calls one character can be of any length.
    private static func shortened(_ text: String) -> String {
        String(text.unicodeScalars.prefix(100))
    }
}
