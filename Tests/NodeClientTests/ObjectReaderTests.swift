internal import Chain
internal import Testing

@testable import NodeClient

@Suite("An object that is read while it arrives")
struct ObjectReaderTests {
    private struct Reading: Equatable {
        var elements: [String] = []
        var members: [String: String] = [:]
    }

    private func read(_ pieces: [[UInt8]]) throws -> Reading {
        var reader = ObjectReader(arrays: ["chain", "new_chain"])
        var reading = Reading()
        for piece in pieces { reading.elements += try reader.read(piece).map { String(decoding: $0, as: UTF8.self) } }
        try reader.finish()
        reading.members = reader.members.mapValues { $0.canonicalText.description }
        return reading
    }

    private static let text =
        #" {"length":2, "chain" : [ {"a": "]}\"\\", "b":[1,{}]},"x" , -1.5e3,null,[] ] "#
        + #","peers": [{"a":[1]}], "e": "é"} "#

    @Test func `its long arrays come out element by element, and the rest at the end, wherever it is cut`() throws {
        let bytes = Array(Self.text.utf8)
        let expected = Reading(
            elements: [#"{"a": "]}\"\\", "b":[1,{}]}"#, "\"x\"", "-1.5e3", "null", "[]"],
            members: ["length": "2", "peers": #"[{"a": [1]}]"#, "e": #""\u00e9""#])
        for position in 0...bytes.count {
            #expect(try read([Array(bytes[..<position]), Array(bytes[position...])]) == expected, "cut at \(position)")
        }
        #expect(try read(bytes.map { [$0] }) == expected)
    }

    @Test(arguments: [#"{}"#, #"{"chain": []}"#, #"{"chain": 5}"#, #"{"chain": {"a": [1]}}"#, #"{"a": [1, 2]}"#])
    func `without elements it is an object as well`(text: String) throws {
        #expect(try read([Array(text.utf8)]).elements.isEmpty)
    }

    @Test(arguments: [
        "", "{", "[]", "5", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1"#, #"{"a":1}x"#, #"{"a":1}{}"#,
        #"{"chain":[}"#, #"{"chain":[,]}"#, #"{"chain":[1,]}"#, #"{"chain":[1 2]}"#, #"{"chain":[1"#, #"{"chain":[1]"#,
        #"{"a": nul}"#, #"{"a": 01}"#, #"{a: 1}"#, "\u{FEFF}{}", "<!DOCTYPE html>", #"{"a" "b"}"#, #"{"a":"#,
        #"{"chain":[]]}"#,
    ])
    func `what is no object is refused`(text: String) {
        #expect(throws: ObjectFault.self) { try read([Array(text.utf8)]) }
        #expect(throws: ObjectFault.self) { try read(text.utf8.map { [$0] }) }
    }

    @Test func `what is too long or too deep is refused while it arrives`() throws {
        var long = ObjectReader(arrays: ["chain"])
        _ = try long.read(Array(#"{"chain": [""#.utf8))
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 0..<15 { _ = try long.read(piece) }
        #expect(throws: ObjectFault.self) { _ = try long.read(piece) }

        var member = ObjectReader(arrays: ["chain"])
        _ = try member.read(Array(#"{"message": ""#.utf8))
        #expect(throws: ObjectFault.self) { _ = try member.read(piece) }

        var deep = ObjectReader(arrays: ["chain"])
        #expect(throws: ObjectFault.self) {
            _ = try deep.read(Array(#"{"chain": "#.utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 1_001))
        }

        var many = ObjectReader(arrays: ["chain"])
        _ = try many.read(Array("{".utf8))
        #expect(throws: ObjectFault.self) {
            for number in 0..<1_000_000 { _ = try many.read(Array("\"\(number)\": null, ".utf8)) }
        }
    }
}
