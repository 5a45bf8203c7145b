import TestSupport
import Testing

@testable import Chain

/// Reads files, each cut into chunks of one length.
private func read(
    _ files: [[UInt8]], rules: Rules = .easy, maximumFileBytes: Int = SavedChainReader.maximumBytes, chunkLength: Int
) -> SavedChains {
    var reader = SavedChainReader(rules: rules, maximumFileBytes: maximumFileBytes)
    for file in files {
        reader.beginFile()
        for start in stride(from: 0, to: file.count, by: chunkLength) {
            reader.read(Array(file[start..<min(start + chunkLength, file.count)]))
        }
        reader.endFile()
    }
    return reader.finish()
}

extension SavedChains {
    fileprivate var reasons: [Int: ChainError] { faults.mapValues(\.reason) }
}

@Suite struct `A saved chain` {
    private static let chunkLengths = [1, 7, 64, 100_000]

    @Test(arguments: chunkLengths) func `is read in every shape, however it is split`(chunkLength: Int) throws {
        let chain = try Blockchain.mined(length: 6)
        let blocks = chain.blocks.map(\.text.description)
        let list = "[\(blocks.joined(separator: ", "))]"
        let page = { (range: Range<Int>) in #"{"blocks": [\#(blocks[range].joined(separator: ","))], "next": 3}"# }
        let shapes = [
            list, #"{"new_chain": \#(list), "message": "x"}"#, #" {"a": {"b": [\#(list)], "c": \#(list)}} "#,
            blocks.joined(separator: "\n"), blocks.joined(), page(0..<2) + page(2..<5) + page(5..<6),
            #"{"chain": []} "# + page(0..<6) + #"{"blocks": [], "next": null}"#,
            #"{"chain": [\#(blocks[0])], "blocks": \#(list)}"#,
        ]
        for shape in shapes {
            let found = read([Array(shape.utf8)], chunkLength: chunkLength)
            #expect(found.best?.chain.tipHash == chain.tipHash, "\(shape.prefix(40))")
            #expect(found.faults.isEmpty, "\(found.reasons)")
        }
    }

    @Test(arguments: chunkLengths) func `is the best of all that are valid`(chunkLength: Int) throws {
        let (long, short) = (try Blockchain.mined(length: 5), try Blockchain.mined(length: 3, timestamp: 2.5))
        let broken = String(decoding: try Blockchain.mined(length: 9).answer, as: UTF8.self)
            .replacing(#""index": 8"#, with: #""index": 9"#)
        let files = [short.answer, Array(broken.utf8), long.answer + short.answer, Array("nothing".utf8)]
        let found = read(files, chunkLength: chunkLength)
        #expect(found.best?.chain.tipHash == long.tipHash && found.best?.file == 2)
        #expect(
            found.reasons == [
                1: .wrongIndex(height: 8, index: 9), 3: .notJSON(JSONError(offset: 0, reason: .expectedValue)),
            ])
    }

    @Test func `of one file isn't lost by what another one is`() throws {
        let chain = try Blockchain.mined(length: 3)
        let found = read([chain.answer, Array("<html>".utf8), Array("[".utf8)], chunkLength: 50)
        #expect(found.best?.chain.tipHash == chain.tipHash && found.best?.file == 0)
        #expect(found.reasons.keys.sorted() == [1, 2])
    }

    @Test func `that goes on in a file that is cut off isn't taken`() throws {
        let blocks = try Blockchain.mined(length: 4).blocks.map(\.text.description)
        let pages = [#"{"blocks": [\#(blocks[0]), \#(blocks[1])]}"#, #"{"blocks": [\#(blocks[2]), \#(blocks[3])"#]
        let found = read(pages.map { Array($0.utf8) }, chunkLength: 1_000)
        #expect(found.best == nil)
        #expect(found.reasons[1] == .notJSON(JSONError(offset: pages[1].utf8.count, reason: .unexpectedEnd)))
    }

    @Test(arguments: chunkLengths) func `has its faults where they are in the file`(chunkLength: Int) throws {
        let text = String(decoding: try Blockchain.mined(length: 4).answer, as: UTF8.self)
        for (from, to) in [(#""index": 3"#, #""index": 03"#), (#""index": 3"#, #""index": 3x"#), ("}]", "},]")] {
            let broken = text.replacing(from, with: to)
            let expected = refusal(broken)
            #expect(expected != nil)
            let found = read([Array(broken.utf8)], chunkLength: chunkLength)
            #expect(found.best == nil && found.reasons[0] == expected.map(ChainError.notJSON), "\(to)")
        }
    }

    @Test func `says what else there was`() {
        let found = read([Array(#"{"nodes": [], "x": {"y": 1}}"#.utf8)], chunkLength: 3)
        #expect(found.faults[0]?.reason == .noChain && found.faults[0]?.contents.keys == ["nodes", "x"])
    }

    @Test func `has a limit, and so has a block`() throws {
        let answer = try Blockchain.mined(length: 4).answer
        let tooLong = read([answer], maximumFileBytes: answer.count - 1, chunkLength: 100)
        #expect(tooLong.best == nil && tooLong.reasons[0] == .tooLong(maximumBytes: answer.count - 1))
        #expect(read([answer], maximumFileBytes: answer.count, chunkLength: 100).best != nil)
        let endless = Array(#"{"x": ""#.utf8) + [UInt8](repeating: 0x61, count: ChainReader.maximumBlockBytes + 1)
        let found = read([endless], chunkLength: 1 << 20)
        #expect(found.reasons[0] == .memberTooLong(maximumBytes: ChainReader.maximumBlockBytes))
    }
}

@Suite struct `A text that is decoded as it arrives` {
    @Test(arguments: 1...9) func `is what it is at once`(chunkLength: Int) throws {
        let text = #"{"a": "é 张三 😀😀 \u0041"}"#
        let units = Array(text.utf16)
        let littleEndian = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let bigEndian = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let wide = text.unicodeScalars.flatMap { scalar in
            (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
        }
        let ways = [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), littleEndian, [0xFF, 0xFE] + littleEndian,
            bigEndian, [0xFE, 0xFF] + bigEndian, wide, [0xFF, 0xFE, 0, 0] + wide,
        ]
        for bytes in ways {
            var (decoder, decoded) = (TextDecoder(), [UInt8]())
            for start in stride(from: 0, to: bytes.count, by: chunkLength) {
                decoded += try decoder.utf8(of: Array(bytes[start..<min(start + chunkLength, bytes.count)]))
            }
            decoded += try decoder.finish()
            #expect(decoded == Array(text.utf8))
        }
    }

    @Test(arguments: [[0xFF, 0xFE, 0x41], [0xFF, 0xFE, 0x3D, 0xD8], [0xFE, 0xFF, 0xDC, 0x00, 0, 0x41]])
    func `is refused where it isn't valid`(bytes: [UInt8]) {
        #expect(throws: JSONError(offset: 0, reason: .invalidEncoding(.utf16))) {
            var decoder = TextDecoder()
            for byte in bytes { _ = try decoder.utf8(of: [byte]) }
            _ = try decoder.finish()
        }
    }
}
