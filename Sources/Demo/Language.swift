internal import Glibc

/// The language of a story.
public enum Language: String, CaseIterable, Sendable {
    /// English.
    case english = "en"

    /// Simplified Chinese.
    case chinese = "zh"

    /// The language from LC_ALL, LC_MESSAGES or LANG, in this order; otherwise English.
    public static var preferred: Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
            return value.hasPrefix("zh") ? .chinese : .english
        }
        return .english
    }

    /// Picks the text in this language.
    func pick(_ english: String, _ chinese: String) -> String {
        self == .english ? english : chinese
    }
}
