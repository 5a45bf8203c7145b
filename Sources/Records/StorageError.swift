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

/// Stored data that isn't what was written.
public struct Damage: Error, Hashable, Sendable, CustomStringConvertible {
    /// The damaged file.
    public let path: String

    /// What is wrong, as half a sentence.
    public let finding: String

    /// Makes one about a file.
    public init(path: String, finding: String) {
        self.path = path
        self.finding = finding
    }

    /// One sentence, with what to do.
    public var description: String {
        "\(path) is damaged: \(finding). Put a copy in its place, or start anew with another --data-dir; "
            + "peers still have the chain."
    }
}
