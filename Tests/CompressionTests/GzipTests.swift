internal import Testing

@testable import Compression

/// A text that repeats itself, longer than zlib's window and than a piece.
private let text = (0..<100_000).flatMap { Array("line \($0 % 1_000)\n".utf8) }

/// Made by Python's gzip of "forgechain\n" at its best: a name in its head, too.
private let published: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x61, 0x00, 0x4B, 0xCB, 0x2F, 0x4A, 0x4F, 0x4D, 0xCE,
    0x48, 0xCC, 0xCC, 0xE3, 0x02, 0x00, 0x5F, 0x1D, 0xEA, 0xD6, 0x0B, 0x00, 0x00, 0x00,
]

/// What becomes of a file that is taken in pieces of this size.
private func decompressed(
    _ file: [UInt8], inPiecesOf size: Int = .max, maximumBytes: Int = 1 << 30
) throws(GzipError) -> [UInt8] {
    var gunzip = try Gunzip(maximumBytes: maximumBytes)
    var (rest, result) = (file[...], [UInt8]())
    while !rest.isEmpty {
        gunzip.take(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
        while case let piece = try gunzip.next(), !piece.isEmpty {
            #expect(piece.count <= Gunzip.pieceBytes)
            result += piece
        }
    }
    try gunzip.finish()
    return result
}

@Suite struct `What gzip made` {
    @Test(arguments: [[], Array("a".utf8), text])
    func `is what it was`(bytes: [UInt8]) throws {
        let file = try Gzip.compressed(bytes)
        #expect(file.starts(with: Gzip.mark))
        for size in [1, 7, .max] { #expect(try decompressed(file, inPiecesOf: size) == bytes) }
    }

    @Test func `is small, and always the same`() throws {
        let file = try Gzip.compressed(text)
        #expect(file.count < text.count / 100)
        #expect(try Gzip.compressed(text) == file)
    }

    @Test func `is not made of too much`() {
        let bytes = [UInt8](repeating: 0, count: Gzip.maximumBytes + 1)
        #expect(throws: GzipError.tooLong(maximumBytes: Gzip.maximumBytes)) { try Gzip.compressed(bytes) }
    }

    @Test func `is read one behind the other`() throws {
        let (one, other) = (try Gzip.compressed(Array("one".utf8)), try Gzip.compressed(Array("other".utf8)))
        let empty = try Gzip.compressed([])
        for size in [1, .max] {
            #expect(try decompressed(one + empty + other + empty, inPiecesOf: size) == Array("oneother".utf8))
        }
    }

    @Test func `ends where it ends, wherever else it is cut off`() throws {
        let file = try Gzip.compressed(Array("forgechain".utf8))
        for count in 1..<file.count {
            #expect(throws: GzipError.cutOff) { try decompressed(Array(file.prefix(count))) }
            #expect(throws: GzipError.cutOff) { try decompressed(file + file.prefix(count), inPiecesOf: 3) }
        }
    }

    @Test func `has a checksum and a length`() throws {
        let file = try Gzip.compressed(Array("forgechain".utf8))
        for place in file.indices.suffix(8) {
            var changed = file
            changed[place] ^= 1
            #expect(throws: GzipError.damaged) { try decompressed(changed) }
        }
    }

    @Test func `has nothing else behind it`() throws {
        let file = try Gzip.compressed(text)
        for rest in [[0, 0], Array("{}".utf8)] {
            for size in [5, .max] {
                #expect(throws: GzipError.damaged) { try decompressed(file + rest, inPiecesOf: size) }
            }
        }
    }

    /// A thousandth of the length, and of what is held no more than a piece.
    @Test func `may be a bomb, which is given in pieces, and no more of it than is wanted`() throws {
        let most = 1 << 20
        let bomb = try Gzip.compressed([UInt8](repeating: 32, count: 4 * most))
        #expect(bomb.count < 5_000)
        #expect(throws: GzipError.tooLong(maximumBytes: most)) { try decompressed(bomb, maximumBytes: most) }
        #expect(try decompressed(bomb, maximumBytes: 4 * most).count == 4 * most)
        let many = [[UInt8]](repeating: try Gzip.compressed([UInt8](repeating: 32, count: most / 2)), count: 3)
        #expect(throws: GzipError.tooLong(maximumBytes: most)) {
            try decompressed(many.flatMap(\.self), maximumBytes: most)
        }
    }

    @Test func `by another program is read`() throws {
        #expect(try decompressed(published) == Array("forgechain\n".utf8))
    }
}
