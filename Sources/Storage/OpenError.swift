public import Records
public import Wording

/// Why a data directory could not be opened, or read as a whole.
public enum OpenError: Error, Hashable, Sendable, Stated {
    /// Another process, or another node in this one, uses the directory; nil if it isn't known which process.
    case inUse(directory: String, by: String?)
    /// The directory or its files cannot be opened or made.
    case unusable(path: String, reason: Statement)
    /// Nothing is stored in the directory.
    case nothingKept(directory: String)
    /// The stored data belongs to a network with other parameters.
    case otherNetwork(NetworkParameter, kept: String, wanted: String, path: String)
    /// The data was written by a later version of the program.
    case newer(path: String)
    /// The data was written by an earlier version, and no node has migrated it yet.
    case older(path: String)
    /// The data was written by an earlier version, and the disk has no room for bringing it up to date.
    case noRoomToMigrate(path: String, bytes: Int)
    /// The data was written before the first release, in different tables.
    case unreleased(path: String)
    /// The data isn't what was written.
    case damaged(Damage)
    /// The system refused to read the data.
    case unread(path: String, reason: Statement)

    /// There is a database's log, but no database, at its path.
    static func withoutDatabase(path: String) -> OpenError {
        .damaged(Damage(path: path, problem: Statement(.keptMissing)))
    }

    /// One sentence, with what to do.
    public var statement: Statement {
        switch self {
        case .inUse: whoseUse.then(Statement(.giveAnotherDirectory))
        case .unusable(let path, let reason):
            Statement(.directoryUnusable, ["path": .text(path), "problem": .statement(reason)])
        case .nothingKept(let directory):
            Statement(.directoryEmpty, ["directory": .text(directory), "file": .text(DataDirectory.databaseName)])
        case .otherNetwork(.genesis, let kept, let wanted, let path):
            Statement(.directoryOtherGenesis, ["kept": .text(kept), "path": .text(path), "wanted": .text(wanted)])
        case .otherNetwork(let parameter, let kept, let wanted, let path):
            Statement(
                .directoryOtherParameter,
                [
                    "kept": .text(kept), "parameter": .text(parameter.rawValue), "path": .text(path),
                    "wanted": .text(wanted),
                ])
        case .newer(let path): Statement(.directoryNewer, ["path": .text(path)])
        case .older(let path): Statement(.directoryOlder, ["path": .text(path)])
        case .noRoomToMigrate(let path, let bytes):
            Statement(.directoryNoRoom, ["path": .text(path), "size": .number((bytes >> 20) + 1)])
        case .unreleased(let path): Statement(.directoryUnreleased, ["path": .text(path)])
        case .damaged(let damage): damage.statement
        case .unread(let path, let reason):
            Statement(.directoryUnread, ["path": .text(path), "problem": .statement(reason)])
        }
    }

    /// That a directory is in use, and by whom; what is wrong otherwise.
    public var whoseUse: Statement {
        guard case .inUse(let directory, let process) = self else { return statement }
        let user = process.map { Statement(.userProcess, ["process": .text($0)]) } ?? Statement(.userAnother)
        return Statement(.directoryInUse, ["directory": .text(directory), "user": .statement(user)])
    }
}
