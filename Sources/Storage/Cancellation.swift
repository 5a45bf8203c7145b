internal import Records
internal import Synchronization

/// Tells work on a queue that it is no longer wanted, because the store is closing or the caller is gone.
///
/// SQLite's own interruption ends one statement, but a long commit is a million short ones.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    func cancel() {
        flag.store(true, ordering: .relaxed)
    }

    /// Throws if the work should end.
    func check() throws(StorageError) {
        if isCancelled { throw .failed(reason: "the node is stopping") }
    }
}
