internal import Glibc

/// Questions to whoever sits at the terminal: asked on standard error, answered on standard input.
public enum Prompt {
    /// Whether somebody sits there.
    public static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// The longest answer, in bytes; a terminal gives no longer lines anyway.
    private static let maximumBytes = 4_096

    private static let interrupt = UInt8(ascii: "C") - 0x40

    /// Asks for something that the terminal doesn't show. Nil at the end of input, or if there is no terminal.
    ///
    /// Ctrl-C ends the process as it always does, but the terminal shows again what is typed.
    public static func secret(_ question: String) -> [UInt8]? {
        var usual = termios()
        guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return nil }
        var hidden = usual
        // Ctrl-C ends the line instead of the process, which would leave the terminal as it is now.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &hidden.c_cc) { $0[Int(VEOL)] = interrupt }
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { return nil }
        // After that, for it discards what was typed before.
        ask(question)
        let line = readLine()
        tcsetattr(STDIN_FILENO, TCSANOW, &usual)
        ask("\n")
        if line?.last == interrupt { raise(SIGINT) }
        return line
    }

    /// Asks whether to go on.
    ///
    /// - Parameters:
    ///   - choices: what may be answered, the usual answer in upper case.
    ///   - yes: the answers that mean yes, in lower case; every other means no.
    public static func confirms(
        _ question: String, choices: String = "y/N", yes: [String] = ["y", "yes"]
    ) -> Bool {
        ask("\(question) [\(choices)] ")
        return yes.contains(String(decoding: readLine() ?? [], as: UTF8.self).lowercased())
    }

    private static func ask(_ text: String) {
        // Whoever doesn't see the question won't answer it.
        try? writeAll(text.utf8, to: STDERR_FILENO)
    }

    /// A line without its end; nil at the end of input.
    private static func readLine() -> [UInt8]? {
        var line = [UInt8](repeating: 0, count: maximumBytes)
        var count = read(STDIN_FILENO, &line, line.count)
        while count < 0, errno == EINTR { count = read(STDIN_FILENO, &line, line.count) }
        guard count > 0 else { return nil }
        line.removeSubrange(count...)
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        return line
    }
}
