internal import Glibc
internal import Synchronization

/// Standard output, for what a node answered: lines for people, or the node's own bytes.
///
/// The first failure is kept, and nothing is written after it; ``finish()`` throws it.
final class Printer: Sendable {
    private let terminal = Terminal(STDOUT_FILENO)
    private let state = Mutex(State())

    private struct State {
        var waiting: [UInt8] = []
        var failure: PrintingError?
    }

    /// How many bytes are written at once where nobody sees them come.
    private static let bufferBytes = 64 * 1024

    /// How many columns a line may have.
    var columns: Int { terminal.columns }

    /// Writes a line; returns whether more can be written.
    @discardableResult
    func print(_ line: Line) -> Bool {
        write(Array("\(line.text(columns: columns, hasColours: terminal.hasColours))\n".utf8))
    }

    /// Writes an empty line.
    func printEmptyLine() {
        write([UInt8(ascii: "\n")])
    }

    /// Writes bytes as they are; returns whether more can be written.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.failure == nil else { return false }
            state.waiting += bytes
            if terminal.isThere || state.waiting.count >= Self.bufferBytes { Self.flush(&state) }
            return state.failure == nil
        }
    }

    /// Writes what waits; returns whether more can be written.
    @discardableResult
    func flush() -> Bool {
        state.withLock { state in
            Self.flush(&state)
            return state.failure == nil
        }
    }

    /// Writes the rest, and throws what went wrong.
    func finish() throws(PrintingError) {
        flush()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private static func flush(_ state: inout State) {
        var rest = state.waiting[...]
        state.waiting = []
        while !rest.isEmpty, state.failure == nil {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { state.failure = PrintingError(code: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

/// Why standard output could not be written.
struct PrintingError: Error, CustomStringConvertible {
    let code: Int32

    var description: String { "Standard output cannot be written: \(String(cString: strerror(code)))." }

    /// Ends the process as the system does when nobody reads any more what it writes, if that was it.
    func endIfNobodyReads() {
        guard code == EPIPE else { return }
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }
}
