import TestSupport
import Testing

@testable import Chain

@Suite struct `A chain reader` {
    private func fault(_ text: String, chunkLength: Int = .max >> 1) -> ChainError? {
        do throws(ChainError) {
            _ = try readChain(Array(text.utf8), chunkLength: chunkLength)
            return nil
        } catch {
            return error
        }
    }

    private let genesis = Block.genesis.text.description

    @Test func `reads a chain in chunks of any length`() throws {
        let chain = try Blockchain.mined(length: 4)
        let answer = chain.answer
        for chunkLength in 1...answer.count {
            let read = try readChain(answer, chunkLength: chunkLength)
            #expect(read.blocks.map(\.text) == chain.blocks.map(\.text))
            #expect(read.textLength == chain.textLength)
        }
    }

    @Test func `reads a chain that is cut in two anywhere`() throws {
        let spaced = #"""
              { "length" : [ 1 , "]}\"" ] , "\u0063hain" :%[ \#(genesis) ] , "a":1 , "b":true } %
            """#
        let answer = Array(spaced.replacing("%", with: "\r\n\t").utf8)
        for cut in 0...answer.count {
            var reader = ChainReader(rules: .easy)
            try reader.read(Array(answer[..<cut]))
            try reader.read([])
            try reader.read(Array(answer[cut...]))
            #expect(try Array(reader.finish().blocks) == [.genesis])
        }
    }

    @Test func `does not believe the length`() throws {
        for length in ["0", "7", "-1", "\"x\"", "null", "1e300"] {
            #expect(fault(#"{"chain": [\#(genesis)], "length": \#(length)}"#) == nil)
        }
    }

    @Test func `takes the last chain`() throws {
        let other = genesis.replacing("100", with: "101")
        let answer = #"{"chain": [\#(genesis)], "\u0063hain": [\#(other)], "Chain": [], "chains": []}"#
        #expect(try readChain(Array(answer.utf8), chunkLength: 3).lastBlock.proof == Proof(101))
        #expect(fault(#"{"chain": [], "chain": [\#(genesis)]}"#) == nil)
        #expect(fault(#"{"chain": [\#(genesis)], "chain": []}"#) == .empty)
        #expect(fault(#"{"chain": [\#(genesis)], "chain": 5}"#) == .noChain)
        #expect(fault(#"{"chain": {"chain": 1}, "chain": [\#(genesis)]}"#) == nil)
        // An invalid chain ends the reading, whatever comes later.
        #expect(fault(#"{"chain": [1], "chain": [\#(genesis)]}"#) == .fault(height: 1, .notAnObject))
    }

    @Test(arguments: [
        ("{}", ChainError.noChain), (#"{"length": 1}"#, .noChain), (#"{"chain": null}"#, .noChain),
        (#"{"chain": "[]"}"#, .noChain), ("[]", .noChain), ("\"chain\"", .noChain), ("12", .noChain),
        (#"{"chain": []}"#, .empty), (#"{"chain": [null]}"#, .fault(height: 1, .notAnObject)),
        (#"{"chain": [{}]}"#, .fault(height: 1, .missing(.index))),
    ])
    func `needs a chain with blocks`(text: String, error: ChainError) {
        #expect(fault(text) == error)
        #expect(fault(text, chunkLength: 1) == error)
    }

    @Test(arguments: [
        ("", 0, JSONError.Reason.unexpectedEnd), ("{", 1, .unexpectedEnd), ("<html>", 0, .expectedValue),
        ("\u{FEFF}{}", 0, .byteOrderMark), ("{1:2}", 1, .expectedKey), ("{\"a\" 1}", 5, .expectedColon),
        ("{\"a\":,}", 5, .expectedValue), ("{\"a\":1 2}", 7, .expectedCommaOrEnd),
        ("{\"a\":1,}", 7, .expectedKey),
        ("{\"a\":12x}", 7, .textAfterValue), ("{\"a\":[1}", 7, .expectedCommaOrEnd),
        ("{\"a\":NaN}", 5, .notFinite), ("{\"\\x\":1}", 2, .invalidEscape), ("{} x", 3, .textAfterValue),
        ("{\"chain\":[1", 11, .unexpectedEnd), ("{\"chain\":[}", 10, .expectedValue),
        ("{\"chain\":[{\"a\":tru}]}", 15, .expectedValue), ("{\"chain\":[,]}", 10, .expectedValue),
    ])
    func `says where the answer is no JSON`(text: String, offset: Int, reason: JSONError.Reason) {
        let expected = ChainError.notJSON(JSONError(offset: offset, reason: reason))
        #expect(fault(text) == expected)
        #expect(fault(text, chunkLength: 1) == expected)
    }

    @Test func `says which block breaks which rule`() throws {
        let chain = try Blockchain.mined(length: 3)
        let third = chain.blocks[2].text.description
        let proof = #""proof": \#(chain.blocks[2].proof)"#
        let puzzle = Rules.easy.work(after: chain.blocks[1])
        let unfitting = try puzzle.smallestProof(isValid: false)
        let cases: [(String, String, ChainError)] = [
            (#""index": 3"#, #""index": 9"#, .wrongIndex(height: 3, index: 9)),
            (#""timestamp""#, #""time""#, .fault(height: 3, .missing(.timestamp))),
            (
                #""transactions": []"#, #""transactions": [7]"#,
                .fault(height: 3, .transactionNotAnObject(position: 1))
            ),
            (proof, #""proof": -1"#, .fault(height: 3, .proofNotAnInteger)),
            (proof, #""proof": \#(unfitting)"#, .wrongProof(height: 3)),
            (chain.blocks[1].hash.description, "0", .wrongPreviousHash(height: 3)),
        ]
        for (original, replacement, expected) in cases {
            let blocks =
                chain.blocks.prefix(2).map(\.text.description) + [
                    third.replacing(original, with: replacement)
                ]
            #expect(fault(#"{"chain": [\#(blocks.joined(separator: ","))]}"#) == expected)
        }
    }

    @Test func `keeps an error for good`() throws {
        var reader = ChainReader(rules: .easy)
        let expected = ChainError.notJSON(JSONError(offset: 1, reason: .expectedKey))
        #expect(throws: expected) { try reader.read(Array("{]".utf8)) }
        #expect(throws: expected) { try reader.read(Array("{\"chain\": [\(genesis)]}".utf8)) }
        #expect(throws: expected) { try reader.finish() }
    }

    @Test func `is not finished before the end`() throws {
        let answer = try Blockchain.mined(length: 2).answer
        for length in 0..<answer.count {
            #expect(throws: ChainError.notJSON(JSONError(offset: length, reason: .unexpectedEnd))) {
                try readChain(Array(answer[..<length]), chunkLength: 100)
            }
        }
    }

    @Test func `lets a block nest as deep as the whole answer may`() throws {
        func answer(_ levels: Int) -> String {
            let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
            return #"{"chain": [\#(genesis.replacing("[]", with: #"[{"a": \#(deep)}]"#))]}"#
        }
        // The answer, the chain, the block, its transactions and one of them are five levels.
        for chunkLength in [1, 1 << 20] {
            #expect(fault(answer(995), chunkLength: chunkLength) == nil)
            guard case .notJSON(let error) = fault(answer(996), chunkLength: chunkLength) else {
                Issue.record("accepted")
                continue
            }
            #expect(error.reason == .tooDeep)
        }
        #expect(refusal(answer(995)) == nil)
        #expect(refusal(answer(996))?.reason == .tooDeep)
    }

    @Test func `refuses answers and pieces beyond their limits`() throws {
        func fault(_ text: String, chunkLength: Int) -> ChainError? {
            do throws(ChainError) {
                var reader = ChainReader(rules: .easy, maximumBytes: 1_000, maximumBlockBytes: 200)
                let bytes = Array(text.utf8)
                for start in stride(from: 0, to: bytes.count, by: chunkLength) {
                    try reader.read(Array(bytes[start..<min(start + chunkLength, bytes.count)]))
                }
                _ = try reader.finish()
                return nil
            } catch {
                return error
            }
        }
        let long = String(repeating: "a", count: 199)
        let block = genesis.replacing(
            "\"1\"", with: "\"\(String(repeating: "a", count: 201 - genesis.utf8.count))\"")
        for chunkLength in [1, 10, 5_000] {
            #expect(fault(#"{"chain": [\#(block)]}"#, chunkLength: chunkLength) == nil)
            #expect(
                fault(#"{"chain": [\#(block.replacing("aaa", with: "aaaa"))]}"#, chunkLength: chunkLength)
                    == .blockTooLong(height: 1, maximumBytes: 200))
            for member in [#""\#(long)": 1"#, #""a": "\#(long)""#] {
                #expect(fault("{\(member)}", chunkLength: chunkLength) == .memberTooLong(maximumBytes: 200))
            }
            #expect(
                fault(
                    #"{"chain": [\#(genesis)]}"# + String(repeating: " ", count: 1_000),
                    chunkLength: chunkLength)
                    == .tooLong(maximumBytes: 1_000))
        }
    }

    @Test func `takes a mebibyte of brackets or of string byte by byte`() throws {
        let brackets = #"{"chain": [{"a": "# + String(repeating: "[", count: 1 << 20)
        guard case .notJSON(let error) = fault(brackets, chunkLength: 1) else {
            Issue.record("accepted")
            return
        }
        #expect(error.reason == .tooDeep)
        let long = String(repeating: "a\\\"]", count: 1 << 18)
        let answer = #"{"chain": [\#(genesis.replacing("\"1\"", with: "\"\(long)\""))], "x": "\#(long)"}"#
        #expect(fault(answer, chunkLength: 1) == nil)
    }
}

/// Whatever is done to an answer, reading it in chunks has the same result as parsing all of it.
@Suite struct `A chain reader and a whole parse` {
    static let count = rounds(2_500)

    private let snippets: [String] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "0", "-", ".", "e", "1", "\u{0}", "null", "NaN",
        "1e999",
        "\\u", "\"chain\":", "\"chain\":[],", "\"chain\":0,", "\"a\":[\"]\"],", "\"\\\"\":{},", "[[", "é",
        "\\ud800", "//",
    ]

    @Test func `agree on answers mutated at random`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let answers = try (1...3).map { try Array(Blockchain.mined(length: $0).answer) }
        var acceptedCount = 0
        for _ in 0..<Self.count {
            var answer = answers.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...2, using: &generator) { mutate(&answer, using: &generator) }
            let whole = try? readWholeChain(answer)
            let read = try? readChain(answer, using: &generator)
            #expect(
                whole?.blocks.map(\.text) == read?.blocks.map(\.text),
                "seed \(Seed.value): \(String(decoding: answer, as: UTF8.self))")
            let prevalidated = Result { () throws(ChainError) in try readPrevalidatedChain(answer, using: &generator) }
            let inOrder = Result { () throws(ChainError) in try readChain(answer, chunkLength: .max) }
            let texts = [prevalidated, inOrder].map { $0.map { $0.blocks.map(\.text) } }
            #expect(texts[0] == texts[1], "seed \(Seed.value): \(String(decoding: answer, as: UTF8.self))")
            if read != nil { acceptedCount += 1 }
        }
        #expect((Self.count / 200...Self.count / 2).contains(acceptedCount))
    }

    private func mutate(_ answer: inout [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: 0...answer.count, using: &generator)
        let end = min(place + Int.random(in: 1...4, using: &generator), answer.count)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: answer.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 1: answer.replaceSubrange(place..<end, with: [UInt8.random(in: 0...255, using: &generator)])
        case 2: answer.removeSubrange(place..<end)
        case 3: answer.insert(contentsOf: answer[place..<end], at: place)
        case 4:
            // Wherever there are blanks, much can be added without harm.
            let blanks = answer.indices.filter { answer[$0] == 0x20 }
            guard let blank = blanks.randomElement(using: &generator) else { return }
            answer.insert(contentsOf: (snippets.randomElement(using: &generator) ?? "").utf8, at: blank)
        default: answer.insert(contentsOf: (snippets.randomElement(using: &generator) ?? "").utf8, at: place)
        }
    }
}
