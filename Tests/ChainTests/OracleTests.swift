import TestSupport
import Testing

@testable import Chain

/// Chain against CPython: same bytes, same hashes, same verdicts.
@Suite struct `CPython agrees` {
    /// How many random cases of each kind a run tries.
    static let textCount = rounds(6_000)
    static let blockCount = rounds(1_000)
    static let chainCount = rounds(1_500)

    @Test func `on the canonical form of random texts, and on what is none`() throws {
        let cases = try Oracle.cases("texts", "\(Seed.value)", "\(Self.textCount)")
        try #require(cases.count == Self.textCount)
        let refusedCount = try compareTexts(cases)
        // If nearly all were refused, or none, this test would say little.
        #expect((Self.textCount / 10...Self.textCount / 2).contains(refusedCount))
    }

    @Test func `on every code point there is`() throws {
        let cases = try Oracle.cases("unicode")
        try #require(cases.count == 0x110000 / 256)
        for (position, fields) in cases.enumerated() {
            let start = UInt32(position) * 256
            try #require(String(decoding: fields[0], as: UTF8.self) == "\(start)")
            let raw = try rawString(from: start).map { try sha256(ofCanonical: $0) } ?? "none"
            #expect(raw == String(decoding: fields[1], as: UTF8.self), "raw, from \(start)")
            let escaped = try escapedStrings(from: start).map { try sha256(ofCanonical: $0) } ?? "none"
            #expect(escaped == String(decoding: fields[2], as: UTF8.self), "escaped, from \(start)")
        }
    }

    private func sha256(ofCanonical text: String) throws -> String {
        try BlockHash(of: parse(text).canonicalText).description
    }

    /// A string of those of 256 code points that may appear unescaped.
    private func rawString(from start: UInt32) -> String? {
        guard !(0xD800...0xDFFF).contains(start) else { return nil }
        let scalars = (start..<start + 256).compactMap(Unicode.Scalar.init)
        let plain = scalars.filter { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
        return "\"\(String(String.UnicodeScalarView(plain)))\""
    }

    /// An array of 256 strings of one escape each, so that two surrogates don't form a pair.
    private func escapedStrings(from start: UInt32) -> String? {
        guard start < 0x10000 else { return nil }
        let strings = (start..<start + 256).map { code in
            let hex = String(code, radix: 16)
            return "\"\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)\""
        }
        return "[\(strings.joined(separator: ","))]"
    }

    @Test func `on the hashes of random blocks`() throws {
        let cases = try Oracle.cases("blocks", "\(Seed.value)", "\(Self.blockCount)")
        try #require(cases.count == Self.blockCount)
        for fields in cases {
            let input = Oracle.bytes(fields[0])
            let block = try Block(JSONDocument(parsing: input).root)
            #expect(
                block.hash.hexDigits == Array(fields[1]),
                "seed \(Seed.value): \(String(decoding: input, as: UTF8.self))")
        }
    }

    @Test func `on which random chains are valid`() throws {
        let cases = try Oracle.cases("chains", "\(Seed.value)", "\(Self.chainCount)")
        try #require(cases.count == Self.chainCount)
        var generator = SeededGenerator(seed: Seed.value)
        var refusedCount = 0
        for fields in cases {
            let set = try #require(RuleSet(rawValue: String(decoding: fields[0], as: UTF8.self)))
            let zeros = try #require(Int(String(decoding: fields[1], as: UTF8.self)))
            let rules = Rules(set, difficulty: try #require(Difficulty(hexZeros: zeros)))
            let input = Oracle.bytes(fields[2])
            let expected = fields[3].elementsEqual(Oracle.refused) ? nil : Array(fields[3])
            if expected == nil { refusedCount += 1 }
            let chain = try? readChain(input, rules: rules, using: &generator)
            #expect(
                chain?.lastBlock.hash.hexDigits == expected,
                "seed \(Seed.value), \(set), \(zeros) zeros: \(String(decoding: input, as: UTF8.self))")
        }
        #expect((Self.chainCount / 5...Self.chainCount * 4 / 5).contains(refusedCount))
    }

    /// Compares one by one and counts the refused ones.
    private func compareTexts(_ cases: [[ArraySlice<UInt8>]]) throws -> Int {
        var refusedCount = 0
        for fields in cases {
            let input = Oracle.bytes(fields[0])
            let expected = fields[1].elementsEqual(Oracle.refused) ? nil : Oracle.bytes(fields[1])
            if expected == nil { refusedCount += 1 }
            let document = try? JSONDocument(parsing: input)
            let actual = document?.root.canonicalText.bytes
            if actual != expected {
                Issue.record(
                    """
                    seed \(Seed.value), input \(String(decoding: fields[0], as: UTF8.self)):
                    CPython \(expected.map { String(decoding: $0, as: UTF8.self) } ?? "refuses it")
                    here    \(actual.map { String(decoding: $0, as: UTF8.self) } ?? "it is refused")
                    """)
            }
            // Canonical text stays unchanged.
            if let actual { #expect(try JSONDocument(parsing: actual).root.canonicalText.bytes == actual) }
        }
        return refusedCount
    }
}
