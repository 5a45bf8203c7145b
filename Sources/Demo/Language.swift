internal import Glibc

/// What a story is told in.
public enum Language: String, CaseIterable, Sendable {
    /// English.
    case english = "en"

    /// Simplified Chinese.
    case chinese = "zh"

    /// What the environment asks for, by LC_ALL, LC_MESSAGES or LANG, in this order; else English.
    public static var preferred: Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
            return value.hasPrefix("zh") ? .chinese : .english
        }
        return .english
    }

    /// The one of two texts that is in this language.
    func pick(_ english: String, _ chinese: String) -> String {
        self == .english ? english : chinese
    }
}
