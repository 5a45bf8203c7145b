internal import Node
internal import Records
internal import Service
internal import Storage
internal import Wording

/// Why a command could not do its work on a data directory.
struct DirectoryError: Error, CustomStringConvertible {
    /// One sentence, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ error: OpenError) {
        if case .inUse(let directory, let user) = error {
            description = "\(directory) is in use by \(user). Stop that one first."
        } else {
            description = error.description
        }
    }

    private init(_ error: StorageError) {
        description =
            switch error {
            case .full: "The disk is full, so nothing was changed. Make room and try again."
            case .failed(let reason): "The disk refused (\(reason)), so nothing was changed."
            case .unsure(let reason, _): "The disk refused (\(reason)), and nobody knows what it kept: verify it."
            case .damaged: error.description
            }
    }

    init(_ error: ImportError) {
        switch error {
        case .notOpened(.otherNetwork(let parameter, let kept, _, let path)) where parameter != .genesis:
            let flag = "\(parameter.rawValue) \(kept)"
            self.init("\(path) was made with \(flag). Import with --\(flag).")
        case .notOpened(.otherNetwork(_, let kept, let wanted, let path)):
            self.init(
                "\(path) was made with genesis \(kept), and the given one is \(wanted). Import without --genesis, or "
                    + "into another directory.")
        case .notOpened(let error): self.init(error)
        case .notCommitted(let error): self.init(error)
        case .unread, .refused, .noneIsValid, .includesTwice, .notLonger, .noMoreWork, .noLoop:
            self.init(error.description)
        }
    }
}
