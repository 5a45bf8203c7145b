internal import Glibc
internal import Synchronization
internal import Terminal
internal import Testing

/// A pseudo-terminal: what is written to `inner` is read from `outer`.
private final class PseudoTerminal {
    let outer: Int32
    let inner: Int32

    init(columns: UInt16) throws {
        var (outer, inner): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&outer, &inner, nil, nil, &size) == 0)
        (self.outer, self.inner) = (outer, inner)
    }

    deinit {
        close(inner)
        close(outer)
    }

    /// What has been written so far. It comes in pieces: these are all when they are as long as what is expected, or
    /// when nothing comes for long.
    func shown(expecting expected: String) -> String {
        var shown = ""
        var place = pollfd(fd: outer, events: Int16(POLLIN), revents: 0)
        while shown.utf8.count < expected.utf8.count, poll(&place, 1, 10_000) == 1 { shown += text(at: outer) }
        return shown
    }
}

/// Looks whether this has been written to a terminal, and nothing before it.
private func expectShown(
    _ expected: String, on terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(terminal.shown(expecting: expected) == expected, sourceLocation: sourceLocation)
}

/// The two ends of a pipe.
private struct Pipe {
    let reader: Int32
    let writer: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reader, writer) = (ends[0], ends[1])
    }
}

/// Reads from a descriptor, which has something to read.
private func text(at descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
}

@Suite struct `A line of progress` {
    @Test func `is drawn over and over on a terminal, and makes way`() throws {
        let terminal = try PseudoTerminal(columns: 80)
        let time = Mutex(ContinuousClock.now)
        let line = ProgressLine(terminal.inner) { time.withLock { $0 } }
        #expect(line.isShown)
        line.show(Progress(step: "checking blocks", done: 1, total: 5))
        expectShown("\rchecking blocks [######........................] 20%\u{1B}[K", on: terminal)
        // The end is always shown; what comes right after another is not.
        line.show(Progress(step: "checking blocks", done: 2, total: 5))
        line.show(Progress(step: "checking blocks", done: 5, total: 5))
        expectShown("\rchecking blocks [##############################] 100%\u{1B}[K", on: terminal)
        time.withLock { $0 += .milliseconds(99) }
        line.show(Progress(step: "checking blocks", done: 3, total: 5))
        time.withLock { $0 += .milliseconds(1) }
        line.show(Progress(step: "checking blocks", done: 4, total: 5))
        expectShown("\rchecking blocks [########################......] 80%\u{1B}[K", on: terminal)
        line.show(Progress(step: "reading bytes", done: 0, total: 0))
        line.show(Line("mining"))
        line.clear()
        line.clear()
        expectShown("\rreading bytes ...\u{1B}[K\rmining\u{1B}[K\r\u{1B}[K", on: terminal)
    }

    @Test func `leaves the last column free`() throws {
        let terminal = try PseudoTerminal(columns: 20)
        ProgressLine(terminal.inner).show(Line(String(repeating: "区", count: 20)))
        expectShown("\r" + String(repeating: "区", count: 8) + "...\u{1B}[K", on: terminal)
    }

    @Test func `is not drawn elsewhere`() throws {
        let pipe = try Pipe()
        let line = ProgressLine(pipe.writer)
        #expect(!line.isShown)
        line.show(Progress(step: "checking blocks", done: 1, total: 5))
        line.show(Line("mining"))
        line.clear()
        close(pipe.writer)
        #expect(text(at: pipe.reader) == "")
        close(pipe.reader)
    }
}

@Suite struct `A printer` {
    @Test func `cuts lines to the width of a terminal`() throws {
        let terminal = try PseudoTerminal(columns: 20)
        let printer = Printer(terminal.inner)
        #expect(printer.columns == 20)
        #expect(printer.print(Line(String(repeating: "x", count: 30))))
        expectShown(String(repeating: "x", count: 17) + "...\r\n", on: terminal)
    }

    @Test func `writes without colours where there is no terminal`() throws {
        let pipe = try Pipe()
        let printer = Printer(pipe.writer)
        printer.print(Line("good", .good))
        try printer.finish()
        #expect(text(at: pipe.reader) == "good\n")
        close(pipe.writer)
        close(pipe.reader)
    }

    @Test func `keeps its first failure and writes nothing after it`() throws {
        WriteError.replaceSignals()
        let pipe = try Pipe()
        close(pipe.reader)
        let printer = Printer(pipe.writer)
        #expect(printer.write([1]))
        #expect(!printer.flush())
        #expect(!printer.write([2]))
        #expect(throws: WriteError(code: EPIPE)) { try printer.finish() }
        close(pipe.writer)
    }
}

@Suite struct Writing {
    @Test func `goes on until all is written`() async throws {
        let pipe = try Pipe()
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        // More than a pipe holds, so that it takes several writes.
        async let written: Void = Task.detached {
            try writeAll(bytes, to: pipe.writer)
            close(pipe.writer)
        }.value
        var count = 0
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let got = read(pipe.reader, &piece, piece.count), got > 0 { count += got }
        try await written
        #expect(count == bytes.count)
        close(pipe.reader)
    }
}
