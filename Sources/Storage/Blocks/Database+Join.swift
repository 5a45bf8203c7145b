internal import Chain
internal import GRDB
internal import Wording

extension Database {
    /// Joins the blocks of an earlier version, a row each, to segments.
    ///
    /// Rows go as segments come, so the file hardly grows; the log has both until the end. Throws unless they are a
    /// chain, as the earlier version did when it started: each text's hash is in the next block, or for the last one,
    /// in its row.
    func joinBlocks(_ progress: (_ done: Int, _ total: Int) -> Void) throws {
        // Rows at heights below 1 were never part of the chain.
        let total = try Int.fetchOne(self, sql: "SELECT count(*) FROM block WHERE height > 0") ?? 0
        guard total > 0 else { throw BlockFault(height: 1, problem: .init(.keptNone)) }
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
                guard block.height == height else { throw BlockFault(height: height, problem: .init(.keptNone)) }
                let hash = BlockHash(of: CanonicalText(uncheckedBytes: block.text))
                guard height < total || block.hash == hash, !block.text.contains(StoredSegment.separator) else {
                    throw BlockFault(height: height, problem: .init(.keptRow))
                }
                try writer.add(hash, block.text.span.bytes, at: height)
            }
            guard height > start else { throw BlockFault(height: height + 1, problem: .init(.keptNone)) }
            try remove.run(height)
            progress(height, total)
        }
        try writer.finish()
        // Only hashes are looked at, so any rules do.
        _ = try ChainLoader(rules: Rules()) { BlockFault(height: total, problem: $0) }.load(from: self)
    }
}

/// A block of an earlier version that cannot be taken over.
struct BlockFault: KeptFault {
    let height: Int
    let problem: Wording.Statement

    var statement: Wording.Statement {
        .init(.keptBlock, ["height": .number(height), "problem": .statement(problem)])
    }
}
