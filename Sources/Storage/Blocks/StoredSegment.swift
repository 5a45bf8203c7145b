internal import Chain
internal import GRDB
internal import Glibc
internal import Wording

/// A row of `segment`: consecutive blocks, all together.
struct StoredSegment: FetchableRecord {
    /// The number of blocks, or of bytes of text, at which blocks become a segment.
    static let maximumCount = 256
    static let fullBytes = 256 << 10

    /// The height of the first block.
    private(set) var height: Int

    /// The hashes of all, 32 bytes each.
    private(set) var hashes: [UInt8] = []

    /// The texts of all, with a newline after each; they have none themselves.
    private(set) var texts: [UInt8] = []

    /// Begins one without blocks.
    init(height: Int) {
        self.height = height
    }

    /// Adds the next block. A block needs no memory of its own.
    mutating func append(_ hash: BlockHash, _ text: RawSpan) {
        hash.append(to: &hashes)
        text.withUnsafeBytes { texts.append(contentsOf: $0) }
        texts.append(Self.separator)
    }

    /// Adds the blocks of the next one.
    mutating func append(_ next: StoredSegment) {
        hashes += next.hashes
        texts += next.texts
    }

    /// Begins again behind its last block, in the same memory.
    mutating func restart() {
        height += count
        hashes.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
    }

    /// From a row of `height`, `hashes` and `texts`.
    init(row: Row) throws {
        height = try row.decode(atIndex: 0)
        guard Self.heights.contains(height) else { throw SegmentFault(height: height) }
        hashes = try row.decode(StoredText?.self, atIndex: 1)?.bytes ?? []
        // Otherwise a small file could be of many blocks in memory.
        guard hashes.count.isMultiple(of: BlockHash.byteCount),
            1...Self.maximumCount ~= hashes.count / BlockHash.byteCount
        else { throw SegmentFault(height: height) }
        texts = try row.decode(StoredText?.self, atIndex: 2)?.bytes ?? []
    }

    /// What a height can be, and a sum with any length still be a number.
    static let heights = Block.firstIndex...Int(UInt32.max)

    /// What follows each text.
    static let separator = KeptBlocks.separator

    /// How many blocks its hashes are for.
    var count: Int { hashes.count / BlockHash.byteCount }

    /// The length of the texts, without what follows each.
    var textBytes: Int { texts.count - count }

    /// Its blocks.
    func blocks() throws(SegmentFault) -> [StoredBlock] {
        let places = textPlaces
        guard let last = places.last, last.upperBound == texts.count - 1, places.count == count else {
            throw SegmentFault(height: height)
        }
        return places.enumerated().map { offset, place in
            StoredBlock(height: height + offset, hash: hashes.blockHash(at: offset), text: Array(texts[place]))
        }
    }

    /// Where its texts are, or one more than it has hashes for.
    private var textPlaces: [Range<Int>] {
        var (places, start) = ([Range<Int>](), 0)
        places.reserveCapacity(count)
        texts.withUnsafeBytes { texts in
            guard let base = texts.baseAddress else { return }
            while places.count <= count, let end = memchr(base + start, CInt(Self.separator), texts.count - start) {
                places.append(start..<UnsafeRawPointer(end) - base)
                start = UnsafeRawPointer(end) - base + 1
            }
        }
        return places
    }

    /// Where its texts are, for the view `block`: `[[start,length],...]` as JSON, starts from 1.
    var places: [UInt8] { NumberPairs(textPlaces.map { ($0.lowerBound + 1, $0.count) }).text }
}

extension [UInt8] {
    /// One of the hashes of a segment, which must have so many.
    func blockHash(at offset: Int) -> BlockHash? {
        BlockHash(bytes: self[BlockHash.byteCount * offset..<BlockHash.byteCount * (offset + 1)])
    }
}

/// A row of `segment` that this program did not write.
struct SegmentFault: KeptFault {
    /// The height of its first block.
    let height: Int

    var statement: Wording.Statement { .init(.keptSegment, ["height": .number(height)]) }
}
