public import Wording

/// Why a text was refused as JSON, and where.
public struct JSONError: Error, Hashable, Sendable, Stated {
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
    public var statement: Statement {
        Statement(.jsonAtByte, ["offset": .number(offset), "problem": .statement(reason.statement)])
    }
}

extension JSONError.Reason: Stated {
    /// The fault as half a sentence, without the place.
    public var statement: Statement {
        switch self {
        case .unexpectedEnd: Statement(.jsonUnexpectedEnd)
        case .expectedValue: Statement(.jsonExpectedValue)
        case .expectedKey: Statement(.jsonExpectedKey)
        case .expectedColon: Statement(.jsonExpectedColon)
        case .expectedCommaOrEnd: Statement(.jsonExpectedCommaOrEnd)
        case .textAfterValue: Statement(.jsonTextAfterValue)
        case .byteOrderMark: Statement(.jsonByteOrderMark)
        case .invalidUTF8: Statement(.jsonInvalidUTF8)
        case .invalidEncoding(let encoding):
            Statement(.jsonInvalidEncoding, ["encoding": .text(encoding.rawValue)])
        case .controlCharacter(let byte):
            Statement(.jsonControlCharacter, ["escape": .text(Self.escape(of: byte))])
        case .invalidEscape: Statement(.jsonInvalidEscape)
        case .incompleteNumber: Statement(.jsonIncompleteNumber)
        case .notFinite: Statement(.jsonNotFinite)
        case .tooManyDigits: Statement(.jsonTooManyDigits, ["limit": .number(JSONDocument.maximumIntegerDigits)])
        case .numberTooLarge: Statement(.jsonNumberTooLarge)
        case .tooDeep: Statement(.jsonTooDeep, ["limit": .number(JSONDocument.maximumDepth)])
        case .tooLong: Statement(.jsonTooLong, ["limit": .number(JSONDocument.maximumBytes)])
        }
    }

    private static func escape(of byte: UInt8) -> String {
        let hex = String(byte, radix: 16)
        let padding = String(repeating: "0", count: 4 - hex.count)
        return "\\u\(padding)\(hex)"
    }
}
