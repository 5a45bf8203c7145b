public import Wording

/// One event of a stream of server-sent events.
public struct ServerSentEvent: Hashable, Sendable {
    /// Its name; `message` if it was sent without one.
    public let name: String

    /// Its data lines, joined by line feeds.
    public let data: [UInt8]
}

/// Parses server-sent events (WHATWG HTML, section 9.2.6) as they arrive.
///
/// Lines end with a line feed, a carriage return, or both; an empty line ends an event. An event without data is
/// ignored.
public struct EventStreamParser: Sendable {
    /// The maximum size of an event in bytes, including comments within it. A node's largest event, about a hundred
    /// orphaned blocks, has about ten thousand.
    public static let maximumEventBytes = 1 << 20

    /// The line that has not ended yet.
    private var line: [UInt8] = []
    /// Whether a line feed, if it comes next, belongs to the end of the previous line.
    private var hasReturned = false
    private var isFirstLine = true

    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var eventBytes = 0

    /// Makes a parser.
    public init() {}

    /// Takes the next bytes, however they were split, and returns the events that end in them.
    public mutating func read(_ bytes: [UInt8]) throws(EventStreamError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            if hasReturned {
                hasReturned = false
                if byte == UInt8(ascii: "\n") { continue }
            }
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                eventBytes += 1
                guard eventBytes <= Self.maximumEventBytes else { throw EventStreamError() }
                line.append(byte)
                continue
            }
            hasReturned = byte == UInt8(ascii: "\r")
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        var line = self.line[...]
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        isFirstLine = false
        if line.isEmpty {
            self.line = []
            return endEvent()
        }
        let field = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line.dropFirst(field.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        take(field, value)
        self.line = []
        return nil
    }

    private mutating func take(_ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        switch String(decoding: field, as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data += value
            hasData = true
        // A comment has no name. `id` and `retry` are for reconnecting, which isn't done here.
        default: break
        }
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (name, data, hasData, eventBytes) = ("", [], false, 0) }
        guard hasData else { return nil }
        return ServerSentEvent(name: name.isEmpty ? "message" : name, data: data)
    }
}

/// An event exceeds the maximum size.
public struct EventStreamError: Error, Hashable, Sendable, Stated {
    /// Half a sentence.
    public var statement: Statement {
        Statement(.clientAnswerEventTooLong, ["limit": .number(EventStreamParser.maximumEventBytes)])
    }
}
