public import Chain

/// Tells what a text is from its first bytes, and from the place where it stops being JSON.
extension JSONMistake {
    /// How much of a text is looked at, in bytes: every mistake shows at once.
    private static let longestLook = 512

    /// The mistake in a text that stops being JSON somewhere; nil for none of these.
    public init?(in text: [UInt8], stoppedAt error: JSONError) {
        let start = text.drop { $0.isBlank }.prefix(Self.longestLook)
        guard !start.isEmpty else {
            self = .empty
            return
        }
        guard let mistake = Self.whole(start) ?? Self.place(error, in: text) ?? Self.rest(start, error) else {
            return nil
        }
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

    // MARK: - From the first byte on

    /// What a text is from its first byte on.
    private static func whole(_ start: ArraySlice<UInt8>) -> JSONMistake? {
        if start == [UInt8(ascii: "{")] || start == [UInt8(ascii: "[")] { return .bracketAlone }
        if compressionMarks.contains(where: { start.starts(with: $0) }) { return .compressed }
        if let mistake = beginnings.first(where: { start.starts(with: $0.text.utf8) })?.mistake { return mistake }
        if start.isDashed { return start.starts(with: "---\n".utf8) ? .lines : .multipartForm }
        if start.isBinary { return .binary }
        if start.isLines { return .lines }
        return start.isURLEncoded ? .urlEncodedForm : nil
    }

    /// How texts begin, the longer beginnings first.
    private static let beginnings: [(text: String, mistake: JSONMistake)] = [
        ("'", .shellQuotes), (#"{\"#, .shellBackslashes), (#"[\"#, .shellBackslashes), (#"\"#, .shellBackslashes),
        ("[object ", .javaScriptObject), ("@{", .objectPrinted), ("@", .fileName),
        ("{+A", .utf7), ("+AHs", .utf7), ("[+A", .utf7),
        ("%7B", .percentEncoded), ("%7b", .percentEncoded), ("%5B", .percentEncoded), ("%5b", .percentEncoded),
        ("{{", .placeholder), ("${", .placeholder), ("$(", .placeholder), ("<generator ", .objectPrinted),
        ("<class ", .objectPrinted), ("<__main__", .objectPrinted), ("<function ", .objectPrinted), ("<", .markup),
        ("System.", .objectPrinted), ("map[", .objectPrinted), ("Array\n", .objectPrinted),
        ("array(", .objectPrinted), ("b'", .objectPrinted), ("b\"", .objectPrinted), ("#<", .objectPrinted),
        ("OrderedDict(", .objectPrinted), ("Optional(", .objectPrinted),
        ("curl ", .wholeRequest), ("wget ", .wholeRequest), ("http ", .wholeRequest), ("POST ", .wholeRequest),
        ("GET ", .wholeRequest), ("HTTP/", .wholeRequest), ("Invoke-", .wholeRequest),
        ("```", .code), ("`", .code), (")]}'", .code), ("const ", .code), ("let ", .code), ("var ", .code),
        ("export ", .code), ("module.exports", .code), ("return ", .code), ("# ", .comment),
    ]

    /// Of gzip, zlib (RFC 1950; its commonest levels), zstd, xz, bzip2 and ZIP.
    private static let compressionMarks: [[UInt8]] = [
        [0x1F, 0x8B], [0x78, 0x01], [0x78, 0x9C], [0x78, 0xDA], [0x28, 0xB5, 0x2F, 0xFD],
        [0xFD, 0x37, 0x7A, 0x58, 0x5A], Array("BZh".utf8), [0x50, 0x4B, 0x03, 0x04],
    ]

    /// What a text is of which no value begins with the first byte, and that is nothing else.
    private static func rest(_ start: ArraySlice<UInt8>, _ error: JSONError) -> JSONMistake? {
        let isAtStart = error.reason == .expectedValue || error.reason == .textAfterValue
        guard isAtStart, let first = start.first, !"{[\"".utf8.contains(first) else { return nil }
        if start.isCall { return .code }
        if start.isEncodedObject { return .base64 }
        if start.isPrintedReference { return .objectPrinted }
        if start.isFilePath { return .filePath }
        if start.isPlaceholder { return .placeholder }
        return start.isTable ? .table : nil
    }

    // MARK: - Where it stops

    /// What stands where a text stops being JSON.
    private static func place(_ error: JSONError, in text: [UInt8]) -> JSONMistake? {
        if error.reason == .invalidUTF8 { return .notUTF8 }
        let place = text.dropFirst(error.offset).prefix(longestLook)
        guard let byte = place.first else { return error.reason == .unexpectedEnd && text.isBegun ? .unfinished : nil }
        if let mistake = marks.first(where: { mark in mark.texts.contains { place.starts(with: $0) } })?.mistake {
            return mistake
        }
        let before = text.prefix(error.offset).last { !$0.isBlank }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), before == UInt8(ascii: ",") { return .trailingComma }
        if byte == UInt8(ascii: "{"), before == byte { return .placeholder }
        if isNumber(byte, before: text.prefix(error.offset).last, error.reason) { return .number }
        switch error.reason {
        case .expectedColon: return byte == UInt8(ascii: "=") ? .equalsSign : nil
        case .expectedCommaOrEnd: return byte == UInt8(ascii: "\"") ? .commaMissing : nil
        case .textAfterValue where byte == UInt8(ascii: ":"): return .bracesMissing
        case .textAfterValue: return text.isContainer ? .goesOn : nil
        case .expectedKey, .expectedValue: break
        default: return nil
        }
        let word = place.prefix { $0.isWordPart }
        guard let first = word.first, !(0x30...0x39).contains(first), before != nil else { return nil }
        if word.endIndex < place.endIndex, place[word.endIndex] == UInt8(ascii: "(") { return .code }
        let spelling = String(decoding: word, as: UTF8.self)
        let isConstant = error.reason == .expectedValue && otherConstants.contains(spelling)
        return isConstant ? .otherConstant : .quotesMissing
    }

    /// What tells a mistake where a text stops, in this order.
    private static let marks: [(mistake: JSONMistake, texts: [[UInt8]])] =
        [
            (.curlyQuotes, ["“", "”", "„", "‘", "’", "‚", "«", "»", "‹", "›", "「", "」", "『", "』", "`"]),
            (.fullWidth, ["：", "，", "；", "｛", "｝", "［", "］", "＂", "＇", "、", "。"]),
            (
                .oddBlank,
                [
                    "\u{A0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{2002}", "\u{2003}",
                    "\u{2009}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{2060}", "\u{3000}",
                ]
            ),
            (.comment, ["//", "/*", "#"]), (.pythonConstant, ["None", "True", "False"]), (.singleQuotes, ["'"]),
            (.placeholder, ["{{", "${", "$", "<", "%", "...", "…"]),
        ].map { mistake, texts in (mistake, texts.map { Array($0.utf8) }) }

    /// What other languages have where JSON has null, true, false or a number.
    private static let otherConstants: Set = [
        "undefined", "nan", "inf", "infinity", "nil", "NULL", "Null", "NONE", "none", "TRUE", "FALSE", "yes", "no",
        "YES", "NO", "Yes", "No",
    ]

    /// Whether it stops in a number, or before one as other languages write it.
    private static func isNumber(_ byte: UInt8, before: UInt8?, _ reason: JSONError.Reason) -> Bool {
        let isDigit = (0x30...0x39).contains(byte)
        let isAfterDigit = before.map { (0x30...0x39).contains($0) } ?? false
        switch reason {
        case .incompleteNumber: return isAfterDigit || before.map { ".eE+-".utf8.contains($0) } ?? false
        case .expectedValue: return before != nil && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "."))
        case .expectedCommaOrEnd: return isAfterDigit && (isDigit || byte.isWordPart || byte == UInt8(ascii: "."))
        // The comma of 5,00.
        case .expectedKey: return isDigit
        default: return false
        }
    }
}

// MARK: - Forms of texts

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & ~0x20) }

    /// A letter, a digit or an underscore.
    fileprivate var isWordPart: Bool { isLetter || (0x30...0x39).contains(self) || self == UInt8(ascii: "_") }
}

extension [UInt8] {
    /// Whether it begins as an object, an array or a text.
    fileprivate var isBegun: Bool { first { !$0.isBlank }.map { "{[\"".utf8.contains($0) } ?? false }

    /// Whether it begins as an object or an array.
    fileprivate var isContainer: Bool { first { !$0.isBlank }.map { "{[".utf8.contains($0) } ?? false }
}

extension ArraySlice<UInt8> {
    private var firstLine: ArraySlice<UInt8> { prefix { $0 != 0x0D && $0 != 0x0A } }

    /// RFC 7578: a boundary after two dashes, and then what part it is.
    fileprivate var isDashed: Bool {
        let line = firstLine
        return starts(with: "--".utf8) && line.count > 2 && line.endIndex < endIndex
    }

    /// Control characters that no text has, in what begins as no JSON.
    fileprivate var isBinary: Bool {
        guard let first, !"{[\"".utf8.contains(first) else { return false }
        return prefix(64).contains { $0 == 0x7F || $0 < 0x20 && !$0.isBlank }
    }

    /// A name, a colon and a blank; a name, a blank and an equals sign; or a heading in brackets.
    fileprivate var isLines: Bool {
        let name = prefix { $0.isWordPart || $0 == UInt8(ascii: "-") }
        let rest = self[name.endIndex...]
        if let first = name.first, first.isLetter {
            return rest.starts(with: ": ".utf8) || rest.starts(with: ":\n".utf8) || rest.starts(with: " = ".utf8)
        }
        guard first == UInt8(ascii: "["), firstLine.endIndex < endIndex else { return false }
        let heading = firstLine.dropFirst().drop { $0 == UInt8(ascii: "[") }.prefix { $0.isWordPart }
        return heading.first?.isLetter == true && self[heading.endIndex...].starts(with: "]".utf8)
    }

    /// A name as forms have them, and `=`.
    fileprivate var isURLEncoded: Bool {
        guard !isEncodedObject else { return false }
        let name = prefix { $0 != UInt8(ascii: "=") }
        guard !name.isEmpty, name.endIndex < endIndex else { return false }
        return name.allSatisfy { $0.isWordPart || "-.+%[]*".utf8.contains($0) }
    }

    /// Several values of one line, with commas, semicolons or tabs between.
    fileprivate var isTable: Bool {
        guard let first, first.isLetter else { return false }
        return firstLine.contains { ",;\t".utf8.contains($0) } && !firstLine.contains { "{}[]()=:".utf8.contains($0) }
    }

    /// A bracket of JSON in Base64 or in hexadecimal digits.
    fileprivate var isEncodedObject: Bool {
        guard count >= 8 else { return false }
        if ["eyJ", "ewo", "eyA", "W3s", "Wwo"].contains(where: { starts(with: $0.utf8) }) {
            return allSatisfy { $0.isWordPart || "+/=-.\r\n".utf8.contains($0) }
        }
        return ["7b", "7B", "5b", "5B"].contains { starts(with: $0.utf8) }
            && allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0 & ~0x20) }
    }

    /// A name and an opening parenthesis, as a call of a function.
    fileprivate var isCall: Bool {
        let name = prefix { $0.isWordPart || $0 == UInt8(ascii: ".") }
        return name.first?.isLetter == true && self[name.endIndex...].starts(with: "(".utf8)
    }

    /// A class, an at sign and a hexadecimal number, as Java prints.
    fileprivate var isPrintedReference: Bool {
        let name = prefix { $0.isWordPart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
        let digits = self[name.endIndex...].dropFirst()
        return name.first?.isLetter == true && self[name.endIndex...].first == UInt8(ascii: "@") && digits.count >= 4
            && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// One line that ends as files of texts do, or begins as paths do.
    fileprivate var isFilePath: Bool {
        guard firstLine.endIndex == endIndex else { return false }
        let ends = [".json", ".txt", ".dat", ".jsonl"]
        return starts(with: "file:".utf8) || ends.contains { suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// A variable's name, as shells have them.
    fileprivate var isPlaceholder: Bool {
        guard let first, count > 2 else { return false }
        let name = dropFirst().prefix { $0.isWordPart }
        return first == UInt8(ascii: "$") && name.endIndex == endIndex
            || first == UInt8(ascii: "%") && !name.isEmpty && self[name.endIndex...].elementsEqual("%".utf8)
    }
}
