/// Why a chain was refused. Heights count blocks from 1.
public enum ChainError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The answer isn't JSON.
    case notJSON(JSONError)
    /// The answer isn't an object whose last `chain` is an array.
    case noChain
    /// The chain has no blocks.
    case empty
    /// A block is wrong by itself.
    case fault(height: Int, BlockFault)
    /// A block's index isn't its height.
    case wrongIndex(height: Int, index: Int)
    /// A block doesn't give the previous block's hash; it may give that of another spelling of it.
    case wrongPreviousHash(height: Int, respelled: Respelling? = nil)
    /// A block's proof doesn't solve the previous block's puzzle; under other rules it may.
    case wrongProof(height: Int, otherwise: OtherRules? = nil)
    /// A block breaks a rule of the ledger.
    case ledger(height: Int, LedgerFault)
    /// The answer is longer than its limit.
    case tooLong(maximumBytes: Int)
    /// A block is longer than its limit.
    case blockTooLong(height: Int, maximumBytes: Int)
    /// A key, or a value other than the chain, exceeds the limit for blocks.
    case memberTooLong(maximumBytes: Int)
    /// The answer's blocks continue our chain, but it didn't say before them where.
    case noFork
    /// The answer continues our chain after a block that the peer wasn't told about.
    case wrongFork(height: Int)
    /// The answer has neither blocks nor a length.
    case noLength
    /// The answer has no blocks although, as the peer says, its chain is longer than ours.
    case withheld(length: Int)

    /// The place and the fault as one sentence.
    public var description: String {
        switch self {
        case .notJSON(let error): "not JSON: \(error)"
        case .noChain: "no chain in the answer"
        case .empty: "the chain has no blocks"
        case .fault(let height, let fault): "block \(height): \(fault)"
        case .wrongIndex(let height, let index): "block \(height): its index is \(index)"
        case .wrongPreviousHash(let height, let respelling):
            "block \(height): previous_hash is not the hash of block \(height - 1)"
                + (respelling.map { ", but the hash of it with \($0)" } ?? "")
        case .wrongProof(let height, nil): "block \(height): its proof does not fit"
        case .wrongProof(let height, let other?): "block \(height): its proof does not fit \(other)"
        case .ledger(let height, let fault): "block \(height) breaks the rule \(fault.rule.rawValue): \(fault)"
        case .tooLong(let maximum): "the answer is longer than \(maximum) bytes"
        case .blockTooLong(let height, let maximum): "block \(height): it is longer than \(maximum) bytes"
        case .memberTooLong(let maximum): "a value beside the chain is longer than \(maximum) bytes"
        case .noFork: "it does not say after which block its blocks come"
        case .wrongFork(let height): "its blocks come after block \(height), which was not named to it"
        case .noLength: "it has neither blocks nor the length of its chain"
        case .withheld(let length): "its chain has \(length) blocks, it says, and it sent none of them"
        }
    }

    /// The rules under which a proof fits that is wrong under the rules in force; nil if something else is wrong.
    public var otherRules: OtherRules? {
        if case .wrongProof(_, let other) = self { other } else { nil }
    }

    /// The rule of the ledger that a block breaks; nil if something else is wrong.
    public var ledgerFault: LedgerFault? {
        if case .ledger(_, let fault) = self { fault } else { nil }
    }

    /// Whether the block is ahead of the clock, with which nothing is wrong but that: it can be asked for again, and
    /// what is before it is as good as without it.
    public var isNotYet: Bool { ledgerFault.map { !$0.isForGood } ?? false }
}

/// What is wrong with a block itself, wherever in a chain it may be.
public enum BlockFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It isn't a JSON object.
    case notAnObject
    /// One of the five keys is missing.
    case missing(Block.Key)
    /// `index` isn't an integer, or doesn't fit.
    case indexNotAnInteger
    /// `timestamp` is neither an integer nor a double.
    case timestampNotANumber
    /// `transactions` isn't an array.
    case transactionsNotAnArray
    /// One of the transactions, counted from 1, isn't an object.
    case transactionNotAnObject(position: Int)
    /// `proof` isn't an integer from 0 on.
    case proofNotAnInteger
    /// `previous_hash` isn't a string. In the first block it may be anything.
    case previousHashNotAString
    /// The text was stored as canonical, but isn't.
    case notCanonical
    /// The text was stored as that of a ledger's block, but isn't one.
    case notOfALedger

    /// The fault as half a sentence, without the block.
    public var description: String {
        switch self {
        case .notAnObject: "it is not an object"
        case .missing(let key): "no \(key.rawValue)"
        case .indexNotAnInteger: "index is not an integer from 1 to \(Int.max)"
        case .timestampNotANumber: "timestamp is not a number"
        case .transactionsNotAnArray: "transactions is not an array"
        case .transactionNotAnObject(let position): "transaction \(position) is not an object"
        case .proofNotAnInteger: "proof is not an integer from 0 on"
        case .previousHashNotAString: "previous_hash is not a string"
        case .notCanonical: "its text is not canonical JSON"
        case .notOfALedger: "it is none of a ledger"
        }
    }
}
