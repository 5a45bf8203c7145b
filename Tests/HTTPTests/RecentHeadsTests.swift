internal import Testing

@testable import HTTP

@Suite("Heads that were read lately")
struct RecentHeadsTests {
    private func head(_ path: String, filler: Int = 0) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: filler))\r\n\r\n".utf8)
    }

    /// Reads a head by a new reader; returns its path, and what is left.
    @discardableResult private func read(
        _ bytes: [UInt8], _ recent: inout RecentHeads
    ) throws -> (path: String, rest: [UInt8]) {
        var reader = RequestHeadReader()
        var input = bytes[...]
        let head = try #require(try reader.next(in: &input, limits: ServerLimits(), recent: &recent))
        return (head.path, Array(input))
    }

    private func isKept(_ bytes: [UInt8], _ recent: RecentHeads) -> Bool {
        var input = bytes[...]
        return recent.take(from: &input) != nil
    }

    @Test func `the same head says the same, and what follows it is left`() throws {
        var recent = RecentHeads()
        try read(head("/a"), &recent)
        #expect(isKept(head("/a"), recent))
        let again = try read(head("/a") + Array("GET".utf8), &recent)
        #expect(again.path == "/a")
        #expect(again.rest == Array("GET".utf8))
    }

    @Test func `another byte makes another head, and part of one is none`() throws {
        var recent = RecentHeads()
        try read(head("/a"), &recent)
        #expect(try read(head("/b"), &recent).path == "/b")
        #expect(!isKept(head("/A"), recent))
        #expect(!isKept(Array(head("/a").dropLast()), recent))
        #expect(!isKept([], recent))
    }

    @Test func `of a head that comes in pieces nothing is kept`() throws {
        var (reader, recent) = (RequestHeadReader(), RecentHeads())
        let bytes = head("/a")
        var first = bytes[..<20]
        #expect(try reader.next(in: &first, limits: ServerLimits(), recent: &recent) == nil)
        var second = bytes[20...]
        #expect(try reader.next(in: &second, limits: ServerLimits(), recent: &recent) != nil)
        #expect(!isKept(bytes, recent))
        #expect(!isKept(Array(bytes[20...]), recent))
    }

    @Test func `a head isn't looked for in the middle of another`() throws {
        var recent = RecentHeads()
        try read(head("/a"), &recent)
        var reader = RequestHeadReader()
        var input = Array("GET /b HTTP/1.1\r\nHost: b\r\n".utf8)[...]
        #expect(try reader.next(in: &input, limits: ServerLimits(), recent: &recent) == nil)
        var rest = head("/a")[...]
        #expect(throws: Refusal.self) {
            try reader.next(in: &rest, limits: ServerLimits(), recent: &recent)
        }
    }

    @Test func `only so many are kept, and no long ones`() throws {
        var recent = RecentHeads()
        for number in 0...RecentHeads.places { try read(head("/\(number)"), &recent) }
        #expect(!isKept(head("/0"), recent))
        #expect((1...RecentHeads.places).allSatisfy { isKept(head("/\($0)"), recent) })
        try read(head("/long", filler: RecentHeads.longestHead), &recent)
        #expect(!isKept(head("/long", filler: RecentHeads.longestHead), recent))
    }

    @Test func `whether it is a HEAD is known again`() throws {
        var recent = RecentHeads()
        for _ in 1...2 {
            var reader = RequestReader()
            var input = Array("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)[...]
            var output: [UInt8] = []
            try reader.read(&input, to: &output, limits: ServerLimits(), recent: &recent) { _ in 0 }
            #expect(reader.isHead)
            #expect(output == Array("HEAD / HTTP/1.1\r\n\r\n".utf8))
        }
    }
}
