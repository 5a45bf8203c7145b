internal import Chain
internal import EventLoop
internal import Glibc
internal import Terminal
internal import Wording

/// Where a story is told: standard output, and the reader's Return key. Used on the loop.
final class Stage {
    /// The width of everything that a story shows, if the terminal is as wide.
    static let columns = 80

    /// The width of what it shows now; windows get resized.
    var width: Int { screen.isTerminal ? min(Self.columns, screen.columns) : Self.columns }

    let language: Language
    /// Whether there is a person who can press keys.
    let isInteractive: Bool

    private let screen = Screen(STDOUT_FILENO)
    private let printer = Printer(STDOUT_FILENO)
    private let loop: EventLoop
    private var step = 0

    init(language: Language, pauses: Bool, loop: EventLoop) {
        self.language = language
        self.loop = loop
        isInteractive = pauses && screen.isTerminal && Screen(STDIN_FILENO).isTerminal
    }

    /// Begins a step; waits for Return before it, except before the first.
    func step(_ title: String) async throws(StoryError) {
        if step > 0 { try await pause(language.pick("[Return goes on]", "[按回车继续]", "[Intro sigue]")) }
        step += 1
        show([""])
        show(["\(step). \(title)"], .title)
        show([""])
        try check()
    }

    /// A paragraph.
    func say(_ text: String, _ style: Style = .plain) {
        show(text.wrapped(columns: width) + [""], style)
    }

    /// Lines, shown as they are.
    func show(_ lines: [String], _ style: Style = .plain) {
        for line in lines {
            printer.write(Array("\(Line(verbatim: line, style).text(hasColours: screen.hasColours))\n".utf8))
        }
        // The reader may follow it through a pipe.
        printer.flush()
    }

    /// Shows a prompt, and returns when Return is pressed or standard input ends.
    func pause(_ prompt: String) async throws(StoryError) {
        try check()
        guard isInteractive else { return }
        show([prompt])
        let arrived = OneShot<Bool>()
        let keyboard = EventSource.arrival(on: STDIN_FILENO, loop: loop) { arrived.resolve(true) }
        let isThere = await withTaskCancellationHandler {
            await arrived.value
        } onCancel: {
            arrived.resolve(false)
        }
        withExtendedLifetime(keyboard) {}
        guard isThere, !Task.isCancelled else { throw .interrupted }
        // A terminal delivers one line at a time.
        var line = [UInt8](repeating: 0, count: 1024)
        _ = line.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    }

    /// Throws if the story was interrupted, or its reader is gone.
    func check() throws(StoryError) {
        do throws(WriteError) {
            try printer.finish()
        } catch {
            throw .notWritten(error)
        }
        if Task.isCancelled { throw .interrupted }
    }
}

extension Stage {
    /// Asks, and shows the command that does the same and the named members of the answer.
    @discardableResult
    func ask(
        _ question: Question, of company: Company, showing keys: [String]
    ) async throws(StoryError) -> JSONValue {
        showCommand(question)
        let value = try await company.ask(question)
        try check()
        show(keys.flatMap { key in value[key].map { member(key, $0) } ?? [] }, .faint)
        return value
    }

    /// Asks what has to be refused, and shows the command and the first sentence of the reason.
    func askInVain(_ question: Question, of company: Company) async throws(StoryError) {
        showCommand(question)
        try await showRefusal(of: question, company)
    }

    /// The first sentence of the reason for which something is refused.
    func showRefusal(of question: Question, _ company: Company) async throws(StoryError) {
        let reason = try await company.refusal(of: question)
        try check()
        let sentence = reason.firstSentence
        let rest = sentence == reason ? "" : " ..."
        show("\"error\": \"\(sentence)\(rest)\"".wrapped(columns: width, indent: 4), .faint)
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

    /// A member of an answer, on as many lines as necessary.
    private func member(_ key: String, _ value: JSONValue) -> [String] {
        "\"\(key)\": \(value.canonicalText)".wrapped(columns: width, indent: 4)
    }
}

extension String {
    /// The text up to the first full stop that a space follows.
    fileprivate var firstSentence: String {
        var sentence = ""
        for character in self {
            if character == " ", sentence.last == "." { return sentence }
            sentence.append(character)
        }
        return sentence
    }
}
