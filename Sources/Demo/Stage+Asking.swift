internal import Chain
internal import Terminal

extension Stage {
    /// Asks, and shows the command that does the same and of the answer what matters: the members named.
    @discardableResult
    func ask(
        _ question: Question, of company: Company, showing keys: [String]
    ) async throws(StoryError) -> JSONValue {
        showCommand(question)
        let value = try await company.ask(question)
        try check()
        show(keys.flatMap { key in value[key].map { Self.member(key, $0) } ?? [] }, .faint)
        return value
    }

    /// Asks, and shows only the command.
    func look(_ question: Question, of company: Company) async throws(StoryError) -> JSONValue {
        try await ask(question, of: company, showing: [])
    }

    /// The command as it is typed, indented.
    func showCommand(_ question: Question) {
        let lines = question.command
        show(["  $ \(lines[0])"] + lines.dropFirst().map { "    \($0)" }, .strong)
    }

    /// A member of an answer, on as many lines as it takes.
    private static func member(_ key: String, _ value: JSONValue) -> [String] {
        "\"\(key)\": \(value.canonicalText)".wrapped(columns: columns, indent: 4)
    }
}
