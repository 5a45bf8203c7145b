internal import Chain
internal import GRDB
internal import Glibc
internal import Records
internal import Wording

extension StorageError {
    /// What an error of the database at `path` means.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as Damage: self = .damaged(error)
        case let error as DatabaseError: self.init(error, path: path)
        case let error as ChainError: self = .damaged(Damage(path: path, problem: error.statement))
        case let error as any KeptFault: self = .damaged(Damage(path: path, problem: error.statement))
        case is RowDecodingError, is ColumnFault:
            self = .damaged(Damage(path: path, problem: .init(.keptOtherValue)))
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
        // No room for the index of the log, which reading needs as well.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(Damage(path: path, problem: Self.damage(by: message)))
        case .SQLITE_ERROR where message.hasPrefix("no such "):
            self = .damaged(Damage(path: path, problem: .init(said: message)))
        case .SQLITE_BUSY: self = .failed(reason: "another program holds the database")
        default: self = .failed(reason: "\(message), SQLite's code \(error.extendedResultCode.rawValue)")
        }
    }

    /// What SQLite says of a damaged file.
    private static func damage(by message: String) -> Wording.Statement {
        switch message {
        case "file is not a database": .init(.keptNoDatabase)
        case "database disk image is malformed": .init(.keptMalformed)
        default: .init(said: message)
        }
    }
}

extension OpenError {
    /// What an error of the database at `path` means before a node runs on it.
    init(_ error: any Error, path: String) {
        self.init(error, path: path) { .unusable(path: path, reason: $0) }
    }

    /// What an error means where a database is only read.
    init(reading error: any Error, path: String) {
        self.init(error, path: path) { .unread(path: path, reason: $0) }
    }

    private init(_ error: any Error, path: String, _ refused: (Wording.Statement) -> OpenError) {
        if case .unread(_, let reason)? = error as? OpenError {
            self = refused(reason)
        } else if (error as? DatabaseError)?.resultCode == .SQLITE_BUSY {
            self = refused(Wording.Statement(.databaseHeld))
        } else if let error = error as? OpenError {
            self = error
        } else {
            self =
                switch StorageError(error, path: path) {
                case .damaged(let damage): .damaged(damage)
                case .full: refused(Wording.Statement(.diskIsFull))
                case .failed(let reason), .unsure(let reason, _): refused(Wording.Statement(said: reason))
                }
        }
    }
}
