internal import Chain
internal import Dispatch
internal import GRDB
internal import Synchronization

/// Makes the chain of what is stored.
struct ChainLoader {
    private let rules: Rules
    private let damaged: (String) -> any Error
    private var chain: Blockchain?
    private var last: (height: Int, hash: BlockHash?)?

    /// How many segments, or bytes of texts, are in memory twice, and are read at once.
    private static let segmentsAtOnce = 32
    private static let bytesAtOnce = segmentsAtOnce * StoredSegment.fullBytes

    /// - Parameter damaged: makes an error of what is wrong.
    init(rules: Rules, damaged: @escaping (String) -> any Error) {
        (self.rules, self.damaged) = (rules, damaged)
    }

    /// Reads all blocks.
    consuming func load(from db: Database) throws -> Blockchain {
        let segments = try StoredSegment.fetchCursor(
            db, sql: "SELECT height, hashes, texts FROM segment ORDER BY height")
        while case let some = try Self.next(of: segments), !some.isEmpty {
            for (segment, kept) in zip(some, Self.read(some)) { try take(segment, kept) }
        }
        let tail = try StoredBlock.fetchCursor(db, sql: "SELECT height, hash, text FROM tail ORDER BY height")
        while let block = try tail.next() { try take(block) }
        guard let chain, let last else { throw damaged("it has no blocks") }
        guard last.height == chain.length, last.hash == chain.tipHash else {
            throw damaged("its last block is not what its height and hash say")
        }
        return chain
    }

    private static func next(of segments: RecordCursor<StoredSegment>) throws -> [StoredSegment] {
        var (some, bytes) = ([StoredSegment](), 0)
        while some.count < segmentsAtOnce, bytes < bytesAtOnce, let segment = try segments.next() {
            some.append(segment)
            bytes += segment.texts.count
        }
        return some
    }

    /// Reads each, on all processors; nil for one that has to be read block by block.
    private static func read(_ segments: [StoredSegment]) -> [KeptBlocks?] {
        let read = Mutex([KeptBlocks?](repeating: nil, count: segments.count))
        DispatchQueue.concurrentPerform(iterations: segments.count) { place in
            let segment = segments[place]
            guard let kept = KeptBlocks(texts: segment.texts, from: segment.height), segment.hasHashes(of: kept) else {
                return
            }
            read.withLock { $0[place] = kept }
        }
        return read.withLock { $0 }
    }

    private mutating func take(_ segment: StoredSegment, _ kept: KeptBlocks?) throws {
        if let kept, chain?.appendKept(kept) == true {
            last = (segment.height + kept.count - 1, kept.hash(at: kept.count - 1))
        } else {
            // It is the first, or has other blocks than usual, or something is wrong, which is said of a block.
            for block in try segment.blocks() { try take(block) }
        }
    }

    private mutating func take(_ block: StoredBlock) throws {
        if chain == nil {
            chain = try Blockchain(firstKept: block.text, rules: rules)
        } else {
            try chain?.appendKept(block.text)
        }
        guard block.height > last?.height ?? .min else { throw damaged("block \(block.height) is there twice") }
        last = (block.height, block.hash)
    }
}

extension StoredSegment {
    /// Whether its hashes are those of its texts.
    fileprivate func hasHashes(of kept: KeptBlocks) -> Bool {
        count == kept.count && hashes.count == BlockHash.byteCount * count
            && (0..<count).allSatisfy { hashes.blockHash(at: $0) == kept.hash(at: $0) }
    }
}
