internal import Foundation
internal import Testing

/// An answer as a client parses it.
struct Answer {
    let status: Int
    let version: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The only value of a header, or nil.
    subscript(name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }

    /// The sentence of a refusal; nil unless the body is a JSON object with that, its reason and its values.
    var errorSentence: String? {
        guard self["Content-Type"] == "application/json",
            let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
            object["reason"] is String, object["values"] is [String: Any]
        else { return nil }
        return object["error"] as? String
    }
}

/// A client's side of a connection: sends requests and parses answers strictly.
final class Conversation {
    let wire: Wire
    private var unread: [UInt8] = []

    init(wire: Wire) {
        self.wire = wire
    }

    convenience init(port: UInt16) throws {
        self.init(wire: try Wire(port: port))
    }

    func send(_ text: String) throws { try wire.send(text) }

    /// Sends a request with the headers it needs.
    func send(
        _ method: String, _ target: String, version: String = "1.1", headers: [String] = [],
        body: String? = nil
    ) throws {
        var lines = ["\(method) \(target) HTTP/\(version)", "Host: test"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }

    /// The next answer if it has begun to arrive; nil otherwise.
    func receiveIfAny() throws -> Answer? { wire.hasArrival ? try receive() : nil }

    /// The next answer, with a body as long as its Content-Length.
    func receive(toHead: Bool = false) throws -> Answer {
        let head = try receiveHead()
        let lines = head.split(separator: "\r\n").map(String.init)
        let statusLine = try #require(lines.first).split(separator: " ", maxSplits: 2)
        try #require(statusLine.count == 3, "\(head)")
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            let colon = try #require(line.firstIndex(of: ":"), "\(line)")
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers.append((String(line[..<colon]), value))
        }
        var answer = Answer(
            status: try #require(Int(statusLine[1])), version: String(statusLine[0]), headers: headers,
            body: [])
        let length = try #require(answer["Content-Length"].flatMap { Int($0) }, "\(head)")
        if toHead { return answer }
        answer = Answer(
            status: answer.status, version: answer.version, headers: headers, body: try take(length))
        return answer
    }

    /// Sends a GET and takes its answer.
    func get(_ target: String, headers: [String] = []) throws -> Answer {
        try send("GET", target, headers: headers)
        return try receive()
    }

    /// Whether the server closes without another byte.
    func isAtEnd() throws -> Bool {
        guard unread.isEmpty else { return false }
        unread = try wire.receive()
        return unread.isEmpty
    }

    private func receiveHead() throws -> String {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let position = unread.indices.first(where: { unread[$0...].starts(with: end) }) {
                let head = String(decoding: unread[..<position], as: UTF8.self)
                unread.removeFirst(position + end.count)
                return head
            }
            try fill()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while unread.count < count { try fill() }
        defer { unread.removeFirst(count) }
        return Array(unread.prefix(count))
    }

    private func fill() throws {
        let bytes = try wire.receive()
        let sofar = unread.count
        try #require(!bytes.isEmpty, "the server closed after \(sofar) bytes of an answer")
        unread += bytes
    }
}
