/// Why a text was refused as JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Reason: Hashable, Sendable {
        /// The text stops inside a value.
        case unexpectedEnd
        /// No value begins here.
        case expectedValue
        /// No object key begins here.
        case expectedKey
        /// A key is not followed by a colon.
        case expectedColon
        /// A value is followed neither by a comma nor by the end of its container.
        case expectedCommaOrEnd
        /// Something follows the text's only value.
        case textAfterValue
        /// The text begins with a byte order mark.
        case byteOrderMark
        /// A string contains bytes that aren't UTF-8.
        case invalidUTF8
        /// The text begins like one in this encoding, but isn't.
        case invalidEncoding(TextEncoding)
        /// A string contains this character below U+0020 unescaped.
        case controlCharacter(UInt8)
        /// A backslash is followed by something that isn't an escape.
        case invalidEscape
        /// A point, an exponent or a minus sign without digits.
        case incompleteNumber
        /// NaN or an infinity, which some writers of JSON produce.
        case notFinite
        /// An integer of more than ``JSONDocument/maximumIntegerDigits`` digits.
        case tooManyDigits
        /// A number that rounds to an infinite double.
        case numberTooLarge
        /// More than ``JSONDocument/maximumDepth`` nested arrays and objects.
        case tooDeep
        /// More than ``JSONDocument/maximumBytes`` bytes.
        case tooLong
    }

    /// Where the fault is, in bytes from the start of the text.
    public let offset: Int
    /// The rule that was broken.
    public let reason: Reason

    /// An error at a byte offset.
    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// The place and the fault as one sentence.
    public var description: String { "byte \(offset): \(reason)" }
}

extension JSONError.Reason: CustomStringConvertible {
    /// The fault as half a sentence, without the place.
    public var description: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .expectedValue: "a value was expected"
        case .expectedKey: "a key in double quotes was expected"
        case .expectedColon: "a colon was expected"
        case .expectedCommaOrEnd: "a comma or a closing bracket was expected"
        case .textAfterValue: "there is more text after the value"
        case .byteOrderMark: "a byte order mark; leave it out"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .invalidEncoding(let encoding):
            "the text begins like \(encoding.rawValue), but is not valid \(encoding.rawValue)"
        case .controlCharacter(let byte): Self.describe(controlCharacter: byte)
        case .invalidEscape: "a backslash that begins no escape"
        case .incompleteNumber: "a number without a digit where one must be"
        case .notFinite: "NaN and infinities are not JSON"
        case .tooManyDigits: "an integer of more than \(JSONDocument.maximumIntegerDigits) digits"
        case .numberTooLarge: "a number too large for a double"
        case .tooDeep: "nested deeper than \(JSONDocument.maximumDepth)"
        case .tooLong: "the text is longer than \(JSONDocument.maximumBytes) bytes"
        }
    }

    private static func describe(controlCharacter byte: UInt8) -> String {
        let hex = String(byte, radix: 16)
        let padding = String(repeating: "0", count: 4 - hex.count)
        return "a control character inside a string; escape it as \\u\(padding)\(hex)"
    }
}
