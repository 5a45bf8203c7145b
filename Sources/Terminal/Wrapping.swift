extension String {
    /// The text in lines of at most `columns` columns, broken at spaces and between Chinese characters. A longer word
    /// is cut.
    ///
    /// - Parameter indent: how many spaces each line begins with; they count as columns.
    public func wrapped(columns: Int, indent: Int = 0) -> [String] {
        let room = max(columns - indent, 2)
        var (lines, line): ([String], String) = ([], "")
        for piece in unbreakablePieces {
            if line.columns + piece.columns > room {
                lines.append(line)
                line = piece == " " ? "" : piece
                while line.columns > room {
                    let beginning = line.beginning(columns: room)
                    lines.append(beginning)
                    line = String(line.unicodeScalars.dropFirst(beginning.unicodeScalars.count))
                }
            } else if piece != " " || !line.isEmpty {
                line += piece
            }
        }
        let margin = String(repeating: " ", count: indent)
        return (lines + [line]).map(\.withoutBlankEnd).filter { !$0.isEmpty }.map { margin + $0 }
    }

    /// Spaces, words, and Chinese characters with the punctuation that belongs to them.
    private var unbreakablePieces: [String] {
        var pieces: [String] = []
        var sticks = false
        var last: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            let isJoined = sticks || Self.closing.contains(scalar) && last != " "
            if scalar != " ", isJoined || scalar.isLetter && last.isLetter, !pieces.isEmpty {
                pieces[pieces.count - 1].unicodeScalars.append(scalar)
            } else {
                pieces.append(String(scalar))
            }
            sticks = Self.opening.contains(scalar)
            last = scalar
        }
        return pieces
    }

    /// Punctuation that may not begin a line of Chinese.
    private static let closing = Set("，。：；！？、）」”’…".unicodeScalars)

    /// Punctuation that may not end one.
    private static let opening = Set("（「“‘".unicodeScalars)
}

extension Unicode.Scalar {
    /// Whether a line may not be broken between two of these.
    fileprivate var isLetter: Bool { self != " " && !isWide }
}
