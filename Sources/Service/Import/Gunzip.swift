/// Decompresses gzip (RFC 1951 and 1952) as it is read, also several one behind the other.
///
/// It holds 32 KiB of what it gave, and one piece more, whatever is compressed how much.
struct Gunzip {
    /// How gzip begins.
    static let mark: [UInt8] = [0x1F, 0x8B]

    /// What is said of a file that ends in the middle.
    static let cutOff = ImportError.unread(
        "It is compressed by gzip and was cut off: it ends in the middle. Save it once more.")
    /// What is said of one that is wrong.
    static let unsound = ImportError.unread("It is compressed by gzip and damaged. Save it once more.")

    private enum Block {
        case none
        case stored(bytes: Int)
        case coded(lengths: HuffmanCode, distances: HuffmanCode)
    }

    private static let windowBytes = 32 << 10
    private static let pieceBytes = 256 << 10

    private var input: BitReader
    private var block = Block.none
    private var isLastBlock = false
    private var isInMember = false
    private var isOver = false
    /// What matches may refer to, and what comes behind it.
    private var window: [UInt8] = []
    /// Where in it the checksum has come to.
    private var checked = 0
    private var checksum = CRC32()
    private var memberBytes: UInt32 = 0

    /// Takes the first compressed bytes, and what gives the next ones, or none at the end.
    init(beginning first: [UInt8], _ next: @escaping () throws(ImportError) -> [UInt8]) {
        input = BitReader(beginning: first, next)
    }

    /// The next decompressed bytes; none at the end.
    mutating func read() throws(ImportError) -> [UInt8] {
        let kept = min(window.count, Self.windowBytes)
        window.removeFirst(window.count - kept)
        checked = kept
        while !isOver, window.count - kept < Self.pieceBytes {
            switch block {
            case .none where !isInMember: try beginMember()
            case .none where isLastBlock: try endMember()
            case .none: try beginBlock()
            case .stored(let bytes): try copy(bytes, upTo: kept + Self.pieceBytes)
            case .coded(let lengths, let distances): try decode(lengths, distances, upTo: kept + Self.pieceBytes)
            }
        }
        check()
        return Array(window[kept...])
    }

    // MARK: - Members (RFC 1952)

    private mutating func beginMember() throws(ImportError) {
        guard let first = try input.byteOrEnd() else {
            isOver = true
            return
        }
        guard first == Self.mark[0], try input.byte() == Self.mark[1], try input.byte() == 8 else { throw Self.unsound }
        let flags = try input.byte()
        for _ in 0..<6 { _ = try input.byte() }
        if flags & 4 != 0 {
            let length = Int(try input.byte()) | Int(try input.byte()) << 8
            for _ in 0..<length { _ = try input.byte() }
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 { while try input.byte() != 0 {} }
        if flags & 2 != 0 { for _ in 0..<2 { _ = try input.byte() } }
        (isInMember, isLastBlock, checksum, memberBytes) = (true, false, CRC32(), 0)
    }

    private mutating func endMember() throws(ImportError) {
        check()
        input.dropBits()
        guard try input.word() == checksum.value, try input.word() == memberBytes else { throw Self.unsound }
        isInMember = false
    }

    private mutating func check() {
        checksum.add(window[checked...])
        memberBytes &+= UInt32(truncatingIfNeeded: window.count - checked)
        checked = window.count
    }

    // MARK: - Blocks (RFC 1951)

    private mutating func beginBlock() throws(ImportError) {
        isLastBlock = try input.bits(1) == 1
        switch try input.bits(2) {
        case 0:
            input.dropBits()
            let length = Int(try input.byte()) | Int(try input.byte()) << 8
            let complement = Int(try input.byte()) | Int(try input.byte()) << 8
            guard length == ~complement & 0xFFFF else { throw Self.unsound }
            block = .stored(bytes: length)
        case 1: block = .coded(lengths: HuffmanCode.fixedLengths, distances: HuffmanCode.fixedDistances)
        case 2: block = try codedBlock()
        default: throw Self.unsound
        }
    }

    private mutating func codedBlock() throws(ImportError) -> Block {
        let (lengths, distances) = (try input.bits(5) + 257, try input.bits(5) + 1)
        var own = [UInt8](repeating: 0, count: 19)
        for place in HuffmanCode.order.prefix(try input.bits(4) + 4) { own[place] = UInt8(try input.bits(3)) }
        let code = try HuffmanCode(own)
        var all: [UInt8] = []
        while all.count < lengths + distances {
            switch try input.symbol(of: code) {
            case let length where length < 16: all.append(UInt8(length))
            case 16:
                guard let last = all.last else { throw Self.unsound }
                all += repeatElement(last, count: try input.bits(2) + 3)
            case 17: all += repeatElement(0, count: try input.bits(3) + 3)
            default: all += repeatElement(0, count: try input.bits(7) + 11)
            }
        }
        guard all.count == lengths + distances else { throw Self.unsound }
        return .coded(
            lengths: try HuffmanCode(Array(all[..<lengths])), distances: try HuffmanCode(Array(all[lengths...])))
    }

    private mutating func copy(_ bytes: Int, upTo end: Int) throws(ImportError) {
        let count = min(bytes, end - window.count)
        for _ in 0..<count { window.append(try input.byte()) }
        block = count == bytes ? .none : .stored(bytes: bytes - count)
    }

    private mutating func decode(_ lengths: HuffmanCode, _ distances: HuffmanCode, upTo end: Int) throws(ImportError) {
        while window.count < end {
            let symbol = try input.symbol(of: lengths)
            guard symbol >= 256 else {
                window.append(UInt8(symbol))
                continue
            }
            guard symbol > 256 else {
                block = .none
                return
            }
            guard symbol - 257 < HuffmanCode.lengthBases.count else { throw Self.unsound }
            let length = HuffmanCode.lengthBases[symbol - 257] + (try input.bits(HuffmanCode.lengthBits[symbol - 257]))
            let place = try input.symbol(of: distances)
            guard place < HuffmanCode.distanceBases.count else { throw Self.unsound }
            let distance = HuffmanCode.distanceBases[place] + (try input.bits(HuffmanCode.distanceBits[place]))
            guard distance <= window.count else { throw Self.unsound }
            for _ in 0..<length { window.append(window[window.count - distance]) }
        }
    }
}

/// The checksum of gzip (RFC 1952, section 8).
private struct CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    private var inverted = UInt32.max

    var value: UInt32 { ~inverted }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            inverted = Self.table[Int(UInt8(truncatingIfNeeded: inverted) ^ byte)] ^ inverted >> 8
        }
    }
}
