internal import Chain
internal import GRDB
internal import Records
internal import Synchronization
internal import Wording

/// Histories of long replacements: they follow in commits of their own, so that the chain is kept without waiting for
/// them. One part is in line at a time, so everybody else's commits come in between.
extension ChainStore {
    /// How many bytes of blocks such a commit is for; at least one block, whatever its size. They take some 70 ms, and
    /// are enough that the parts of a history are seldom written twice.
    static let followUpBytes = 16 << 20

    /// How far this is.
    struct FollowUp {
        /// Whether a part is in line, or being written.
        fileprivate(set) var isInLine = false

        /// Why the last part could not be written.
        fileprivate(set) var fault: StorageError?
    }

    /// Brings the histories up to the chain, in the background, after everything that waits to be written.
    ///
    /// If that fails, it is tried again at the next start, for whoever asks, and after the next new block, unless
    /// damage lets none be kept.
    func followUpLater() {
        let isFirst = following.withLock { following in
            defer { following.isInLine = true }
            return !following.isInLine
        }
        guard isFirst else { return }
        database.asyncWriteWithoutTransaction { [weak self] db in
            guard let self else { return }
            let result = Result { try followUp(on: db) }
            following.withLock { following in
                following.isInLine = false
                following.fault =
                    switch result {
                    case .success: nil
                    case .failure(let error): StorageError(error, path: path)
                    }
            }
            if case .success(true) = result { followUpLater() }
        }
    }

    /// Returns when a part of the histories has followed, or there was none; throws why it could not be written.
    func partFollows() async throws(StorageError) {
        followUpLater()
        try await betweenCommits { [self] _ in
            if let fault = following.withLock({ $0.fault }) { throw fault }
        }
    }

    /// Throws if the histories cannot follow because something else was written in their place: no block is kept then.
    func checkFollowing() throws(StorageError) {
        if let fault = following.withLock({ $0.fault }), case .damaged = fault { throw fault }
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
                guard histories.length > start else { throw BlockFault(height: start + 1, problem: .init(.keptNone)) }
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
