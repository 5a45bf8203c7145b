/// Text for a terminal: how wide it is, and where its lines end.
enum Paragraph {
    /// How wide everything is that a story shows.
    static let columns = 80

    /// What may not begin a line of Chinese.
    private static let closing = Set("，。：；！？、）」”’…".unicodeScalars)

    /// What may not end one.
    private static let opening = Set("（「“‘".unicodeScalars)

    /// How many columns a text takes up; Chinese characters and their punctuation take two each.
    static func width(of text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
    }

    /// The text filled up with blanks.
    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(columns - width(of: text), 0))
    }

    /// The lines of a text, broken at blanks and between Chinese characters.
    static func lines(_ text: String, indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for piece in pieces(of: text) {
            let isBlank = piece == " "
            if indent + width(of: line) + width(of: piece) > columns {
                lines.append(margin + line.trimmed)
                line = isBlank ? "" : piece
            } else if !(isBlank && line.isEmpty) {
                line += piece
            }
        }
        if !line.trimmed.isEmpty { lines.append(margin + line.trimmed) }
        return lines
    }

    /// Blanks, words, and Chinese characters with the punctuation that belongs to them: what no line may break.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var sticks = false
        for scalar in text.unicodeScalars {
            let isBlank = scalar == " "
            let isJoined = sticks || closing.contains(scalar) && pieces.last != " "
            let isLetter = !isBlank && !isWide(scalar) && (pieces.last?.unicodeScalars.last).map(isLetter) == true
            if !isBlank, isJoined || isLetter, !pieces.isEmpty {
                pieces[pieces.count - 1].unicodeScalars.append(scalar)
            } else {
                pieces.append(String(scalar))
            }
            sticks = opening.contains(scalar)
        }
        return pieces
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar != " " && !isWide(scalar) }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2018...0x201D, 0x2026: false
        case 0x2E80...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: true
        default: false
        }
    }
}

extension String {
    /// Without blanks at its end.
    var trimmed: String {
        guard let end = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...end])
    }
}
