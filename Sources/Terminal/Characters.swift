// How a terminal treats characters: which of them it obeys, and how wide it shows the others.

extension String {
    /// With an escape for each character that isn't simply displayed, and two backslashes for each one.
    public var visible: String {
        let isHarmless = utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        if isHarmless { return self }
        var visible = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\\" {
                visible.append(contentsOf: "\\\\".unicodeScalars)
            } else if scalar.isObeyed {
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

    /// The same, but printable ASCII stays as it is: JSON has escapes of its own.
    public var verbatim: String {
        utf8.allSatisfy { (0x20...0x7E).contains($0) } ? self : visible
    }

    /// Approximate width in a terminal's columns: Chinese characters and their punctuation take two each.
    public var columns: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return unicodeScalars.reduce(0) { $0 + $1.columns }
    }

    /// Padded with spaces to `columns`.
    public func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(columns - self.columns, 0))
    }

    /// Without trailing spaces.
    var withoutBlankEnd: String {
        guard let end = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...end])
    }

    /// As many leading characters as fit in `columns`.
    func beginning(columns: Int) -> String {
        if utf8.count <= columns { return self }
        var (beginning, rest) = (String.UnicodeScalarView(), columns)
        for scalar in unicodeScalars {
            rest -= scalar.columns
            if rest < 0 { break }
            beginning.append(scalar)
        }
        return String(beginning)
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character, changes the direction of writing, is invisible, or is unassigned.
    fileprivate var isObeyed: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: 0
        default: isWide ? 2 : 1
        }
    }

    /// Whether East Asian fonts, and terminals with any font, show it two columns wide.
    var isWide: Bool { value >= 0x1100 && Self.wide.contains { $0.contains(value) } }

    /// Unicode Standard Annex 11.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2614...0x2615, 0x2648...0x2653,
        0x26F2...0x26F5, 0x2705...0x2705, 0x2753...0x2757, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18CFF, 0x1B000...0x1B2FF, 0x1F000...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
