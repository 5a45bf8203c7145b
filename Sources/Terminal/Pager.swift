internal import Glibc

/// A program that shows long output a page at a time, to whoever sits at the terminal.
public struct Pager: ~Copyable {
    private let process: pid_t
    private let descriptor: Int32

    /// Writes to it, as to the terminal.
    public let printer: Printer

    /// What to run if nobody says so. It ends by itself if all fits the terminal, and keeps colours.
    private static let standard = "less"

    /// What `less` does unless its own variable says otherwise, as git has it.
    private static let options = ("LESS", "FRX")

    /// Starts the pager that FORGECHAIN_PAGER or PAGER names, or else `less`. Nil where standard output is no terminal,
    /// where `cat` or nothing is named, or if it can't be started.
    public init?() {
        guard Screen(STDOUT_FILENO).isTerminal, let command = Self.command else { return nil }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        setenv(Self.options.0, Self.options.1, 0)
        guard let process = Self.spawn(command, reading: ends[0]) else {
            ends.forEach { close($0) }
            return nil
        }
        close(ends[0])
        // Ctrl-C is the pager's, as long as it runs.
        signal(SIGINT, SIG_IGN)
        (self.process, descriptor) = (process, ends[1])
        printer = Printer(descriptor, shownOn: Screen(STDOUT_FILENO))
    }

    /// Waits until whoever reads has read enough. That somebody stops early is no failure.
    public consuming func finish() throws(WriteError) {
        var failure: WriteError?
        do throws(WriteError) { try printer.finish() } catch { failure = error }
        close(descriptor)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        signal(SIGINT, SIG_DFL)
        if let failure, !failure.isMissingReader { throw failure }
    }

    private static var command: String? {
        for name in ["FORGECHAIN_PAGER", "PAGER"] {
            guard let value = getenv(name).map({ String(cString: $0) }) else { continue }
            return value.isEmpty || value == "cat" ? nil : value
        }
        return standard
    }

    /// Runs a command in the shell, which may have options. Where there is no such command, everything is written as
    /// it is.
    private static func spawn(_ command: String, reading end: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let script = "\(command)\nstatus=$?; [ $status -eq 127 ] && exec cat; exit $status"
        let words = ["sh", "-c", script]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        return posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, environ) == 0 ? process : nil
    }
}
