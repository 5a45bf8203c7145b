/// Tells a slip of the finger from another word: for names of a query, and for commands.
public enum Spelling {
    /// The one of some names that a text was most likely meant to be; nil if none is near, or if the text is one.
    ///
    /// Upper and lower case don't matter. A name of up to 5 bytes allows one slip, a longer one two. A slip is a byte
    /// that is left out, added, changed, or swapped with the next. Takes time proportional to the names' lengths.
    public static func nearest(to text: String, among names: [String]) -> String? {
        guard text.utf8.count >= shortestText, !names.contains(text) else { return nil }
        let text = Array(text.lowercased().utf8)
        let near = names.lazy.compactMap { name -> (name: String, slips: Int)? in
            let letters = Array(name.lowercased().utf8)
            let allowed = letters.count < longName ? 1 : 2
            guard abs(letters.count - text.count) <= allowed, text.count > allowed else { return nil }
            let slips = slips(from: text, to: letters)
            return slips <= allowed ? (name, slips) : nil
        }
        return near.min { $0.slips < $1.slips }?.name
    }

    /// Of one letter or two, everything would be near to something.
    private static let shortestText = 3

    /// From how many bytes on a name is long.
    private static let longName = 6

    /// How many slips make one text the other (optimal string alignment).
    static func slips(from text: [UInt8], to other: [UInt8]) -> Int {
        var (beforeLast, last) = ([Int](), Array(0...other.count))
        for (row, letter) in text.enumerated() {
            var current = [row + 1]
            for (column, wanted) in other.enumerated() {
                var least = min(last[column + 1], current[column]) + 1
                least = min(least, last[column] + (letter == wanted ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], wanted == text[row - 1] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
