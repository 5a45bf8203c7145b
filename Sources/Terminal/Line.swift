/// How part of a line looks on a terminal that shows colours.
public enum Style: String, Sendable {
    case plain = ""
    case title = "1;36"
    case strong = "1"
    case faint = "2"
    case good = "32"
    case bad = "1;31"
    case special = "33"
}

/// A line of text for people: its parts, and how each looks in colour.
///
/// Its text may come from anywhere. A terminal obeys control characters, and some other characters change how a line
/// reads, so they are shown as JSON escapes.
public struct Line: Sendable {
    private var parts: [(text: String, style: Style)] = []

    /// An empty line.
    public init() {}

    /// A line of one part.
    public init(_ text: String, _ style: Style = .plain) {
        add(text, style)
    }

    /// A line of one part, whose backslashes are not doubled.
    public init(verbatim text: String, _ style: Style = .plain) {
        add(verbatim: text, style)
    }

    /// Adds a part.
    public mutating func add(_ text: String, _ style: Style = .plain) {
        parts.append((text.visible, style))
    }

    /// Adds a whole text, not a name within one: its backslashes are not doubled.
    public mutating func add(verbatim text: String, _ style: Style = .plain) {
        parts.append((text.verbatim, style))
    }

    /// Adds a part padded to at least `columns`; a number is aligned to the right.
    public mutating func add(_ text: String, _ style: Style = .plain, columns: Int, isNumber: Bool = false) {
        let visible = text.visible
        let blanks = String(repeating: " ", count: max(columns - visible.columns, 0))
        parts.append((isNumber ? blanks + visible : visible + blanks, style))
    }

    /// Its text without trailing spaces, cut after `columns`.
    public func text(columns: Int = .max, hasColours: Bool) -> String {
        var (text, rest) = ("", columns)
        let parts = partsWithoutBlankEnd
        let isTooLong = parts.reduce(0) { $0 + $1.text.columns } > columns
        if isTooLong { rest -= Self.ellipsis.utf8.count }
        for part in parts {
            let piece = part.text.beginning(columns: rest)
            rest -= piece.columns
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
            let text = last.text.withoutBlankEnd
            if !text.isEmpty { return parts + [(text, last.style)] }
        }
        return []
    }
}
