internal import Synchronization
internal import Testing

@testable import HTTP

@Suite("A log that many streams follow")
struct StreamLogTests {
    private let log = StreamLog(maximumBytes: 10) { count, number in Array("(\(count) before \(number))".utf8) }

    private func stream() -> ResponseStream { ResponseStream(maximumBytes: 100, following: log) {} }

    /// Appends one thing.
    private func append(_ text: String, _ number: Int) { log.append(Array(text.utf8), upTo: number) }

    /// All that waits, piece by piece.
    private func taken(by stream: ResponseStream) -> [String] {
        log.flush()
        var taken: [String] = []
        while stream.hasWaiting { taken.append(String(decoding: stream.takeWaiting(), as: UTF8.self)) }
        return taken
    }

    @Test func `is sent to each from where it began, after its own text`() {
        append("a", 1)
        let first = stream()
        append("b", 2)
        let second = stream()
        second.send(Array("hello ".utf8))
        append("c", 3)
        #expect(taken(by: first).joined() == "bc")
        #expect(taken(by: second) == ["hello ", "c"])
        #expect(!first.hasWaiting && first.takeWaiting().isEmpty)
        append("d", 4)
        #expect(taken(by: second) == ["d"])
        #expect(taken(by: first) == ["d"])
    }

    @Test func `is one piece for all that take it, once it is flushed`() {
        let streams = (0..<3).map { _ in stream() }
        append("a", 1)
        append("b", 2)
        #expect(log.gatheredBytes == 2)
        #expect(streams.allSatisfy { !$0.hasWaiting && $0.takeWaiting().isEmpty })
        log.flush()
        #expect(log.gatheredBytes == 0)
        let pieces = streams.map { $0.takeWaiting() }
        let places = pieces.map { $0.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
        #expect(Set(places).count == 1)
    }

    @Test func `tells who is behind how much he has missed`() {
        let (slow, quick) = (stream(), stream())
        for number in 1...4 {
            append("12345", number)
            #expect(taken(by: quick) == ["12345"])
        }
        #expect(taken(by: slow) == ["(2 before 3)", "12345", "12345"])
        // Also things of which no text was appended, and those that are appended without a number.
        append("6789", 7)
        append("#", 7)
        #expect(taken(by: slow) == ["6789#"])
        #expect(taken(by: quick) == ["6789#"])
        for number in 8...10 {
            append("abcdefgh", number)
            _ = taken(by: quick)
        }
        #expect(taken(by: slow) == ["(2 before 10)", "abcdefgh"])
    }

    @Test func `has a text that is longer than its limit`() {
        let reader = stream()
        append("a text that is longer than the limit", 1)
        #expect(taken(by: reader) == ["a text that is longer than the limit"])
    }

    @Test func `keeps no more than its limit and the last text when nobody takes anything`() {
        let stuck = stream()
        for number in 1...100 { append("123456", number) }
        #expect(taken(by: stuck) == ["(99 before 100)", "123456"])
    }

    @Test func `ends for a stream where it is when that ends, or is left out by it`() {
        let (ending, leaving) = (stream(), stream())
        append("a", 1)
        ending.end()
        leaving.skip()
        append("b", 2)
        #expect(!ending.isFinished)
        #expect(taken(by: ending) == ["a"])
        #expect(ending.isFinished)
        #expect(taken(by: leaving) == ["b"])
        leaving.close()
        append("c", 3)
        #expect(!leaving.hasWaiting && leaving.isFinished)
    }

    @Test func `wakes the server once for all that gathers until it flushes`() {
        let wakes = Mutex(0)
        let count = { wakes.withLock { $0 } }
        let streams = (0..<3).map { _ in stream() }
        append("a", 1)
        // Something is there already.
        for stream in streams { stream.attach { wakes.withLock { $0 += 1 } } }
        #expect(count() == 1)
        append("b", 2)
        _ = stream()
        append("c", 3)
        #expect(count() == 1)
        log.flush()
        append("d", 4)
        #expect(count() == 2)
        // All leave before it could be sent.
        for stream in streams { stream.close() }
        append("e", 5)
        #expect(count() == 2)
        let last = stream()
        last.attach { wakes.withLock { $0 += 1 } }
        #expect(count() == 3)
    }
}
