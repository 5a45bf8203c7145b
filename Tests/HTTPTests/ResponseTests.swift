internal import Foundation
internal import HTTP
internal import Testing
internal import Wording

@Suite("Answers")
struct ResponseTests {
    private func bytes(of response: Response) -> [UInt8] {
        guard case .bytes(let bytes) = response.body else { return [] }
        return bytes
    }

    @Test(arguments: [
        "", "A plain sentence.", #"Quotes " and \ backslashes \" in a row."#, "Line\r\nbreaks\tand tabs",
        "\u{0}\u{1}\u{1F}\u{7F}\u{80}", "/slashes/", "Grüße, 世界", "\u{2028}\u{2029}\u{FFFE}\u{FEFF}",
        "😀 beyond the BMP",
        "</script>", #"{"error": "in an error"}"#,
    ])
    func `a refusal's sentence is quoted in full`(sentence: String) throws {
        let response = Response.error(.badRequest, .fileUnknown, ["name": .text(sentence)])
        let bytes = bytes(of: response)
        #expect(bytes.dropLast().allSatisfy { (0x20...0x7E).contains($0) })
        #expect(bytes.last == UInt8(ascii: "\n"))
        let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(object["error"] as? String == "The page has no file \(sentence). It is at /.")
        #expect(object["reason"] as? String == "file_unknown")
        #expect(object["values"] as? [String: String] == ["name": sentence])
    }

    @Test func `a refusal is spelled like the other answers`() {
        #expect(
            bytes(of: .error(.notFound, .queryRepeated, ["name": .text("a\"b\\c\nd\u{7F}é😀")])) == Array(
                (#"{"error": "The query gives \"a\"b\\c\nd\u007f\u00e9\ud83d\ude00\" more than once.", "#
                    + #""reason": "query_repeated", "values": {"name": "a\"b\\c\nd\u007f\u00e9\ud83d\ude00"}}"#).utf8)
                + [0x0A])
    }

    @Test func `a refusal keeps its status and headers and says that it is JSON`() {
        let response = Response.error(.methodNotAllowed, headers: [Header("Allow", "GET")], .shuttingDown)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers == [Header("Allow", "GET"), Header("Content-Type", "application/json")])
    }

    @Test func `a body knows its length`() {
        #expect(Body.bytes([]).length == 0)
        #expect(Body.bytes([1, 2, 3]).length == 3)
        #expect(Body.pieces(CountingPieces(count: 3, pieceBytes: 5)).length == 15)
    }
}
