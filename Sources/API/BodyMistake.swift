internal import Chain

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

extension BodyMistake: CustomStringConvertible {
    /// Two sentences, of which the first goes on after a colon.
    public var description: String {
        switch self {
        case .empty: "it is empty. With curl it stands behind -d."
        case .multipartForm:
            "it is a form (multipart/form-data). Send JSON: in Postman choose Body, raw, JSON; with requests json=...; "
                + "with curl -d '{...}' in place of -F."
        case .urlEncodedForm:
            "it is a form (a=b&c=d). Send JSON: in Postman choose Body, raw, JSON; with requests json=... in place of "
                + "data=...; with curl -d '{...}'; with jQuery JSON.stringify(...)."
        case .percentEncoded:
            "it is percent-encoded, as for a form. Send the JSON as it is: with curl -d in place of --data-urlencode."
        case .compressed: "it is compressed. Send it as it is."
        case .shellQuotes:
            "it begins with a single quote, which the shell should have taken away. Windows' shell doesn't: write "
                + #"-d "{\"sender\": ...}" there, or put the JSON in a file and send that with -d @FILE."#
        case .shellBackslashes:
            "it has backslashes before its quotes, which the shell should have taken away. In single quotes it "
                + "doesn't: leave the backslashes out, or put the JSON in a file and send that with -d @FILE."
        case .quotesMissing:
            "its texts are not in double quotes. A shell may have taken them away (PowerShell and cmd.exe do): write "
                + #"\" for each of them, or put the JSON in a file and send that with -d @FILE."#
        case .singleQuotes:
            "its texts are in single quotes, as Python prints a dict. JSON has double quotes: send json.dumps(...) in "
                + "place of str(...), or with requests json=...."
        case .curlyQuotes:
            "it has typographic quotes, as a word processor or a web page makes them. Write the straight ones of the "
                + "keyboard."
        case .javaScriptObject: "it is what JavaScript makes of an object as text. Send JSON.stringify(...) of it."
        case .fileName:
            "it is the name of a file behind an @. With curl -d @FILE or --data-binary @FILE it is read; --data-raw "
                + "sends the name, and PowerShell needs quotes around '@FILE'."
        case .markup: "it is XML or HTML. Send JSON."
        case .pythonConstant: "None, True and False are Python's. In JSON they are null, true and false."
        case .trailingComma: "a comma stands before a closing bracket. Leave the comma out."
        case .comment: "it has a comment, which JSON has not. Leave it out."
        case .strippedUTF16:
            "it was UTF-16, as PowerShell's > writes it, of which curl -d reads only a part. Send the file with "
                + "--data-binary @FILE, or save it as UTF-8."
        case .bracketAlone:
            "it is a bracket alone. Either a shell has split what was not in quotes, or curl -d has read a file in "
                + "UTF-16 up to its first zero: send that with --data-binary @FILE."
        case .notUTF8:
            "it is not UTF-8. It may be Latin-1 or Windows-1252, as older Windows programs write: save it as UTF-8."
        case .encodedTwice:
            "it is JSON in a string of JSON, so it was encoded twice. With requests give the dict itself to json=..., "
                + "or json.dumps(...) of it to data=...; in JavaScript call JSON.stringify once."
        }
    }
}
