extension QRCode {
    /// The light margin that a reader needs.
    private static let margin = 4

    /// Lines of characters that are half a square high, with the margin; two rows of squares make a line.
    ///
    /// - Parameter isInverted: whether what is drawn are the light squares, for a terminal that writes light on dark.
    public func halfBlocks(isInverted: Bool) -> [String] {
        let range = -Self.margin..<size + Self.margin
        func isDrawn(_ row: Int, _ column: Int) -> Bool {
            guard range.contains(row) else { return false }
            let isInside = (0..<size).contains(row) && (0..<size).contains(column)
            return (isInside && self[row: row, column: column]) != isInverted
        }
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            range.map { column in
                switch (isDrawn(row, column), isDrawn(row + 1, column)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }.joined()
        }
    }
}
