internal import Testing

@testable import QRCode

@Suite("QR codes")
struct QRCodeTests {
    /// What another program, Python's package qrcode, makes of the same.
    private static let drawn = """
        1111111000010001101111111
        1000001000000000001000001
        1011101011011010101011101
        1011101011010000001011101
        1011101011011111001011101
        1000001011111111101000001
        1111111010101010101111111
        0000000010010100100000000
        1011111000100010001111100
        0000010011011000000000010
        0000011101111001110001011
        0000010011001010100000001
        0010011111100001101110111
        1111010111101110010001010
        1000111100000111001101011
        1011110111101100101001001
        1000011110001010111110100
        0000000010100001100011100
        1111111000011000101011111
        1000001011010011100011001
        1011101011010001111111101
        1011101011001111001110111
        1011101011100111000000101
        1000001001001100110111001
        1111111011101011000111111
        """

    @Test func `a code is drawn square by square as another program draws it`() throws {
        let code = try #require(QRCode("http://10.0.0.7/", mask: 2))
        #expect(code.rows.joined(separator: "\n") == Self.drawn)
    }

    @Test(
        arguments: [
            (1, 3, 0xe14b_df37_f95b_bb25), (2, 6, 0xba36_2464_3d0f_2d51), (3, 1, 0xdf91_c9e7_23a8_b8f3),
            (4, 4, 0xe6aa_1bb6_d371_c85b), (5, 7, 0xf27f_ff68_536d_f1c3), (6, 2, 0xdeb8_0cb0_4782_e17e),
            (7, 5, 0x77a0_0d94_e52e_5a9b), (8, 0, 0x0c64_f1f5_613c_7ecd), (9, 3, 0xd526_e900_e270_c912),
            (10, 6, 0xc138_a860_3214_c149),
        ] as [(Int, Int, UInt64)])
    func `each version is the other program's`(number: Int, mask: Int, fingerprint: UInt64) throws {
        let version = try #require(QRVersion.all.first { $0.number == number })
        let text = String(
            String(repeating: "http://192.168.178.23:5000/alice/?present", count: 10).prefix(version.capacity - 3))
        let code = try #require(QRCode(text, mask: mask))
        #expect(code.size == 17 + 4 * number)
        #expect(Self.fingerprint(code) == fingerprint)
    }

    @Test(
        arguments: [
            (0, 0xd012_35f3_9910_ac5f), (1, 0x0ddc_8d5f_b445_d745), (2, 0x72ea_f60c_e0b3_36d1),
            (3, 0x5aff_2e64_7e08_316f),
            (4, 0xf7b3_fd53_deda_0d21), (5, 0x1ffe_677a_bf16_80a4), (6, 0xed57_981f_c13f_5a47),
            (7, 0x0f80_0418_abf8_b94d),
        ] as [(Int, UInt64)])
    func `each mask is the other program's`(mask: Int, fingerprint: UInt64) throws {
        #expect(Self.fingerprint(try #require(QRCode("http://10.0.0.7:5000/", mask: mask))) == fingerprint)
    }

    /// FNV-1a of the squares, row by row.
    private static func fingerprint(_ code: QRCode) -> UInt64 {
        code.rows.joined().utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    @Test func `the smallest version that holds a text is taken, and none holds more than the largest`() throws {
        let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
        #expect(QRVersion.all.map(\.capacity) == capacities)
        for (version, capacity) in zip(QRVersion.all, capacities) {
            #expect(QRCode(String(repeating: "a", count: capacity))?.size == version.size)
        }
        #expect(QRCode.maximumBytes == 213)
        #expect(QRCode(String(repeating: "a", count: 214)) == nil)
        #expect(QRCode("")?.size == 21)
        // Bytes count, and not characters.
        #expect(QRCode(String(repeating: "é", count: 7))?.size == 21)
        #expect(QRCode(String(repeating: "é", count: 8))?.size == 25)
    }

    @Test func `the mask with the least penalty is taken`() throws {
        let text = "http://192.168.178.23:5000/"
        let penalties = try (0..<8).map { try #require(QRCode(text, mask: $0)).penalty }
        #expect(QRCode(text)?.penalty == penalties.min())
        #expect(Set(penalties).count > 1)
    }

    @Test func `the bytes that correct errors make each code word a multiple of the generator`() {
        let data: [UInt8] = [64, 86, 166, 198, 199, 70, 112, 236, 17, 236, 17, 236, 17, 236, 17, 236]
        let word = data + ErrorCorrection(bytes: 10).bytes(for: data)
        var root: UInt8 = 1
        for _ in 0..<10 {
            #expect(word.reduce(0) { ErrorCorrection.product($0, root) ^ $1 } == 0)
            root = ErrorCorrection.product(root, 2)
        }
    }

    @Test(arguments: [false, true])
    func `on a terminal two rows make a line, with the margin`(isInverted: Bool) throws {
        let code = try #require(QRCode("http://10.0.0.7/", mask: 2))
        let lines = code.halfBlocks(isInverted: isInverted)
        #expect(lines.count == 17)
        #expect(lines.allSatisfy { $0.count == 33 })
        let cells = lines.flatMap { line in
            [line.map { "█▀".contains($0) }, line.map { "█▄".contains($0) }]
        }
        for row in 0..<33 {
            for column in 0..<33 {
                let isInside = (4..<29).contains(row) && (4..<29).contains(column)
                let isDark = isInside && code[row: row - 4, column: column - 4]
                #expect(cells[row][column] == (isDark != isInverted))
            }
        }
        // Below the last row there is nothing of the code.
        #expect(cells[33].allSatisfy { !$0 })
    }
}
