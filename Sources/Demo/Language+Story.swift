internal import Wording

extension Language {
    /// Picks the text in this language. A story has all of its texts in all languages.
    func pick(_ english: String, _ chinese: String, _ spanish: String) -> String {
        switch self {
        case .english: english
        case .chinese: chinese
        case .spanish: spanish
        }
    }
}
