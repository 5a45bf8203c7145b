/// The bytes from which a reader restores what it cannot read: Reed and Solomon's code over the field of 256 elements
/// that QR codes use.
struct ErrorCorrection: Sendable {
    /// The generator's coefficients without the leading 1, highest power first.
    private let generator: [UInt8]

    /// A code with so many bytes for correction.
    init(bytes count: Int) {
        var generator = [UInt8](repeating: 0, count: count - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            for place in generator.indices {
                let next = place + 1 < count ? generator[place + 1] : 0
                generator[place] = Self.product(generator[place], root) ^ next
            }
            root = Self.product(root, 2)
        }
        self.generator = generator
    }

    /// The bytes for these data.
    func bytes(for data: some Sequence<UInt8>) -> [UInt8] {
        var remainder = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for place in remainder.indices { remainder[place] ^= Self.product(generator[place], factor) }
        }
        return remainder
    }

    /// The product of two polynomials of bits, modulo x^8 + x^4 + x^3 + x^2 + 1.
    static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for bit in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7 * 0x1D)
            product ^= (right >> bit & 1) * left
        }
        return product
    }
}
