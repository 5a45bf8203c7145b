internal import Node
internal import Records
internal import Service
internal import Storage
internal import Wording

/// Why a command could not do its work on a data directory.
struct DirectoryError: Error, CustomStringConvertible {
    /// One sentence in the user's language, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ error: OpenError) {
        if case .inUse = error {
            self.init(error.whoseUse.then(Statement(.stopThatFirst)))
        } else {
            self.init(error.statement)
        }
    }

    private init(_ statement: Statement) {
        self.init(statement.text(.ofUser))
    }

    private init(_ error: StorageError) {
        let statement =
            switch error {
            case .full: Statement(.importDiskFull)
            case .failed(let reason): Statement(.importDiskRefused, ["problem": .text(reason)])
            case .unsure(let reason, _): Statement(.importDiskUnsure, ["problem": .text(reason)])
            case .damaged: error.statement
            }
        self.init(statement)
    }

    init(_ error: ImportError) {
        switch error {
        case .notOpened(.otherNetwork(let parameter, let kept, _, let path)) where parameter != .genesis:
            let flag = "\(parameter.rawValue) \(kept)"
            self.init(Statement(.importOtherParameter, ["flag": .text(flag), "path": .text(path)]))
        case .notOpened(.otherNetwork(_, let kept, let wanted, let path)):
            self.init(
                Statement(
                    .importOtherGenesis, ["kept": .text(kept), "path": .text(path), "wanted": .text(wanted)]))
        case .notOpened(let error): self.init(error)
        case .notCommitted(let error): self.init(error)
        case .unread, .refused, .noneIsValid, .includesTwice, .notLonger, .noMoreWork, .noLoop:
            self.init(error.statement)
        }
    }
}
