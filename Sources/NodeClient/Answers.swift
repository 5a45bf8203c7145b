public import API
internal import Chain
internal import HTTP
internal import Wording

/// A node's answer: as a value, and as the bytes that it sent.
public struct Answered<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value

    /// The body as it arrived.
    public let bytes: [UInt8]
}

/// Part of a chain that is arriving.
public struct ChainPiece: Sendable {
    /// The bytes as they arrived.
    public let bytes: [UInt8]

    /// The texts of the blocks that end in them.
    let texts: [[UInt8]]

    private let node: Origin

    init(bytes: [UInt8], texts: [[UInt8]], from node: Origin) {
        self.bytes = bytes
        self.texts = texts
        self.node = node
    }

    /// How many blocks end in them.
    public var blockCount: Int { texts.count }

    /// The blocks that end in them, in order.
    public func blocks() throws(NodeError) -> [ListedBlock] {
        var blocks: [ListedBlock] = []
        do throws(ObjectFault) {
            for text in texts { blocks.append(try Self.block(text)) }
        } catch {
            throw .noAnswer(node, "GET /chain", error.statement)
        }
        return blocks
    }

    private static func block(_ text: [UInt8]) throws(ObjectFault) -> ListedBlock {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: text).root
        } catch {
            throw ObjectFault(.clientAnswerBlockNoJSON, about: error.reason)
        }
        do throws(BlockFault) {
            return try ListedBlock(value)
        } catch {
            throw ObjectFault(.clientAnswerBlockNone, about: error)
        }
    }
}

/// Something that happened on a node.
public struct WatchedEvent: Sendable {
    /// The kind of event, in the node's word.
    public let name: String

    /// Its content, as JSON.
    public let data: [UInt8]

    /// The event; nil if its kind is unknown.
    public let event: Event?

    /// As one line of JSON: `{"event": NAME, "data": {...}}`.
    public var line: [UInt8] {
        // In JSON, line breaks are white space between values.
        let data = data.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        return Array("{\"event\": \(CanonicalText.string(name)), \"data\": ".utf8) + data + Array("}\n".utf8)
    }

    init(_ event: ServerSentEvent) throws(ObjectFault) {
        name = event.name
        data = event.data
        do throws(JSONError) {
            self.event = Event(event.name, try JSONDocument(parsing: event.data).root)
        } catch {
            throw ObjectFault(.clientAnswerEventNoJSON, about: error.reason)
        }
    }
}
