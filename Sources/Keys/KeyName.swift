internal import Chain

/// What a key is called: 1 to 64 letters, digits and `.`, `_`, `-`, without a dot at the beginning.
///
/// No address is a name, so a text means either.
public struct KeyName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name, which is its file's too.
    public let description: String

    private static let lengths = 1...64

    /// Checks a name.
    public init(_ text: String) throws(KeyError) {
        guard Self.lengths.contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed), !text.hasPrefix("."),
            Address(hexDigits: Array(text.utf8)[...]) == nil
        else { throw .noName(text) }
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// By their characters.
    public static func < (left: KeyName, right: KeyName) -> Bool { left.description < right.description }
}
