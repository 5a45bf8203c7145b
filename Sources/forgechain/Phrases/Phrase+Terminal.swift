internal import Terminal
internal import Wording

extension Prompt {
    /// Asks whether to go on, in the user's language; yes has to be said in it, or in English.
    static func confirms(_ question: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> Bool {
        let yes = Phrase.yes.text().split(separator: " ").map(String.init)
        return confirms(question.text(.ofUser, values), choices: Phrase.yesOrNo.text(), yes: yes)
    }
}

extension WriteError {
    /// Why the system refused, in the user's language.
    var words: String { Statement(systemError: code).text(.ofUser) }
}

extension StandardError {
    /// Writes a warning.
    static func warn(_ sentence: String) {
        write("forgechain: \(Phrase.warning.text(["text": sentence]))")
    }
}
