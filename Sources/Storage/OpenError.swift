public import Records
internal import Wording

/// Why a data directory could not be opened, or read as a whole.
public enum OpenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process, or another node in this one, uses the directory.
    case inUse(directory: String, by: String)
    /// The directory or its files cannot be opened or made.
    case unusable(path: String, reason: String)
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
    case unread(path: String, reason: String)

    /// There is a database's log, but no database, at its path.
    static func withoutDatabase(path: String) -> OpenError {
        .damaged(Damage(path: path, finding: "it is missing, but its log is there"))
    }

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .inUse(let directory, let user):
            "\(directory) is in use by \(user). One node has one directory: give this one another --data-dir."
        case .unusable(let path, let reason):
            "\(path) cannot be used: \(reason). Give a directory that can be written with --data-dir."
        case .nothingKept(let directory):
            "\(directory) holds no \(DataDirectory.databaseName), so no node has kept anything there."
        case .otherNetwork(.genesis, let kept, let wanted, let path):
            "\(path) was made with genesis \(kept), and this node has genesis \(wanted). "
                + "Start it with what the directory has, or give it another --data-dir."
        case .otherNetwork(let parameter, let kept, let wanted, let path):
            "\(path) was made with \(parameter) \(kept), and this node has \(parameter) \(wanted). "
                + "Start it with --\(parameter.rawValue) \(kept), or give it another --data-dir."
        case .newer(let path):
            "\(path) was written by a later version of Forgechain. Use that version, or another --data-dir."
        case .older(let path):
            "\(path) was written by an earlier version of Forgechain. Start a node on it, which brings it up to date."
        case .noRoomToMigrate(let path, let bytes):
            "\(path) was written by an earlier version of Forgechain, and the disk is full. Bringing it up to date may "
                + "take \((bytes >> 20) + 1) MiB while it lasts: make room and start again. Nothing is lost."
        case .unreleased(let path):
            "\(path) was written by a version before the first release, in another form. Export its chain with that "
                + "version, import it with this one, and give it another --data-dir."
        case .damaged(let damage): damage.description
        case .unread(let path, let reason): "\(path) could not be read: \(reason). Nothing was changed."
        }
    }
}
