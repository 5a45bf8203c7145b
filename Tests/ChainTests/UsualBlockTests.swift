import TestSupport
import Testing

@testable import Chain

/// The fast way to read a block beside its slow twin, which reads any spacing.
@Suite struct `Reading a block of the usual spacing` {
    private struct Reading: Equatable {
        let index: Int
        let proof: UInt64
        let previousHash: BlockHash?
        let text: String
        let end: Int
    }

    private typealias Recognize = (RawSpan, Int, Int, inout MutableRawSpan) -> RecognizedBlock.Parts?

    private static func read(_ source: [UInt8], at start: Int, _ recognize: Recognize) -> Reading? {
        // Something is in the buffer before it.
        let count = 7
        var output = [UInt8](repeating: UInt8(ascii: "x"), count: CanonicalRecognizer.outputLength)
        var parts: RecognizedBlock.Parts?
        do {
            var span = output.mutableSpan
            var bytes = span.mutableBytes
            parts = recognize(source.span.bytes, start, count, &bytes)
        }
        #expect(output.prefix(count).allSatisfy { $0 == UInt8(ascii: "x") })
        guard let parts else { return nil }
        let text = parts.isInSource ? source[parts.text] : output[parts.text]
        #expect(parts.isInSource || parts.text.lowerBound == count)
        return Reading(
            index: parts.index, proof: parts.proofWord, previousHash: parts.previousHash,
            text: String(decoding: text, as: UTF8.self), end: parts.end)
    }

    private static func fast(_ source: [UInt8], at start: Int) -> Reading? {
        read(source, at: start) { .usual(in: $0, at: $1, after: $2, &$3) }
    }

    private static func slow(_ source: [UInt8], at start: Int) -> Reading? {
        read(source, at: start) { CanonicalRecognizer.parts(in: $0, at: $1, after: $2, &$3) }
    }

    /// A block's canonical text, nearly always one that the fast way reads.
    private static func text(_ generator: inout SeededGenerator) -> String {
        func number() -> String {
            let bits = UInt64.random(in: 0...49, using: &generator)
            let whole = UInt64.random(in: 0...(1 << bits), using: &generator)
            if Bool.random(using: &generator) { return "\(whole)" }
            return CanonicalText.double(Double(whole + 1) + Double.random(in: 0..<1, using: &generator)).description
        }
        func name() -> String {
            let characters = Array("0123456789abcdef ~!'{}[],:")
            return String(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    characters.randomElement(using: &generator) ?? "0"
                })
        }
        let payments = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            let id = Bool.random(using: &generator) ? #""id": "\#(name())", "# : ""
            return #"{"amount": \#(number()), \#(id)"recipient": "\#(name())", "sender": "\#(name())"}"#
        }
        let hash = BlockHash(of: CanonicalText.string(name()))
        let proof = UInt64.random(in: 0...(1 << UInt64.random(in: 0...49, using: &generator)), using: &generator)
        return #"{"index": \#(Int.random(in: 1...9_999_999_999, using: &generator)), "previous_hash": "\#(hash)", "#
            + #""proof": \#(proof), "timestamp": \#(number()), "transactions": [\#(payments.joined(separator: ", "))]}"#
    }

    private static func compact(_ text: String) -> String {
        text.replacing("\": ", with: "\":").replacing(", \"", with: ",\"").replacing("}, {", with: "},{")
    }

    @Test func `gives what the other way gives, in both spacings`() {
        var generator = SeededGenerator(seed: Seed.value)
        let (before, after) = ("[ ", " \n ," + String(repeating: "{", count: 300))
        var count = 0
        for _ in 0..<rounds(2_000) {
            let text = Self.text(&generator)
            for spelling in [text, Self.compact(text)] {
                let source = Array((before + spelling + after).utf8)
                guard let fast = Self.fast(source, at: before.utf8.count) else { continue }
                #expect(fast == Self.slow(source, at: before.utf8.count), "seed \(Seed.value): \(spelling)")
                #expect(fast.end == source.count - 301)
                count += 1
            }
        }
        // Only doubles as long as 17 digits, and longer, are left to the other.
        #expect(count > rounds(2_000))
    }

    @Test func `never gives another, whichever bytes are others or missing`() {
        var generator = SeededGenerator(seed: Seed.value)
        let bytes = Array("0123456789{}[]\",:. \n\\eE-+azG\u{7F}".utf8) + [0, 0x80, 0xFF]
        var count = 0
        for _ in 0..<rounds(20_000) {
            let text = Self.text(&generator)
            var source = Array((Bool.random(using: &generator) ? text : Self.compact(text)).utf8)
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let place = Int.random(in: 0..<source.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: source.remove(at: place)
                case 1: source.insert(bytes.randomElement(using: &generator) ?? 0, at: place)
                default: source[place] = bytes.randomElement(using: &generator) ?? 0
                }
            }
            source += [UInt8](repeating: UInt8(ascii: ","), count: 300)
            guard let fast = Self.fast(source, at: 0) else { continue }
            count += 1
            #expect(
                fast == Self.slow(source, at: 0), "seed \(Seed.value): \(String(decoding: source, as: UTF8.self))")
        }
        #expect(count > rounds(500))
    }

    @Test func `reads nothing beyond the source's end`() {
        var generator = SeededGenerator(seed: Seed.value)
        for _ in 0..<rounds(20) {
            let text = Self.text(&generator)
            for spelling in [text, Self.compact(text)] {
                let source = Array(spelling.utf8)
                for length in 0...source.count {
                    // Memory of just that size, for the address sanitizer.
                    let part = Array(source[..<length])
                    guard let fast = Self.fast(part, at: 0) else { continue }
                    #expect(fast == Self.slow(part, at: 0))
                }
            }
        }
    }
}
