internal import Synchronization

/// Tells what runs on a queue that nobody wants it any more: the store closes, or who asked has left.
///
/// SQLite's own interruption ends one statement, and a long commit is a million short ones.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    func cancel() {
        flag.store(true, ordering: .relaxed)
    }

    /// Throws when it is to end.
    func check() throws(StorageError) {
        if isCancelled { throw .failed(reason: "the node is stopping") }
    }
}
