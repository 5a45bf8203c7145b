internal import EventLoop
internal import Glibc

/// Where a story is told: standard output, and the Return key of who watches. Used on the loop.
final class Stage {
    /// How a line looks on a terminal that shows colours.
    enum Style: String {
        case plain = ""
        case title = "1;36"
        case command = "1"
        case answer = "2"
        case good = "32"
        case bad = "31"
    }

    let language: Language
    /// Whether somebody is there who can press keys.
    let isInteractive: Bool

    private let hasColours: Bool
    private let loop: EventLoop
    private var step = 0
    private var failure: Int32?

    init(language: Language, pauses: Bool, hasColours: Bool, loop: EventLoop) {
        self.language = language
        self.hasColours = hasColours
        self.loop = loop
        isInteractive = pauses && isatty(STDOUT_FILENO) == 1 && isatty(STDIN_FILENO) == 1
    }

    /// Begins a step; waits for Return before it, except before the first.
    func step(_ title: String) async throws(StoryError) {
        if step > 0 { try await pause(language.pick("[Return goes on]", "[按回车继续]")) }
        step += 1
        put("")
        show(["\(step). \(title)"], .title)
        put("")
        try check()
    }

    /// A paragraph.
    func say(_ text: String, _ style: Style = .plain) {
        show(Paragraph.lines(text), style)
        put("")
    }

    /// Lines as they are.
    func show(_ lines: [String], _ style: Style = .plain) {
        for line in lines {
            let text = line.trimmed
            put(hasColours && style != .plain && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text)
        }
    }

    /// Shows a prompt and returns when Return is pressed, or nobody can press it any more.
    func pause(_ prompt: String) async throws(StoryError) {
        try check()
        guard isInteractive else { return }
        put(prompt)
        let arrived = OneShot<Bool>()
        let keyboard = EventSource.arrival(on: STDIN_FILENO, loop: loop) { arrived.resolve(true) }
        let isThere = await withTaskCancellationHandler {
            await arrived.value
        } onCancel: {
            arrived.resolve(false)
        }
        withExtendedLifetime(keyboard) {}
        guard isThere, !Task.isCancelled else { throw .interrupted }
        // A terminal gives a line at a time.
        var line = [UInt8](repeating: 0, count: 1024)
        _ = line.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    }

    /// Throws when nobody wants to see more.
    func check() throws(StoryError) {
        if let failure { throw .notWritten(code: failure) }
        if Task.isCancelled { throw .interrupted }
    }

    private func put(_ line: String) {
        var rest = Array("\(line)\n".utf8)[...]
        while !rest.isEmpty, failure == nil {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { failure = errno }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
