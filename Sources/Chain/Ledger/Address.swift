/// Who pays or is paid: an Ed25519 public key, spelled as 64 lower-case hex digits.
///
/// Whether the key lies on the curve shows when a signature is checked; a recipient's need not, and money sent there is
/// lost.
public struct Address: Hashable, Sendable, CustomStringConvertible {
    /// The key's bytes.
    private let key: Digest

    /// How many bytes a key has.
    static let byteCount = 32

    /// Reads 64 lower-case hex digits; nil for anything else, and for a key that nobody may use.
    public init?(hexDigits: ArraySlice<UInt8>) {
        guard let key = Digest(hexDigits: hexDigits) else { return nil }
        self.init(key)
    }

    /// Takes the 32 bytes of a key; nil for any other number of bytes, and for a key that nobody may use.
    public init?(publicKey: [UInt8]) {
        guard let key = Digest(bytes: publicKey[...]) else { return nil }
        self.init(key)
    }

    /// Reads a string of 64 lower-case hex digits; nil for anything else, and for a key that nobody may use.
    init?(_ value: JSONValue) {
        guard let characters = value.characters else { return nil }
        self.init(hexDigits: characters)
    }

    private init?(_ key: Digest) {
        guard PointEncoding.isAccepted(key.bytes[...]) else { return nil }
        self.key = key
    }

    /// The 32 bytes of the key.
    public var publicKey: [UInt8] { key.bytes }

    /// The 64 lower-case hex digits, in ASCII.
    package var hexDigits: [UInt8] { key.hexDigits }

    /// The 64 lower-case hex digits, in quotes.
    var text: CanonicalText { .digits(key.hexDigits) }

    /// The 64 lower-case hex digits.
    public var description: String { key.description }
}

extension Address: Comparable {
    /// In the order of the hex digits.
    public static func < (left: Address, right: Address) -> Bool { left.key.words < right.key.words }
}

/// Points of Ed25519's curve as 32 bytes: y, lowest byte first, and a bit for the sign of x.
enum PointEncoding {
    /// The prime of the field: 2^255 − 19.
    private static let prime = UInt256(high: .max >> 1, low: .max - 18)

    /// The y of the points of small order. With such a key or commitment, libraries differ in which signatures hold.
    private static let smallOrder: Set<UInt256> = [
        .zero, UInt256(1), prime.subtracting(UInt256(1)),
        UInt256(
            high: 0x05fc_536d_8802_38b1_3933_c6d3_05ac_dfd5, low: 0xf098_eff2_89f4_c345_b027_b2c2_8f95_e826),
        UInt256(
            high: 0x7a03_ac92_77fd_c74e_c6cc_392c_fa53_202a, low: 0x0f67_100d_760b_3cba_4fd8_4d3d_706a_17c7),
    ]

    /// Whether an encoding is canonical and not of small order. Whether it lies on the curve is for the library to say.
    static func isAccepted(_ bytes: ArraySlice<UInt8>) -> Bool {
        let whole = UInt256(littleEndian: bytes)
        let y = UInt256(high: whole.high & .max >> 1, low: whole.low)
        return y < prime && !smallOrder.contains(y)
    }
}
