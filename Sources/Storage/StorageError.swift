internal import Chain
internal import GRDB
internal import Glibc

/// Why an open store could not commit or read something.
public enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The disk, or the space allowed on it, is full.
    case full
    /// The database refused for another reason.
    case failed(reason: String)
    /// The change was written but could neither be flushed nor undone: after a crash it may turn out to be committed.
    case unsure(reason: String, isFull: Bool)
    /// The data isn't what was written.
    case damaged(Damage)

    /// Whether more disk space would help.
    public var isFull: Bool {
        switch self {
        case .full: true
        case .unsure(_, let isFull): isFull
        case .failed, .damaged: false
        }
    }

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .full:
            "The disk is full, or the room allowed on it is, so nothing was kept of this request. "
                + "Make room and send it again."
        case .failed(let reason):
            "The disk refused (\(reason)), so nothing was kept of this request. Send it again when it can be written."
        case .unsure(let reason, let isFull):
            "The disk \(isFull ? "is full" : "refused") (\(reason)), so this has not happened; "
                + "but if the node crashes before the disk works again, it may find it kept. "
                + "Look before you send it again."
        case .damaged(let damage): damage.description
        }
    }
}

// MARK: - From errors of the database

extension StorageError {
    /// What an error of the database at `path` means.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as Damage: self = .damaged(error)
        case let error as DatabaseError: self.init(error, path: path)
        case let error as ChainError: self = .damaged(Damage(path: path, finding: "\(error)"))
        case let error as HistoryFault: self = .damaged(Damage(path: path, finding: "\(error)"))
        case is RowDecodingError: self = .damaged(Damage(path: path, finding: "a value is not what its column is for"))
        default: self = .failed(reason: "\(error)")
        }
    }

    /// What an error of a write on this connection means. SQLite reports a full disk only for writes, but not a quota,
    /// nor a flush for which there is no room.
    init(writing error: any Error, on connection: Database, path: String) {
        if let error = error as? DatabaseError, error.resultCode == .SQLITE_IOERR,
            [ENOSPC, EDQUOT, EFBIG].contains(connection.lastSystemError)
        {
            self = .full
        } else {
            self.init(error, path: path)
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(Damage(path: path, finding: message))
        case .SQLITE_ERROR where message.hasPrefix("no such "): self = .damaged(Damage(path: path, finding: message))
        case .SQLITE_BUSY: self = .failed(reason: "another program holds the database")
        default: self = .failed(reason: "\(message), SQLite's code \(error.extendedResultCode.rawValue)")
        }
    }
}
