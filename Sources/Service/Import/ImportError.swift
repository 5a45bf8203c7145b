public import Chain
public import EventLoop
public import Node
public import Records
public import Storage
internal import Wording

/// Why a chain wasn't imported.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its bytes could not be read; the reason is a sentence.
    case unread(String)
    /// There is none, or it breaks a rule.
    case refused(SavedFault, Rules)
    /// None of several files has a valid one; a sentence for each.
    case noneIsValid([String])
    /// It includes a transaction with an `id` twice.
    case includesTwice(DuplicateTransaction)
    /// It has no more blocks than the chain in the directory.
    case notLonger(length: Int, ours: Int)
    /// There is no more work in it than in the ledger's chain in the directory.
    case noMoreWork(ChainWeight, ours: ChainWeight)
    /// The directory could not be opened.
    case notOpened(OpenError)
    /// The directory could not be changed.
    case notCommitted(StorageError)
    /// The system has no loop to run on.
    case noLoop(EventLoopError)

    /// One sentence, or two.
    public var description: String {
        switch self {
        case .unread(let sentence): sentence
        case .refused(let fault, let rules):
            FoundInstead(fault)?.description
                ?? "The chain is refused: \(fault.reason)\(fault.reason.ending(by: rules))."
        case .noneIsValid(let sentences): "No file has a valid chain. \(sentences.joined(separator: " "))"
        case .includesTwice(let twice): "The chain is refused: \(twice)."
        case .notLonger(let length, let ours):
            "The chain has \(length) block\(length == 1 ? "" : "s") and the one kept has \(ours): "
                + "only a longer one takes its place."
        case .noMoreWork(let work, let ours):
            "The chain took \(work) guesses and the one kept took \(ours): only one with more work takes its place."
        case .notOpened(let error): error.description
        case .notCommitted(let error): error.description
        case .noLoop(let error): "\(error)."
        }
    }
}

extension ChainError {
    /// After a proof that doesn't fit: the rules it was checked against, or the flag under which it would fit. After a
    /// ledger's chain of another network: both. After a chain that doesn't begin with its first block: what to do.
    fileprivate func ending(by rules: Rules) -> String {
        if let fault = ledgerFault, fault.rule == .network, let expected = fault.expected, let found = fault.found {
            return " (\(found) instead of \(expected)). Import it with the file of its first block, by --genesis, and "
                + "into a directory of that network"
        }
        switch self {
        case .wrongProof(_, let other?): return ". Import with \(other.flag)"
        case .wrongProof(_, nil): return " at difficulty \(rules.difficulty)"
        case .wrongIndex(height: 1, let index) where index > 1:
            return ", so the blocks before it are missing, or the newest stands first. Name the files of all pages, in "
                + "their order, or save what GET /chain answers; jq '.chain |= reverse' turns a list round"
        case .fault(1, .missing(let key)):
            return ", as in chains of other programs, which are hashed otherwise. A block of the tutorial has "
                + "\(Block.Key.allCases.map(\.rawValue).joined(separator: ", ")), and \(key.rawValue) among them"
        default: return ""
        }
    }
}
