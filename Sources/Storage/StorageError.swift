/// Why something could not be kept, or what is kept could not be read.
public enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process, or another node of this one, has the directory.
    case inUse(directory: String, by: String)
    /// The directory or its files cannot be opened or made.
    case unusable(path: String, reason: String)
    /// There is nothing kept in the directory.
    case nothingKept(directory: String)
    /// What is kept belongs to a network of other parameters.
    case otherNetwork(parameter: String, kept: String, wanted: String, path: String)
    /// What is kept was written by a later version of the program.
    case newer(path: String)
    /// What is kept is not what was written.
    case damaged(path: String, finding: String)
    /// The disk, or the room allowed on it, is full.
    case full
    /// The database refused for another reason.
    case failed(reason: String)

    /// There is a log of a database, and no database at its path.
    static func withoutDatabase(path: String) -> StorageError {
        .damaged(path: path, finding: "it is missing, but its log is there")
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
        case .otherNetwork(let parameter, let kept, let wanted, let path):
            "\(path) was made with \(parameter) \(kept), and this node has \(parameter) \(wanted). "
                + "Start it with what the directory has, or give it another --data-dir."
        case .newer(let path):
            "\(path) was written by a later version of Forgechain. Use that version, or another --data-dir."
        case .damaged(let path, let finding):
            "\(path) is damaged: \(finding). Put a copy in its place, or start anew with another --data-dir; "
                + "peers still have the chain."
        case .full:
            "The disk is full, or the room allowed on it is, so nothing was kept of this request. "
                + "Make room and send it again."
        case .failed(let reason):
            "The disk refused (\(reason)), so nothing was kept of this request. Send it again when it can be written."
        }
    }
}
