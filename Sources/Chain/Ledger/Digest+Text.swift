// A digest as 32 bytes or 64 hex digits, which a block's hash can too.

extension Digest: CustomStringConvertible {
    /// The SHA-256 of some bytes.
    init(of bytes: [UInt8]) {
        self.init(of: bytes.span.bytes)
    }

    /// Reads 64 lower-case hex digits; nil for anything else.
    public init?(hexDigits: ArraySlice<UInt8>) {
        guard let hash = BlockHash(hexDigits: hexDigits) else { return nil }
        self = hash.digest
    }

    /// Takes 32 bytes; nil for any other number of bytes.
    public init?(bytes: ArraySlice<UInt8>) {
        guard let hash = BlockHash(bytes: bytes) else { return nil }
        self = hash.digest
    }

    /// The 32 bytes, in the order of the hex digits.
    public var bytes: [UInt8] { BlockHash(digest: self).bytes }

    /// Adds the 32 bytes to others.
    func append(to bytes: inout [UInt8]) { BlockHash(digest: self).append(to: &bytes) }

    /// The 64 lower-case hex digits, in ASCII.
    public var hexDigits: [UInt8] { BlockHash(digest: self).hexDigits }

    /// The 64 lower-case hex digits.
    public var description: String { BlockHash(digest: self).description }
}

extension [UInt8] {
    /// Reads lower-case hex digits, two for each byte; nil for anything else.
    package init?(hexDigits: ArraySlice<UInt8>) {
        guard hexDigits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(hexDigits.count / 2)
        var place = hexDigits.startIndex
        while place < hexDigits.endIndex {
            guard let high = hexDigits[place].hexDigitValue, high.lowHexDigit == hexDigits[place],
                let low = hexDigits[place + 1].hexDigitValue, low.lowHexDigit == hexDigits[place + 1]
            else { return nil }
            append(high << 4 | low)
            place += 2
        }
    }

    /// The bytes in lower-case hex digits.
    package var hexText: String {
        String(decoding: flatMap { [($0 >> 4).lowHexDigit, $0.lowHexDigit] }, as: UTF8.self)
    }
}
