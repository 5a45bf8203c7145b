internal import Chain
public import Wording

/// What people send where JSON is meant, as it can be told from the bytes.
public enum BodyMistake: Hashable, Sendable, CaseIterable {
    /// Nothing at all.
    case empty
    /// A form as browsers send files, and Postman by default.
    case multipartForm
    /// A form of `a=b&c=d`.
    case urlEncodedForm
    /// JSON whose every character was escaped for a form.
    case percentEncoded
    /// Compressed bytes.
    case compressed
    /// The quotes that were meant for the shell.
    case shellQuotes
    /// The backslashes that were meant for the shell.
    case shellBackslashes
    /// No quotes, which the shell has taken away, or JavaScript doesn't need.
    case quotesMissing
    /// Single quotes, as Python and JavaScript print.
    case singleQuotes
    /// Quotes as word processors and blogs make them.
    case curlyQuotes
    /// What JavaScript makes of an object that was not encoded.
    case javaScriptObject
    /// A file's name instead of what is in it.
    case fileName
    /// XML or HTML.
    case markup
    /// None, True or False.
    case pythonConstant
    /// A comma before a closing bracket.
    case trailingComma
    /// A comment.
    case comment
    /// UTF-16 up to its first zero, or without zeros, as `curl -d` reads files.
    case strippedUTF16
    /// A bracket and nothing else.
    case bracketAlone
    /// Characters in an encoding of one byte each.
    case notUTF8
    /// A string that contains JSON.
    case encodedTwice
}

extension BodyMistake {
    /// How much of a text is looked at, in bytes: every mistake shows at once.
    private static let longestLook = 512

    /// The mistake in a text that stops being JSON somewhere; nil for none of these.
    init?(in text: [UInt8], stoppedAt error: JSONError) {
        let start = text.drop { $0.isBlank }.prefix(Self.longestLook)
        let stopped = text.dropFirst(error.offset).prefix(Self.longestLook)
        guard !start.isEmpty else {
            self = .empty
            return
        }
        guard let mistake = Self.whole(start) ?? Self.place(stopped, in: text, error) else { return nil }
        self = mistake
    }

    /// The mistake in bytes that aren't in the encoding that their first ones claim.
    init?(inMiscoded bytes: [UInt8]) {
        let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        guard marks.contains(where: { bytes.starts(with: $0) }), !bytes.contains(0) else { return nil }
        let rest = bytes.dropFirst(2).drop { $0.isBlank }
        guard rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "[") else { return nil }
        self = .strippedUTF16
    }

    /// What a text is from its first byte on.
    private static func whole(_ start: ArraySlice<UInt8>) -> BodyMistake? {
        if start == [UInt8(ascii: "{")] || start == [UInt8(ascii: "[")] { return .bracketAlone }
        if compressionMarks.contains(where: { start.starts(with: $0) }) { return .compressed }
        if isMultipart(start) { return .multipartForm }
        if start.starts(with: "'".utf8) { return .shellQuotes }
        if start.starts(with: #"{\"#.utf8) || start.starts(with: #"[\"#.utf8) || start.starts(with: #"\"#.utf8) {
            return .shellBackslashes
        }
        if start.starts(with: "[object ".utf8) { return .javaScriptObject }
        if start.starts(with: "@".utf8) { return .fileName }
        if start.starts(with: "<".utf8) { return .markup }
        if ["%7B", "%7b", "%5B", "%5b"].contains(where: { start.starts(with: $0.utf8) }) { return .percentEncoded }
        return isURLEncoded(start) ? .urlEncodedForm : nil
    }

    /// What stands where a text stops being JSON.
    private static func place(_ place: ArraySlice<UInt8>, in text: [UInt8], _ error: JSONError) -> BodyMistake? {
        if error.reason == .invalidUTF8 { return .notUTF8 }
        guard let byte = place.first else { return nil }
        if typographicQuotes.contains(where: { place.starts(with: $0) }) { return .curlyQuotes }
        if comments.contains(where: { place.starts(with: $0.utf8) }) { return .comment }
        if pythonConstants.contains(where: { place.starts(with: $0.utf8) }) { return .pythonConstant }
        if byte == UInt8(ascii: "'") { return .singleQuotes }
        let before = text.prefix(error.offset).last { !$0.isBlank }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), before == UInt8(ascii: ",") { return .trailingComma }
        let isWord = byte == UInt8(ascii: "_") || (0x41...0x5A).contains(byte & ~0x20)
        return isWord && (error.reason == .expectedKey || error.reason == .expectedValue) && before != nil
            ? .quotesMissing : nil
    }

    /// Of gzip, zlib (RFC 1950; its commonest levels) and zstd.
    private static let compressionMarks: [[UInt8]] = [
        [0x1F, 0x8B], [0x78, 0x01], [0x78, 0x9C], [0x78, 0xDA], [0x28, 0xB5, 0x2F, 0xFD],
    ]

    private static let typographicQuotes = ["\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}", "\u{AB}"].map {
        Array($0.utf8)
    }

    private static let comments = ["//", "/*", "#"]

    private static let pythonConstants = ["None", "True", "False"]

    /// RFC 7578: a boundary after two dashes, and then what part it is.
    private static func isMultipart(_ start: ArraySlice<UInt8>) -> Bool {
        guard start.starts(with: "--".utf8) else { return false }
        let line = start.prefix { $0 != 0x0D && $0 != 0x0A }
        return line.count > 2 && line.endIndex < start.endIndex
    }

    /// A name as forms have them, and `=`.
    private static func isURLEncoded(_ start: ArraySlice<UInt8>) -> Bool {
        let name = start.prefix { $0 != UInt8(ascii: "=") }
        guard !name.isEmpty, name.endIndex < start.endIndex else { return false }
        return name.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & ~0x20) || "_-.+%[]*".utf8.contains(byte)
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension BodyMistake: Stated {
    /// What is wrong with the body, and what to do.
    public var statement: Statement { Statement(code) }

    private var code: Statement.Code {
        switch self {
        case .empty: .bodyEmpty
        case .multipartForm: .bodyMultipartForm
        case .urlEncodedForm: .bodyUrlEncodedForm
        case .percentEncoded: .bodyPercentEncoded
        case .compressed: .bodyIsCompressed
        case .shellQuotes: .bodyShellQuotes
        case .shellBackslashes: .bodyShellBackslashes
        case .quotesMissing: .bodyQuotesMissing
        case .singleQuotes: .bodySingleQuotes
        case .curlyQuotes: .bodyCurlyQuotes
        case .javaScriptObject: .bodyJavaScriptObject
        case .fileName: .bodyFileName
        case .markup: .bodyMarkup
        case .pythonConstant: .bodyPythonConstant
        case .trailingComma: .bodyTrailingComma
        case .comment: .bodyComment
        case .strippedUTF16: .bodyStrippedUTF16
        case .bracketAlone: .bodyBracketAlone
        case .notUTF8: .bodyNotUTF8
        case .encodedTwice: .bodyEncodedTwice
        }
    }
}
