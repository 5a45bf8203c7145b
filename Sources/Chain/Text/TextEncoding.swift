/// The encodings of a JSON text that CPython's `json.loads` tells apart in bytes, and which it takes.
public enum TextEncoding: String, Hashable, Sendable {
    /// With or without a byte order mark.
    case utf8 = "UTF-8"
    /// In either order of bytes.
    case utf16 = "UTF-16"
    /// In either order of bytes.
    case utf32 = "UTF-32"
}

extension TextEncoding {
    /// A text in any of these encodings as UTF-8 without a mark. Its encoding is told by its mark, or by where its
    /// first characters have zeros. Windows' editors and PowerShell write these. What seems to be UTF-8 isn't checked.
    public static func utf8(of bytes: [UInt8]) throws(JSONError) -> [UInt8] {
        let layout = UnitLayout(of: bytes)
        guard layout.encoding != .utf8 else {
            return layout.markBytes == 0 ? bytes : Array(bytes[layout.markBytes...])
        }
        guard let text = layout.text(of: bytes) else {
            throw JSONError(offset: 0, reason: .invalidEncoding(layout.encoding))
        }
        return Array(text.utf8)
    }
}

/// Decodes a text in any of these encodings as it arrives.
struct TextDecoder: Sendable {
    private var layout: UnitLayout?
    /// What came of a unit, or of a pair of them, that isn't whole yet.
    private var held: [UInt8] = []

    /// How many bytes tell the encoding.
    private static let leastBytes = 4

    /// The next bytes as UTF-8.
    mutating func utf8(of chunk: [UInt8]) throws(JSONError) -> [UInt8] {
        let bytes = held.isEmpty ? chunk : held + chunk
        held = []
        guard layout != nil || bytes.count >= Self.leastBytes else {
            held = bytes
            return []
        }
        return try decoded(bytes, isLast: false)
    }

    /// The rest, once everything has come.
    mutating func finish() throws(JSONError) -> [UInt8] {
        let bytes = held
        held = []
        return try decoded(bytes, isLast: true)
    }

    private mutating func decoded(_ bytes: [UInt8], isLast: Bool) throws(JSONError) -> [UInt8] {
        let layout = layout ?? UnitLayout(of: bytes)
        self.layout = layout.afterMark
        guard layout.encoding != .utf8 else {
            return layout.markBytes == 0 ? bytes : Array(bytes.dropFirst(layout.markBytes))
        }
        let whole = isLast ? bytes.count : layout.wholeBytes(of: bytes)
        held = Array(bytes[whole...])
        guard let text = layout.text(of: Array(bytes[..<whole])) else {
            throw JSONError(offset: 0, reason: .invalidEncoding(layout.encoding))
        }
        return Array(text.utf8)
    }
}

/// How the code units of a text are laid out in bytes.
private struct UnitLayout: Sendable {
    let encoding: TextEncoding
    var isBigEndian = false
    var markBytes = 0

    /// The rule is CPython's `json.detect_encoding`: the longest mark first, and then the zeros that an ASCII character
    /// has in longer units. JSON begins with one.
    init(of bytes: [UInt8]) {
        func begins(with mark: UInt8...) -> Bool { bytes.starts(with: mark) }
        func isZero(_ position: Int) -> Bool { position < bytes.count && bytes[position] == 0 }
        let hasPair = bytes.count == 2 || bytes.count >= 4
        if begins(with: 0, 0, 0xFE, 0xFF) || begins(with: 0xFF, 0xFE, 0, 0) {
            self.init(encoding: .utf32, isBigEndian: bytes[0] == 0, markBytes: 4)
        } else if begins(with: 0xFE, 0xFF) || begins(with: 0xFF, 0xFE) {
            self.init(encoding: .utf16, isBigEndian: bytes[0] == 0xFE, markBytes: 2)
        } else if begins(with: 0xEF, 0xBB, 0xBF) {
            self.init(encoding: .utf8, markBytes: 3)
        } else if hasPair, isZero(0) {
            self.init(encoding: bytes.count >= 4 && isZero(1) ? .utf32 : .utf16, isBigEndian: true)
        } else if hasPair, isZero(1) {
            self.init(encoding: isZero(2) && isZero(3) ? .utf32 : .utf16)
        } else {
            self.init(encoding: .utf8)
        }
    }

    private init(encoding: TextEncoding, isBigEndian: Bool = false, markBytes: Int = 0) {
        (self.encoding, self.isBigEndian, self.markBytes) = (encoding, isBigEndian, markBytes)
    }

    /// The same for what follows the mark.
    var afterMark: UnitLayout { UnitLayout(encoding: encoding, isBigEndian: isBigEndian) }

    /// How many of these bytes are units, and pairs of them, that have come as a whole.
    func wholeBytes(of bytes: [UInt8]) -> Int {
        let width = encoding == .utf16 ? 2 : 4
        let count = bytes.count - (bytes.count - markBytes) % width
        guard encoding == .utf16, count >= markBytes + width else { return count }
        let isFirstOfPair = (0xD8...0xDB).contains(bytes[isBigEndian ? count - 2 : count - 1])
        return isFirstOfPair ? count - width : count
    }

    /// The text of units of two bytes or four; nil if it isn't valid.
    func text(of bytes: [UInt8]) -> String? {
        encoding == .utf16
            ? units(of: bytes, as: UInt16.self).flatMap { String(validating: $0, as: UTF16.self) }
            : units(of: bytes, as: UInt32.self).flatMap { String(validating: $0, as: UTF32.self) }
    }

    private func units<Unit: FixedWidthInteger>(of bytes: [UInt8], as _: Unit.Type) -> [Unit]? {
        let width = Unit.bitWidth / 8
        guard (bytes.count - markBytes) % width == 0 else { return nil }
        return stride(from: markBytes, to: bytes.count, by: width).map { start in
            let unit = bytes[start..<start + width]
            return isBigEndian
                ? unit.reduce(0) { $0 << 8 | Unit($1) } : unit.reversed().reduce(0) { $0 << 8 | Unit($1) }
        }
    }
}
