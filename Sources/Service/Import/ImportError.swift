public import Chain
public import EventLoop
public import Node
public import Records
public import Storage
public import Wording

/// Why a chain wasn't imported.
public enum ImportError: Error, Hashable, Sendable, Stated {
    /// Its bytes could not be read; the reason is a sentence.
    case unread(Statement)
    /// There is none, or it breaks a rule.
    case refused(SavedFault, Rules)
    /// None of several files has a valid one; a sentence for each.
    case noneIsValid([Statement])
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
    public var statement: Statement {
        switch self {
        case .unread(let sentence): sentence
        case .refused(let fault, let rules): FoundInstead(fault)?.statement ?? fault.reason.refusal(by: rules)
        case .noneIsValid(let sentences): sentences.reduce(Statement(.importNoneIsValid)) { $0.then($1) }
        case .includesTwice(let twice): Statement(.importRefused, ["problem": .statement(twice.statement)])
        case .notLonger(let length, let ours):
            Statement(.importNotLonger, ["blocks": .number(length), "ours": .number(ours)])
        case .noMoreWork(let work, let ours):
            Statement(.importNoMoreWork, ["work": .text("\(work)"), "ours": .text("\(ours)")])
        case .notOpened(let error): error.statement
        case .notCommitted(let error): error.statement
        case .noLoop(let error): Statement(.importSaid, ["problem": .statement(error.statement)])
        }
    }
}

extension ChainError {
    /// With what helps. For a proof that doesn't fit: the rules it was checked against, or the flag under which it
    /// would fit. For a ledger's chain of another network: both. For a chain that doesn't begin with its first block:
    /// what to do.
    fileprivate func refusal(by rules: Rules) -> Statement {
        let problem = Statement.Value.statement(statement)
        if let fault = ledgerFault, fault.rule == .network, let expected = fault.expected, let found = fault.found {
            return Statement(
                .importRefusedNetwork, ["expected": .text(expected), "found": .text(found), "problem": problem])
        }
        switch self {
        case .wrongProof(_, let other?):
            return Statement(.importRefusedOtherRules, ["flag": .text(other.flag), "problem": problem])
        case .wrongProof(_, nil):
            return Statement(
                .importRefusedDifficulty, ["difficulty": .text("\(rules.difficulty)"), "problem": problem])
        case .wrongIndex(height: 1, let index) where index > 1:
            return Statement(.importRefusedBeginning, ["problem": problem])
        case .fault(1, .missing(let key)):
            let keys = Block.Key.allCases.map(\.rawValue).joined(separator: ", ")
            return Statement(
                .importRefusedOtherProgram, ["key": .text(key.rawValue), "keys": .text(keys), "problem": problem])
        default: return Statement(.importRefused, ["problem": problem])
        }
    }
}
