internal import Chain

extension Stage {
    /// Asks, and shows the command that does the same and of the answer what matters: the members named.
    @discardableResult
    func ask(
        _ question: Question, of company: Company, showing keys: [String]
    ) async throws(StoryError) -> JSONValue {
        showCommand(question)
        let (status, value) = try await company.ask(question)
        try check()
        show(keys.flatMap { key in value[key].map { Self.member(key, $0) } ?? [] }, .answer)
        guard (200...299).contains(status) else {
            let reason = value["error"]?.string ?? "status \(status)"
            throw .failed("\(question.player.name) refuses \(question.target): \(reason)")
        }
        return value
    }

    /// Asks, and shows only the command.
    func look(_ question: Question, of company: Company) async throws(StoryError) -> JSONValue {
        try await ask(question, of: company, showing: [])
    }

    /// The command as it is typed, indented.
    func showCommand(_ question: Question) {
        let lines = question.command
        show(["  $ \(lines[0])"] + lines.dropFirst().map { "    \($0)" }, .command)
    }

    /// A member of an answer, on as many lines as it takes.
    private static func member(_ key: String, _ value: JSONValue) -> [String] {
        Paragraph.lines("\"\(key)\": \(value.canonicalText)", indent: 4)
    }
}
