internal import Chain
internal import GRDB
internal import GRDBSQLite

/// Single blocks of a stored segment, of whose texts no more is read than they take. A segment may end with a block of
/// megabytes.
final class SegmentTexts {
    private let height: Int
    private let hashes: [UInt8]
    private let places: [(start: Int, count: Int)]

    /// SQLite's handle of the texts.
    private let blob: OpaquePointer

    /// Opens the segment that may have the block at a height, within this transaction; nil if there is none.
    init?(at height: Int, in db: Database) throws {
        var found: (height: Int, hashes: [UInt8], places: [UInt8])?
        try RepeatedStatement(
            "SELECT height, hashes, places FROM segment WHERE height <= ? ORDER BY height DESC LIMIT 1", in: db
        ).run(height) { row in
            found = (try row.integer(0), row.text(1), row.text(2))
            return false
        }
        guard let found else { return nil }
        guard StoredSegment.heights.contains(found.height), let list = NumberPairs(text: found.places),
            found.hashes.count == BlockHash.byteCount * list.pairs.count
        else { throw SegmentFault(height: found.height) }
        self.height = found.height
        hashes = found.hashes
        places = list.pairs.map { ($0.first, $0.second) }
        var blob: OpaquePointer?
        // `height` is the row's ID.
        let code = sqlite3_blob_open(
            db.sqliteConnection, "main", "segment", "texts", Int64(found.height), 0, &blob)
        guard code == SQLITE_OK, let blob else {
            // What is no text and no blob.
            if code == SQLITE_ERROR { throw SegmentFault(height: found.height) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
        self.blob = blob
    }

    deinit {
        sqlite3_blob_close(blob)
    }

    func contains(_ height: Int) -> Bool { places.indices.contains(height - self.height) }

    /// A block that it contains.
    func block(at height: Int) throws -> StoredBlock {
        StoredBlock(height: height, hash: hashes.blockHash(at: height - self.height), text: try text(at: height))
    }

    private func text(at height: Int) throws -> [UInt8] {
        let (start, count) = places[height - self.height]
        let total = Int(sqlite3_blob_bytes(blob))
        guard start >= 1, start - 1 <= total, count <= total - (start - 1) else {
            throw SegmentFault(height: self.height)
        }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let code = sqlite3_blob_read(blob, buffer.baseAddress, CInt(count), CInt(start - 1))
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            initialized = count
        }
    }
}
