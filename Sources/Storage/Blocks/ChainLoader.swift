internal import Chain
internal import Dispatch
internal import GRDB
internal import Synchronization
internal import Wording

/// Makes the chain of what is stored.
struct ChainLoader {
    private let rules: Rules
    private let damaged: (Wording.Statement) -> any Error
    private var chain: Blockchain?
    private var last: (height: Int, hash: BlockHash?)?

    /// - Parameter damaged: makes an error of what is wrong.
    init(rules: Rules, damaged: @escaping (Wording.Statement) -> any Error) {
        (self.rules, self.damaged) = (rules, damaged)
    }

    /// Reads all blocks.
    consuming func load(from db: Database) throws -> Blockchain {
        let segments = try StoredSegment.fetchCursor(
            db, sql: "SELECT height, hashes, texts FROM segment ORDER BY height")
        var ahead = SegmentsAhead()
        while let segment = try segments.next() {
            ahead.append(segment)
            while ahead.isFull, let (segment, kept) = ahead.next() { try take(segment, kept) }
        }
        while let (segment, kept) = ahead.next() { try take(segment, kept) }
        let tail = try StoredBlock.fetchCursor(db, sql: "SELECT height, hash, text FROM tail ORDER BY height")
        while let block = try tail.next() { try take(block) }
        guard let chain, let last else { throw damaged(.init(.keptNoBlocks)) }
        guard last.height == chain.length, last.hash == chain.tipHash else {
            throw damaged(.init(.keptOtherLastBlock))
        }
        return chain
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
        guard block.height > last?.height ?? .min else {
            throw damaged(.init(.keptBlockTwice, ["height": .number(block.height)]))
        }
        last = (block.height, block.hash)
    }
}

/// Segments whose texts are read on all processors while the next ones come from the database, in order.
private struct SegmentsAhead {
    /// How many segments, or bytes of texts, are in memory twice.
    private static let maximumCount = 32
    private static let maximumBytes = maximumCount * StoredSegment.fullBytes

    private var readings: [Reading] = []
    private var bytes = 0

    /// Whether the first ought to be taken before another comes.
    var isFull: Bool { readings.count >= Self.maximumCount || bytes >= Self.maximumBytes }

    mutating func append(_ segment: StoredSegment) {
        let reading = Reading(segment)
        readings.append(reading)
        bytes += segment.texts.count
        DispatchQueue.global().async { reading.run() }
    }

    /// Waits for the first and takes it away, with nil if it has to be read block by block; nil if there are none.
    mutating func next() -> (StoredSegment, KeptBlocks?)? {
        guard !readings.isEmpty else { return nil }
        let reading = readings.removeFirst()
        bytes -= reading.segment.texts.count
        return (reading.segment, reading.result())
    }

    private final class Reading: Sendable {
        let segment: StoredSegment
        private let kept = Mutex<KeptBlocks?>(nil)
        private let isDone = DispatchSemaphore(value: 0)

        init(_ segment: StoredSegment) {
            self.segment = segment
        }

        func run() {
            if let kept = KeptBlocks(texts: segment.texts, from: segment.height), segment.hasHashes(of: kept) {
                self.kept.withLock { $0 = kept }
            }
            isDone.signal()
        }

        func result() -> KeptBlocks? {
            isDone.wait()
            return kept.withLock { $0 }
        }
    }
}

extension StoredSegment {
    /// Whether its hashes are those of its texts.
    fileprivate func hasHashes(of kept: KeptBlocks) -> Bool {
        count == kept.count && hashes.count == BlockHash.byteCount * count
            && (0..<count).allSatisfy { hashes.blockHash(at: $0) == kept.hash(at: $0) }
    }
}
