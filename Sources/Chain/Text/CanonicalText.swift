/// A JSON value in the one spelling that is hashed, stored and sent: the output of CPython's `json.dumps(value,
/// sort_keys=True)`.
///
/// All bytes are ASCII. Equal values have equal texts, except that `1` and `1.0` differ, as they do when hashed.
public struct CanonicalText: Hashable, Sendable, CustomStringConvertible {
    /// The text's bytes, all from 0x20 to 0x7E.
    public let bytes: [UInt8]

    /// Takes bytes that already are canonical text.
    package init(uncheckedBytes bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The text as a string. Takes time linear in the text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Hashes the bytes at once; an array would do it one by one.
    public func hash(into hasher: inout Hasher) {
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

// MARK: - Building

extension CanonicalText {
    /// The literal `null`.
    public static let null = CanonicalText(uncheckedBytes: Array("null".utf8))

    /// `true` or `false`.
    public static func boolean(_ value: Bool) -> CanonicalText {
        CanonicalText(uncheckedBytes: Array(value ? "true".utf8 : "false".utf8))
    }

    /// A string in quotes, with everything outside printable ASCII escaped.
    public static func string(_ value: String) -> CanonicalText {
        var writer = CanonicalWriter()
        writer.bytes.reserveCapacity(value.utf8.count + 2)
        writer.append(value)
        return CanonicalText(uncheckedBytes: writer.bytes)
    }

    /// Hex digits, as a string.
    static func digits(_ digits: [UInt8]) -> CanonicalText {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count + 2)
        bytes.append(UInt8(ascii: "\""))
        bytes += digits
        bytes.append(UInt8(ascii: "\""))
        return CanonicalText(uncheckedBytes: bytes)
    }

    /// An integer in decimal.
    public static func integer(_ value: some BinaryInteger) -> CanonicalText {
        CanonicalText(uncheckedBytes: Array(String(value).utf8))
    }

    /// A double as Python's `repr` prints it. It must be finite.
    public static func double(_ value: Double) -> CanonicalText {
        var writer = CanonicalWriter()
        writer.append(value)
        return CanonicalText(uncheckedBytes: writer.bytes)
    }

    /// An array of values.
    public static func array(_ elements: [CanonicalText]) -> CanonicalText {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.reduce(2) { $0 + $1.bytes.count + 2 })
        bytes.append(UInt8(ascii: "["))
        for (position, element) in elements.enumerated() {
            if position > 0 { bytes.append(contentsOf: CanonicalWriter.separator) }
            bytes.append(contentsOf: element.bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return CanonicalText(uncheckedBytes: bytes)
    }

    /// An object. Its keys, in any order, must differ.
    public static func object(_ members: KeyValuePairs<String, CanonicalText>) -> CanonicalText { object(of: members) }

    /// The same of members that are put together elsewhere.
    public static func object(_ members: [(key: String, value: CanonicalText)]) -> CanonicalText { object(of: members) }

    private static func object<Members: RandomAccessCollection>(of members: Members) -> CanonicalText
    where Members.Element == (key: String, value: CanonicalText) {
        var writer = CanonicalWriter()
        // A member has its key, its value, two quotes, a colon, a comma and two spaces.
        writer.bytes.reserveCapacity(members.reduce(2) { $0 + $1.key.utf8.count + $1.value.bytes.count + 6 })
        if areAscending(members) {
            writer.appendObject(members)
        } else {
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            precondition(areAscending(sorted), "the keys must differ")
            writer.appendObject(sorted)
        }
        return CanonicalText(uncheckedBytes: writer.bytes)
    }

    private static func areAscending<Members: RandomAccessCollection>(_ members: Members) -> Bool
    where Members.Element == (key: String, value: CanonicalText) {
        zip(members, members.dropFirst()).allSatisfy { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

extension CanonicalWriter {
    fileprivate mutating func appendObject<Members: RandomAccessCollection>(_ members: Members)
    where Members.Element == (key: String, value: CanonicalText) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in members {
            if !isFirst { bytes.append(contentsOf: Self.separator) }
            isFirst = false
            append(member.key)
            bytes.append(contentsOf: Self.colon)
            bytes.append(contentsOf: member.value.bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
