internal import Testing

@testable import HTTP

@Suite("The chunked coding")
struct ChunkReaderTests {
    private enum Result: Equatable {
        /// The data, and how many bytes were left behind the end.
        case whole(String, rest: Int)
        case incomplete
        case refused(ChunkReader.Fault)
    }

    /// What comes of bytes that arrive in pieces of this size.
    private func read(_ text: String, piece: Int, maximumBytes: Int = 100) -> Result {
        var reader = ChunkReader(maximumBytes: maximumBytes)
        var data: [UInt8] = []
        var rest = Array(text.utf8)[...]
        do throws(ChunkReader.Fault) {
            while !rest.isEmpty {
                var arrived = rest.prefix(piece)
                rest = rest.dropFirst(piece)
                while let part = try reader.next(in: &arrived) { data += part }
                if reader.isAtEnd {
                    return .whole(String(decoding: data, as: UTF8.self), rest: arrived.count + rest.count)
                }
            }
            return .incomplete
        } catch {
            return .refused(error)
        }
    }

    @Test(
        arguments: [
            ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"), ("00005\r\nhello\r\n000\r\n\r\n", "hello"),
            ("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
            ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"), ("1;a\r\nx\r\n0;b\r\n\r\n", "x"),
            ("1;a=b;c=\"d\"\r\nx\r\n0\r\n\r\n", "x"),
            ("1 ;\ta = \"q\\\"\\\\;\t\" ; c\r\nx\r\n0\r\n\r\n", "x"), ("0\r\nA: b\r\nC:\r\n\r\n", ""),
        ], [Int.max, 1, 3])
    func `chunks give their data`(example: (text: String, data: String), piece: Int) {
        #expect(read(example.text, piece: piece) == .whole(example.data, rest: 0))
        #expect(read(example.text + "GET", piece: piece) == .whole(example.data, rest: 3))
        #expect(read(String(example.text.unicodeScalars.dropLast()), piece: piece) == .incomplete)
    }

    @Test(
        arguments: [
            ("\r\n", .size), ("0x5\r\n", .size), ("+5\r\n", .size), ("-5\r\n", .size), (" 5\r\n", .size),
            ("5 \r\n", .size), ("5\t\r\n", .size), ("5 x\r\n", .size), ("5,5\r\n", .size), ("g\r\n", .size),
            (";a\r\n", .size), ("5;\r\n", .extension), ("5;=b\r\n", .extension), ("5;a=\r\n", .extension),
            ("5;a=\"b\r\n", .extension), ("5;a=\"b\"c\r\n", .size), ("5;a b\r\n", .size), ("5;a=b@\r\n", .size),
            ("5\nhello", .lineEnd), ("5\rhello", .lineEnd), ("5\r\nhello0\r\n", .dataEnd), ("5\r\nhello\n", .dataEnd),
            ("5\r\nhello!\r\n", .dataEnd), ("3\r\nhello\r\n", .dataEnd), ("0\r\nnonsense\r\n", .trailer),
            ("0\r\n folded: x\r\n", .trailer), ("0\r\nA: \u{1}\r\n", .trailer), ("0\r\nA: b\n", .lineEnd),
            ("65\r\n", .tooLong), ("64\r\n" + String(repeating: "x", count: 100) + "\r\n1\r\n", .tooLong),
            ("7fffffffffffffff\r\n", .tooLong), ("10000000000000000\r\n", .tooLong),
        ] as [(String, ChunkReader.Fault)], [Int.max, 1, 3])
    func `nothing else is taken for chunks`(example: (text: String, fault: ChunkReader.Fault), piece: Int) {
        #expect(read(example.text, piece: piece) == .refused(example.fault))
    }

    @Test(arguments: [Int.max, 1, 1_000])
    func `extensions and trailers have an end`(piece: Int) {
        let one = "1;" + String(repeating: "a", count: 1_000) + "\r\nx\r\n"
        #expect(read(String(repeating: one, count: 8) + "0\r\n\r\n", piece: piece) == .whole("xxxxxxxx", rest: 0))
        #expect(read(String(repeating: one, count: 9) + "0\r\n\r\n", piece: piece) == .refused(.overhead))
        #expect(read("1;" + String(repeating: "a", count: 9_000), piece: piece) == .refused(.overhead))
        #expect(read("0\r\n" + String(repeating: "A: b\r\n", count: 2_000), piece: piece) == .refused(.overhead))
        // A chunk a byte is slow, not too much.
        let small = String(repeating: "1\r\nx\r\n", count: 10_000)
        #expect(read(small, piece: piece, maximumBytes: 10_000) == .incomplete)
    }
}
