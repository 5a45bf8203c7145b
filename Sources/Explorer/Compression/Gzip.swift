/// Compression as gzip does it (RFC 1952), for the page's files: texts of some KB.
package enum Gzip {
    /// The bytes as a gzip file.
    ///
    /// - Complexity: O(n), some 100 ns a byte.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        // Compressed by deflate, without flags or time, from no system in particular.
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255]
        result += Deflate.compressed(bytes)
        for number in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            result += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
        }
        return result
    }

    /// CRC-32 (RFC 1952, section 8).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { $0 >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in remainder >> 1 ^ (remainder & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
}
