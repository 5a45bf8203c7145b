public import Wording

/// An answer.
public struct Response: Sendable {
    /// The status code with its phrase.
    public let status: Status

    /// Header fields other than those the server adds (length, date, connection).
    public let headers: [Header]

    /// The body.
    public let body: Body

    /// Makes an answer.
    public init(_ status: Status, headers: [Header] = [], body: Body) {
        for header in headers {
            let hasBreak = header.value.utf8.contains { $0 == 0x0A || $0 == 0x0D }
            precondition(!hasBreak, "the header \(header.name) holds a line break")
        }
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of JSON text.
    public static func json(_ status: Status, headers: [Header] = [], _ body: Body) -> Response {
        Response(status, headers: headers.isEmpty ? typeIsJSON : headers + typeIsJSON, body: body)
    }

    private static let typeIsJSON = [Header("Content-Type", "application/json")]

    /// The answer to a client that already has this content.
    public static func notModified(_ tag: EntityTag) -> Response {
        Response(.notModified, headers: [tag.header], body: .bytes([]))
    }

    /// A refusal: `{"error": sentence, "reason": code, "values": {...}}`. The sentence says which rule was broken,
    /// where, and what to do.
    public static func error(_ status: Status, headers: [Header] = [], _ statement: Statement) -> Response {
        .json(status, headers: headers, .bytes(statement.errorObject + [UInt8(ascii: "\n")]))
    }

    /// The same of what has been stated elsewhere.
    public static func error(_ status: Status, _ fault: some Stated) -> Response { .error(status, fault.statement) }

    /// The same in place.
    public static func error(
        _ status: Status, headers: [Header] = [], _ code: Statement.Code,
        _ values: KeyValuePairs<String, Statement.Value> = [:]
    ) -> Response {
        .error(status, headers: headers, Statement(code, values))
    }
}

/// What a response carries.
public enum Body: Sendable {
    /// All of it at once.
    case bytes([UInt8])

    /// Piece by piece as the client takes it; the server never holds it whole.
    case pieces(any BodyPieces)

    /// As it is produced, until it is ended.
    case stream(ResponseStream)

    /// Appends all of it to `bytes`; only for short ones.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .bytes(let own): bytes += own
        case .pieces(var pieces):
            while let piece = pieces.next() { bytes += piece }
        case .stream: preconditionFailure("a stream is never short")
        }
    }

    /// Total bytes; nil for a stream.
    public var length: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .pieces(let pieces): pieces.length
        case .stream: nil
        }
    }

    /// Its stream, if it is one.
    var stream: ResponseStream? {
        if case .stream(let stream) = self { stream } else { nil }
    }
}

/// A long body that is produced, or found in memory, while it is sent.
public protocol BodyPieces: Sendable {
    /// Bytes of all pieces together, promised by Content-Length.
    var length: Int { get }

    /// The next piece, not empty; nil after the last.
    ///
    /// The server sends it in slices. It doesn't copy a piece unless it is short: it holds on to the piece, which may
    /// be all that keeps it in memory, until the client has taken it.
    mutating func next() -> ArraySlice<UInt8>?
}
