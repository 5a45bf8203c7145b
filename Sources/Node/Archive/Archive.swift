internal import Storage

/// A directory that a node keeps things in, for those who don't want to run it: to check it, to write its chain, and to
/// give it another.
///
/// Everything here blocks the calling thread until it is done.
public struct Archive: Sendable {
    /// The directory.
    public let directory: String

    /// Names a directory; whether it is one is found when it is used.
    public init(directory: String) {
        self.directory = directory
    }
}

/// How far something is.
public struct ArchiveProgress: Hashable, Sendable {
    /// What is being done.
    public let step: String
    /// How much of it is.
    public let done: Int
    /// How much there is; 0 when nobody knows.
    public let total: Int

    /// Puts the three together.
    public init(step: String, done: Int, total: Int) {
        self.step = step
        self.done = done
        self.total = total
    }
}

/// Why something could not be done.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence, with what to do.
    public let description: String

    /// A reason in one sentence.
    public init(_ description: String) {
        self.description = description
    }

    init(_ error: StorageError) {
        description =
            switch error {
            case .inUse(let directory, let user): "\(directory) is in use by \(user). Stop that one first."
            case .full: "The disk is full, so nothing was changed. Make room and try again."
            case .failed(let reason): "The disk refused (\(reason)), so nothing was changed."
            case .unsure(let reason, _): "The disk refused (\(reason)), and nobody knows what it kept: verify it."
            case .unusable, .nothingKept, .otherNetwork, .newer, .older, .unreleased, .damaged: error.description
            }
    }
}
