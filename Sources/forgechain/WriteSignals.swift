internal import Glibc

/// What the system ends a process by when it cannot write.
enum WriteSignals {
    /// Makes errors of them: a reader that goes, and a limit on the size of files.
    static func ignore() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
