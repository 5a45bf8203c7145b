@testable internal import HTTP
internal import Wording

/// The strict reader of requests: the same requests however they are cut, the same as the slow reader reads, and for
/// libevent one form alone.
final class RequestsTarget: FuzzTarget {
    static let name = "requests"

    private let limits: ServerLimits

    init() {
        var limits = ServerLimits()
        (limits.lineBytes, limits.headBytes) = (FuzzedLimits.lineBytes, FuzzedLimits.headBytes)
        limits.fields = FuzzedLimits.fields
        self.limits = limits
    }

    /// What comes of the bytes of a connection.
    private struct Reading: Equatable {
        var requests: [SlowRequest] = []
        /// The status of the refusal at their end.
        var refusal: Int?
        /// Whether part of another request has arrived.
        var hasBegun = false
    }

    func run(_ input: [UInt8]) throws {
        var draws = Draws(input)
        let sizes = draws.bytes(4) + [0]
        let text = draws.remainder()
        var recent = RecentHeads()
        let whole = try read([text], &recent)
        try demandEqual(try read([text], &recent), whole, "a second time")
        try demandEqual(try read(text.cut(into: sizes), &recent), whole, "in pieces")
        try demandEqual(try read(text.map { [$0] }, &recent), whole, "byte by byte")
        let slow = SlowRequest.requests(in: text)
        try demandEqual(whole.requests, slow.requests, "requests")
        try demandEqual(whole.refusal != nil, slow.end == .broken, "refused with \(whole.refusal ?? 0)")
    }

    /// Reads as a server does whose libevent answers at once.
    private func read(_ pieces: [[UInt8]], _ recent: inout RecentHeads) throws -> Reading {
        var (reading, reader) = (Reading(), RequestReader())
        var (waiting, output, body) = ([UInt8](), [UInt8](), [UInt8]())
        for piece in pieces {
            waiting += piece
            while true {
                if reader.isInPlainBody {
                    guard case .length(let length)? = reader.head?.framing else {
                        throw Disagreement("a plain body without a length")
                    }
                    let part = waiting.prefix(length - body.count)
                    body += part
                    waiting.removeFirst(part.count)
                    reader.passBody(part.count)
                } else if reader.isReadable {
                    do throws(Refusal) {
                        var rest = waiting[...]
                        try reader.read(&rest, to: &output, limits: limits, recent: &recent) { _ in
                            FuzzedLimits.bodyBytes
                        }
                        waiting = Array(rest)
                    } catch {
                        reading.refusal = error.status.code
                        try demand(reader.isRefused && !error.statement.description.isEmpty, "refused, and goes on")
                        return reading
                    }
                    try demand(reader.heldBytes <= 20_000, "\(reader.heldBytes) bytes are held")
                }
                guard reader.isWhole else {
                    if !reader.isInPlainBody || waiting.isEmpty { break }
                    continue
                }
                reading.requests.append(try request(reader, output, body))
                (output, body) = ([], [])
                reader.goOn()
            }
            try demand(waiting.isEmpty, "what may be read is left")
        }
        reading.hasBegun = reader.hasBegun
        return reading
    }

    /// A whole request, from what libevent gets, and from the head for what it doesn't.
    private func request(_ reader: RequestReader, _ output: [UInt8], _ body: [UInt8]) throws -> SlowRequest {
        guard let head = reader.head else { throw Disagreement("whole, and without a head") }
        let seen = try CanonicalMessage(output)
        var request = SlowRequest(
            method: head.method.rawValue, path: head.path, query: head.query,
            host: head.headers.first("host").map(Array.init), isChunked: seen.isChunked)
        var lines: [String] = []
        if case .length(let length) = head.framing, length > 0 {
            lines.append("Content-Length: \(length)")
            request.length = length
        }
        if head.framing == .chunked { lines.append("Transfer-Encoding: chunked") }
        request.expectsContinue = !lines.isEmpty && head.expectsContinue
        if request.expectsContinue { lines.append("Expect: 100-continue") }
        try demandEqual(seen.firstLine, "\(head.method.rawValue) / HTTP/1.1", "the first line for libevent")
        try demandEqual(seen.lines, lines, "the fields for libevent")
        try demand(seen.isWhole == seen.isChunked, "chunks have their end")
        try demand(seen.isChunked || seen.body.isEmpty, "something follows the head for libevent")
        request.body = seen.isChunked ? seen.body : body
        try demand(request.body.count <= FuzzedLimits.bodyBytes, "a body above its limit")
        return request
    }

    static func seeds() -> [[UInt8]] {
        [
            "GET /chain?a=b HTTP/1.1\r\nHost: a:80\r\n\r\nHEAD / HTTP/1.0\r\n\r\n\r\nOPTIONS * HTTP/1.9\r\nhost:[::1]\r\n\r\n",
            "POST /a%2fb HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhelloDELETE / HTTP/1.1\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\\\"\" ; c\r\nhello\r\nA\r\n0123456789\r\n"
                + "0\r\nT: u\r\n\r\nGET http://b.c:1?d HTTP/1.1\r\nHost: e\r\nConnection: close, x\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n\r\nGET / HTTP/1.0\r\n\r\nGET /\(String(repeating: "x", count: 250))",
            "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n", "\u{16}\u{3}\u{1}",
            "GET /\(String(repeating: "x", count: 250)) HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\n" + String(repeating: "a:\r\n", count: 14),
        ].map { [3, 0, 200, 9] + Array($0.utf8) }
    }
}
