public import Wording

/// Why an open store could not commit or read something.
public enum StorageError: Error, Hashable, Sendable, Stated {
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
    public var statement: Statement {
        switch self {
        case .full: Statement(.diskFull)
        case .failed(let reason): Statement(.diskRefused, ["problem": .text(reason)])
        case .unsure(let reason, let isFull):
            Statement(isFull ? .diskFullUnsure : .diskRefusedUnsure, ["problem": .text(reason)])
        case .damaged(let damage): damage.statement
        }
    }
}

/// Stored data that isn't what was written.
public struct Damage: Error, Hashable, Sendable, Stated {
    /// The damaged file.
    public let path: String

    /// What is wrong, as half a sentence.
    public let problem: Statement

    /// Makes one about a file.
    public init(path: String, problem: Statement) {
        self.path = path
        self.problem = problem
    }

    /// One sentence, with what to do.
    public var statement: Statement {
        Statement(.fileDamaged, ["path": .text(path), "problem": .statement(problem)])
    }
}
