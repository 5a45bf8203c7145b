/// Why a query, or a value in it, was refused.
public enum QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This part, from one `&` to the next, has a broken escape or is not UTF-8.
    case notEncoded(String)
    /// This name is given more than once.
    case repeated(String)
    /// This name means nothing here; these do.
    case unknown(String, known: [String])
    /// The value of this name is no integer, or none of those allowed.
    case notInteger(String, String, in: ClosedRange<Int>)

    /// One sentence. What was given is in it, shortened to 100 characters.
    public var description: String {
        switch self {
        case .notEncoded(let part):
            "The query's \"\(QueryError.shortened(part))\" is not well percent-encoded UTF-8."
        case .repeated(let name):
            "The query gives \"\(name)\" more than once."
        case .unknown(let name, let known):
            "The query's \"\(QueryError.shortened(name))\" means nothing here. "
                + "What does is \(known.joined(separator: ", "))."
        case .notInteger(let name, let value, let range):
            "The query's \"\(name)\" is \"\(QueryError.shortened(value))\", but has to be an integer from "
                + "\(range.lowerBound) to \(range.upperBound)."
        }
    }

    /// Scalars, since what Swift calls one character can be of any length.
    private static func shortened(_ text: String) -> String {
        String(text.unicodeScalars.prefix(100))
    }
}
