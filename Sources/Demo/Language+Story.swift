internal import Wording

extension Language {
    /// Picks the text in this language. The stories are told in English and in Chinese; others hear the English one.
    func pick(_ english: String, _ chinese: String) -> String {
        self == .chinese ? chinese : english
    }
}
