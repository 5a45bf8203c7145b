import TestSupport
import Testing

@testable import Chain

@Suite struct `Recognising canonical text` {
    /// The canonical text, if the recogniser accepts all of it.
    private func recognized(_ text: String) -> String? {
        let source = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: CanonicalRecognizer.outputLength)
        var recognizer = CanonicalRecognizer(at: 0, of: source.span.bytes)
        var span = output.mutableSpan
        var bytes = span.mutableBytes
        guard recognizer.takeValue(source.span.bytes, &bytes, depth: 0), recognizer.position == source.count else {
            return nil
        }
        return String(decoding: output.prefix(recognizer.count), as: UTF8.self)
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-1", "12345678901234567890", "0.5", "-0.0", "1e-05", "1e+16", "1.5e+300",
        "1795354803.6960037", "[]", "{}", #""""#, #""a b~ !""#, #""\"\\\b\f\n\r\t""#, #""\u0000\u001f\u007f\u00e4""#,
        #""\ud83d\ude00\ud83d""#, #"{"a": 1, "b": [1, 2, {}], "c": {"": null}}"#,
        #"{"a": 1, "a b": 2, "a!": 3, "b": 4}"#,
        #"{"amount": 5, "recipient": "a\"b", "sender": "0"}"#, #"{"amount": 5, "recipient": 1, "sender": 2}"#,
        #"{"amount": [], "recipient": "b"}"#, #"{"amount": 5, "recipient": "r", "sender": "s", "z": 1}"#,
    ])
    func `what is canonical stays as it is`(text: String) throws {
        #expect(recognized(text) == text)
        #expect(try canonical(text) == text)
        let compact = text.replacing(", ", with: ",").replacing(": ", with: ":")
        #expect(try recognized(compact) == canonical(compact))
        let spread = text.replacing(", ", with: "\n\t ,\r  ").replacing(": ", with: "  :\n")
        #expect(try recognized(spread) == canonical(spread))
    }

    @Test(arguments: [
        "", "nul", "tru", "-", "01", "-0", "1.", "1.50", "1.0e5", "1E5", "1e5", "1e16", "0.00001", "1e-5", "1.e5", "00",
        "1795354803.69600371", "0.1000000000000000055", "NaN", "Infinity", "-Infinity", "'a'", #"""#, #""\a""#,
        #""\/""#, #""\u00E4""#, #""\u0041""#, #""\u000a""#, "\"\u{7F}\"", "\"\t\"", "\"ä\"", #""\u00e""#,
        "[1,]", "[,]", "[1 2]", "[", "{", #"{"a"}"#, #"{"a": }"#, #"{"a": 1,}"#, #"{"b": 1, "a": 2}"#,
        #"{"a": 1, "a": 2}"#, #"{"ab": 1, "a": 2}"#, #"{"a!": 1, "a": 2}"#, #"{"a ": 1, "a": 2}"#, #"{"\u00e4": 1}"#,
        #"{1: 2}"#, "1e999", "-1e999",
    ])
    func `what is not is left alone`(text: String) {
        #expect(recognized(text) == nil)
    }

    @Test func `deep nesting and long values are left alone`() {
        let depth = CanonicalRecognizer.maximumDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(recognized(nested(depth)) == nested(depth))
        #expect(recognized(nested(depth + 1)) == nil)
        let length = CanonicalRecognizer.maximumLength
        let longest = "\"" + String(repeating: "x", count: length - 2) + "\""
        #expect(recognized(longest) == longest)
        #expect(recognized("[" + longest + "]") == nil)
        // The canonical text may be twice as long.
        let commaCount = length / 2 - 2
        let commas = "[" + String(repeating: "1,", count: commaCount) + "1]"
        #expect(recognized(commas)?.utf8.count == 3 * commaCount + 3)
        #expect(recognized(String(repeating: "1", count: 4_300))?.utf8.count == 4_300)
        #expect(recognized(String(repeating: "1", count: 4_301)) == nil)
    }

    @Test func `a double is canonical when printing it gives the same digits`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        for _ in 0..<rounds(200_000) {
            // Any bits, or a time in this century.
            let value =
                Bool.random(using: &generator)
                ? Double(bitPattern: .random(in: 0...UInt64.max, using: &generator))
                : Double.random(in: 0...4e9, using: &generator)
            guard value.isFinite else { continue }
            let text = CanonicalText.double(value).description
            #expect(recognized(text) == text, "seed \(Seed.value): \(text)")
        }
    }

    @Test func `of two spellings of a double only one is canonical`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        for _ in 0..<rounds(200_000) {
            let bits = UInt64.random(in: 1...60, using: &generator)
            let whole = UInt64.random(in: 0..<(1 << bits), using: &generator)
            let digits = (1...Int.random(in: 1...10, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }
            let text = "\(whole)." + digits.joined()
            let canonicalText = try canonical(text)
            #expect(recognized(text) == (text == canonicalText ? text : nil), "seed \(Seed.value): \(text)")
        }
    }

    @Test func `whatever is recognised is what reading and writing gives`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let pieces = [
            "{", "}", "[", "]", ",", ", ", ":", ": ", "\"a\"", "\"b\"", "\"\\n\"", "\"\\u00e4\"", "1", "0.5", "1.50",
            "-0", "1e+20", "null", "true", " ", "\n", "\"amount\":", "\"recipient\":", "\"sender\":", "\"", "\\", "ä",
        ]
        var count = 0
        for _ in 0..<rounds(300_000) {
            let text = (0..<Int.random(in: 1...14, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let recognized = recognized(text) else { continue }
            count += 1
            #expect(try recognized == canonical(text), "seed \(Seed.value): \(text)")
        }
        #expect(count > rounds(4_000))
    }
}

@Suite struct `Recognising blocks` {
    @Test func `a block is read as by the general way, in each of its usual spellings`() throws {
        let chain = try Blockchain.mined(length: 3, timestamp: 1_795_354_803.696_003_7)
        for block in chain.blocks {
            let text = block.text.description
            let compact = text.replacing(", ", with: ",").replacing(": ", with: ":")
            for spelling in [text, compact, text.replacing(", ", with: " ,\n ")] {
                let source = Array(("xx" + spelling + ",").utf8)
                var recognizer = BlockRecognizer()
                let recognized = recognizer.block(in: source.span.bytes, at: 2)
                let (found, end) = try #require(recognized, "\(spelling)")
                #expect(end == source.count - 1)
                #expect(found.text == block.text)
                #expect(found.hash == block.hash)
                #expect(found.index == block.index)
                #expect(found.proof == block.proof)
                #expect(found.previousHash == block.previousHash)
                for length in 0..<source.count - 1 {
                    #expect(recognizer.block(in: Array(source[..<length]).span.bytes, at: 2) == nil)
                }
            }
        }
    }

    @Test(arguments: [
        ("\"index\"", "\"indey\""), ("\"index\"", "\"Index\""), ("\"proof\": 1", "\"proof\": 01"),
        ("\"proof\": 1", "\"proof\": -1"), ("\"proof\": 1", "\"proof\": 1.5"), ("\"proof\": 1", "\"proof\": \"1\""),
        ("\"index\": 1", "\"index\": 1.0"), ("\"transactions\": []", "\"transactions\": [1]"),
        ("\"transactions\": []", "\"transactions\": {}"), ("\"transactions\": []", "\"transactions\": [], \"x\": 1"),
        ("\"timestamp\": 1", "\"timestamp\": \"1\", \"x\": 1"), ("{\"index\"", "{\"id\": 1, \"index\""),
        ("\"previous_hash\": \"1\"", "\"previous_hash\": null"),
        ("\"proof\": 1", "\"proof\": 100000000000000000000000000"),
    ])
    func `another shape is left to the general way`(part: String, other: String) {
        let text = Block.genesis.text.description
        #expect(text.contains(part))
        var recognizer = BlockRecognizer()
        #expect(recognizer.block(in: Array(text.utf8).span.bytes, at: 0) != nil)
        #expect(recognizer.block(in: Array(text.replacing(part, with: other).utf8).span.bytes, at: 0) == nil)
    }

    @Test func `a previous hash in upper case is none`() throws {
        let block = try Blockchain.mined(length: 2).lastBlock
        let hash = try #require(block.previousHash).description
        let letter = try #require(hash.first { $0.isLetter })
        let odd = block.text.description.replacing(
            hash, with: hash.replacing(String(letter), with: letter.uppercased()))
        var recognizer = BlockRecognizer()
        let found = recognizer.block(in: Array(odd.utf8).span.bytes, at: 0)?.block
        #expect(found != nil)
        #expect(found?.previousHash == nil)
        #expect(found?.text.description == odd)
    }
}
