internal import Glibc

/// A line of text for people: what each part of it says, and how it looks on a terminal that has colours.
///
/// Its texts may come from anywhere. A terminal obeys control characters, and some others change how a line reads;
/// they are shown as the escapes that JSON has for them.
struct Line {
    /// How a part looks.
    enum Style: String {
        case plain = ""
        case strong = "1"
        case faint = "2"
        case good = "32"
        case bad = "1;31"
        case special = "33"
    }

    private var parts: [(text: String, style: Style)] = []

    init() {}

    /// A line of one part.
    init(_ text: String, _ style: Style = .plain) {
        add(text, style)
    }

    /// Goes on with another part.
    mutating func add(_ text: String, _ style: Style = .plain) {
        parts.append((Self.visible(text), style))
    }

    /// Goes on with a whole text instead of a name in it: its backslashes stay one.
    mutating func add(verbatim text: String, _ style: Style = .plain) {
        parts.append((Self.verbatim(text), style))
    }

    /// Goes on with a part that fills at least so many columns.
    mutating func add(_ text: String, _ style: Style = .plain, columns: Int, isNumber: Bool = false) {
        let visible = Self.visible(text)
        let blanks = String(repeating: " ", count: max(columns - Self.columns(of: visible), 0))
        parts.append((isNumber ? blanks + visible : visible + blanks, style))
    }

    /// Its text, cut off where the columns end.
    func text(columns: Int, hasColours: Bool) -> String {
        var (text, rest) = ("", columns)
        let parts = partsWithoutBlankEnd
        let isTooLong = parts.reduce(0) { $0 + Self.columns(of: $1.text) } > columns
        if isTooLong { rest -= Self.ellipsis.utf8.count }
        for part in parts {
            let piece = Self.beginning(of: part.text, columns: rest)
            rest -= Self.columns(of: piece)
            let isStyled = hasColours && part.style != .plain && !piece.isEmpty
            text += isStyled ? "\u{1B}[\(part.style.rawValue)m\(piece)\u{1B}[0m" : piece
            if piece.utf8.count < part.text.utf8.count { break }
        }
        return isTooLong ? text + Self.ellipsis : text
    }

    private static let ellipsis = "..."

    private var partsWithoutBlankEnd: [(text: String, style: Style)] {
        var parts = parts
        while let last = parts.popLast() {
            guard let end = last.text.lastIndex(where: { $0 != " " }) else { continue }
            return parts + [(String(last.text[...end]), last.style)]
        }
        return []
    }
}

// MARK: - Characters

extension Line {
    /// With each character that could do more than be seen as an escape, and each backslash as two.
    static func visible(_ text: String) -> String {
        let isHarmless = text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        if isHarmless { return text }
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\\" {
                visible.append(contentsOf: "\\\\".unicodeScalars)
            } else if isObeyed(scalar) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    let zeros = String(repeating: "0", count: 4 - digits.count)
                    visible.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
                }
            } else {
                visible.append(scalar)
            }
        }
        return String(visible)
    }

    /// The same, but printable ASCII as it is: JSON has escapes of its own.
    static func verbatim(_ text: String) -> String {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text : visible(text)
    }

    /// Control characters, those that change the direction of writing or are not seen at all, and unknown ones.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// How many columns of a terminal it takes up, about.
    static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: 0
        default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// What East Asian fonts, and terminals with any font, show two columns wide (Unicode Standard Annex 11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2614...0x2615, 0x2648...0x2653,
        0x26F2...0x26F5, 0x2705...0x2705, 0x2753...0x2757, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18CFF, 0x1B000...0x1B2FF, 0x1F000...0x1FAFF, 0x20000...0x3FFFD,
    ]

    private static func beginning(of text: String, columns: Int) -> String {
        if text.utf8.count <= columns { return text }
        var (beginning, rest) = (String.UnicodeScalarView(), columns)
        for scalar in text.unicodeScalars {
            rest -= Self.columns(of: scalar)
            if rest < 0 { break }
            beginning.append(scalar)
        }
        return String(beginning)
    }
}
