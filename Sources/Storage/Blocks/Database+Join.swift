internal import Chain
internal import GRDB

extension Database {
    /// Joins the blocks of an earlier version, a row each, to segments.
    ///
    /// Rows go as segments come, so the file hardly grows; the log has both until the end.
    func joinBlocks(_ progress: (_ done: Int, _ total: Int) -> Void) throws {
        let total = try Int.fetchOne(self, sql: "SELECT count(*) FROM block") ?? 0
        var writer = try BlockWriter(in: self)
        let remove = try RepeatedStatement("DELETE FROM block WHERE height <= ?", in: self)
        var height = 0
        while height < total {
            let rows = try StoredBlock.fetchCursor(
                self, sql: "SELECT height, hash, text FROM block WHERE height > ? ORDER BY height LIMIT ?",
                arguments: [height, StoredSegment.maximumCount])
            var bytes = 0
            let start = height
            while bytes < StoredSegment.fullBytes, let block = try rows.next() {
                height += 1
                bytes += block.text.count
                guard block.height == height else { throw BlockFault(height: height, finding: "it is missing") }
                guard let hash = block.hash, !block.text.contains(UInt8(ascii: "\n")) else {
                    throw BlockFault(height: height, finding: "its row is not what was written")
                }
                try writer.add(hash, block.text, at: height)
            }
            // Rows at heights below 1 were never part of the chain.
            guard height > start else { break }
            try remove.run(height)
            progress(height, total)
        }
        try writer.finish()
    }
}

/// A block of an earlier version that cannot be taken over.
struct BlockFault: Error, CustomStringConvertible {
    let height: Int
    let finding: String

    var description: String { "block \(height): \(finding)" }
}
