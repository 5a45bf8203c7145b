internal import Chain
internal import GRDB
internal import Records

/// Histories of long replacements: they follow in commits of their own, so that the chain is kept without waiting for
/// them, and others' commits come in between.
extension ChainStore {
    /// How many bytes of blocks such a commit is for; at least one block, whatever its size. They take some 70 ms, and
    /// are enough that the parts of a history are seldom written twice.
    static let followUpBytes = 16 << 20

    /// Brings the histories up to the chain, in the background, after everything that waits to be written.
    ///
    /// If that fails, it is tried again after the next new block, at the next start, and for whoever asks.
    func followUpLater() {
        database.asyncWriteWithoutTransaction { [weak self] db in
            guard let self, (try? followUp(on: db)) == true else { return }
            followUpLater()
        }
    }

    /// Adds the next blocks to the histories; returns whether there are more.
    func followUp(on db: Database) throws -> Bool {
        guard try db.areHistoriesBehind() else { return false }
        try checkFiles()
        do {
            try db.inTransaction(.immediate) {
                var histories = try HistoryIndex(in: db, unless: closing)
                var blocks = try BlockReader(above: histories.length, in: db)
                let start = histories.length
                var bytes = 0
                while bytes < Self.followUpBytes, let block = try blocks.next() {
                    try closing.check()
                    bytes += block.text.count
                    try histories.add(
                        Block.payments(keptText: block.text, height: block.height), height: block.height)
                }
                guard histories.length > start else { throw BlockFault(height: start + 1, finding: "it is missing") }
                try histories.finish()
                return .commit
            }
        } catch {
            throw StorageError(writing: error, on: db, path: path)
        }
        shortenLog(on: db)
        return try db.areHistoriesBehind()
    }
}

extension Database {
    /// Whether the chain has blocks that the histories don't have yet.
    func areHistoriesBehind() throws -> Bool {
        try historyLength() < lastHeight()
    }
}
