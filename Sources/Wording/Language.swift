internal import Glibc

/// A language that people are answered in.
///
/// To add one, add it here: the compiler then asks for its words wherever it has to be known.
public enum Language: String, CaseIterable, Sendable {
    /// English.
    case english = "en"

    /// Simplified Chinese.
    case chinese = "zh"

    /// Spanish.
    case spanish = "es"

    /// Its two letters of ISO 639.
    public var tag: String { rawValue }

    /// What those who speak it call it.
    public var name: String {
        switch self {
        case .english: "English"
        case .chinese: "中文"
        case .spanish: "Español"
        }
    }

    /// The language from LC_ALL, LC_MESSAGES or LANG, of which the first that is set counts; English for C, POSIX and
    /// languages that are not known here.
    public static var preferred: Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let values = names.lazy.compactMap { name in getenv(name).map { String(cString: $0) } }
        return values.first { !$0.isEmpty }.map(Language.init(locale:)) ?? .english
    }

    /// The language of a locale, such as `zh_CN.UTF-8`; English if that isn't known here.
    init(locale: String) {
        let tag = locale.prefix { $0.isLetter }.lowercased()
        self = Language(rawValue: tag) ?? .english
    }
}
