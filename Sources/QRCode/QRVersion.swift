/// A size of QR codes, from 1 to 10, as level M has it (ISO/IEC 18004, tables 1, 7, 9 and E.1).
struct QRVersion: Hashable, Sendable {
    let number: Int

    /// How many bytes correct errors in each block.
    let correctionBytes: Int

    /// How many bytes of data each block has; the longer blocks come last.
    let blocks: [Int]

    /// Where the centres of alignment patterns are, in each direction.
    let alignment: [Int]

    /// How many squares it is wide and high.
    var size: Int { 17 + 4 * number }

    /// How many bytes of data it has in all.
    var dataBytes: Int { blocks.reduce(0, +) }

    /// How many bits say how long a text is.
    var lengthBits: Int { number < 10 ? 8 : 16 }

    /// How many bytes a text may have: what is left by its kind, which takes four bits, and its length.
    var capacity: Int { (8 * dataBytes - 4 - lengthBits) / 8 }

    /// All of them, smallest first.
    static let all = [
        QRVersion(number: 1, correctionBytes: 10, blocks: [16], alignment: []),
        QRVersion(number: 2, correctionBytes: 16, blocks: [28], alignment: [6, 18]),
        QRVersion(number: 3, correctionBytes: 26, blocks: [44], alignment: [6, 22]),
        QRVersion(number: 4, correctionBytes: 18, blocks: [32, 32], alignment: [6, 26]),
        QRVersion(number: 5, correctionBytes: 24, blocks: [43, 43], alignment: [6, 30]),
        QRVersion(number: 6, correctionBytes: 16, blocks: [27, 27, 27, 27], alignment: [6, 34]),
        QRVersion(number: 7, correctionBytes: 18, blocks: [31, 31, 31, 31], alignment: [6, 22, 38]),
        QRVersion(number: 8, correctionBytes: 22, blocks: [38, 38, 39, 39], alignment: [6, 24, 42]),
        QRVersion(number: 9, correctionBytes: 22, blocks: [36, 36, 36, 37, 37], alignment: [6, 26, 46]),
        QRVersion(number: 10, correctionBytes: 26, blocks: [43, 43, 43, 43, 44], alignment: [6, 28, 50]),
    ]
}
