public import Glibc
internal import Synchronization

/// Writes lines for people, or raw bytes, to a descriptor.
///
/// It keeps the first failure and writes nothing after it; ``finish()`` throws it.
public final class Printer: Sendable {
    private let descriptor: Int32
    private let screen: Screen
    private let state = Mutex(State())

    private struct State {
        var waiting: [UInt8] = []
        var failure: WriteError?
    }

    /// How many bytes are buffered when the output isn't a terminal.
    private static let bufferBytes = 64 * 1024

    /// Writes to a descriptor, standard output by default.
    public init(_ descriptor: Int32 = STDOUT_FILENO) {
        self.descriptor = descriptor
        screen = Screen(descriptor)
    }

    /// Writes to a descriptor behind which somebody shows what is written on a screen.
    init(_ descriptor: Int32, shownOn screen: Screen) {
        (self.descriptor, self.screen) = (descriptor, screen)
    }

    /// How many columns a line may have.
    public var columns: Int { screen.columns }

    /// Writes a line, cut to fit the columns unless all of it is needed. Returns whether more can be written.
    @discardableResult
    public func print(_ line: Line, isWhole: Bool = false) -> Bool {
        write(Array("\(line.text(columns: isWhole ? .max : columns, hasColours: screen.hasColours))\n".utf8))
    }

    /// Writes bytes as they are. Returns whether more can be written.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.failure == nil else { return false }
            state.waiting += bytes
            if screen.isTerminal || state.waiting.count >= Self.bufferBytes { flush(&state) }
            return state.failure == nil
        }
    }

    /// Writes what is buffered. Returns whether more can be written.
    @discardableResult
    public func flush() -> Bool {
        state.withLock { state in
            flush(&state)
            return state.failure == nil
        }
    }

    /// Writes the rest, and throws what went wrong.
    public func finish() throws(WriteError) {
        flush()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func flush(_ state: inout State) {
        guard state.failure == nil else { return }
        let bytes = state.waiting
        state.waiting = []
        do throws(WriteError) {
            try writeAll(bytes, to: descriptor)
        } catch {
            state.failure = error
        }
    }
}
