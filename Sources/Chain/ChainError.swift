public import Wording

/// Why a chain was refused. Heights count blocks from 1.
public enum ChainError: Error, Hashable, Sendable, Stated {
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
    public var statement: Statement {
        switch self {
        case .notJSON(let error): Statement(.answerNotJSON, ["problem": .statement(error.statement)])
        case .noChain: Statement(.answerNoChain)
        case .empty: Statement(.chainEmpty)
        case .fault(let height, let fault):
            Statement(.chainBlockFault, ["height": .number(height), "problem": .statement(fault.statement)])
        case .wrongIndex(let height, let index):
            Statement(.chainWrongIndex, ["height": .number(height), "index": .number(index)])
        case .wrongPreviousHash(let height, nil):
            Statement(.chainWrongPreviousHash, ["before": .number(height - 1), "height": .number(height)])
        case .wrongPreviousHash(let height, let respelling?):
            Statement(
                .chainRespelled,
                [
                    "before": .number(height - 1), "height": .number(height),
                    "spelling": .statement(respelling.statement),
                ])
        case .wrongProof(let height, nil): Statement(.chainWrongProof, ["height": .number(height)])
        case .wrongProof(let height, let other?):
            Statement(.chainWrongProofByRules, ["height": .number(height), "other": .statement(other.statement)])
        case .ledger(let height, let fault):
            Statement(
                .chainBreaksRule,
                [
                    "height": .number(height), "problem": .statement(fault.statement),
                    "rule": .text(fault.rule.rawValue),
                ])
        case .tooLong(let maximum): Statement(.answerTooLong, ["limit": .number(maximum)])
        case .blockTooLong(let height, let maximum):
            Statement(.chainBlockTooLong, ["height": .number(height), "limit": .number(maximum)])
        case .memberTooLong(let maximum): Statement(.answerValueTooLong, ["limit": .number(maximum)])
        case .noFork: Statement(.answerNoFork)
        case .wrongFork(let height): Statement(.answerWrongFork, ["height": .number(height)])
        case .noLength: Statement(.answerNoLength)
        case .withheld(let length): Statement(.answerWithheld, ["length": .number(length)])
        }
    }

    /// Whether its sentence begins with the block.
    package var namesPlaceFirst: Bool {
        switch self {
        case .fault, .wrongIndex, .wrongPreviousHash, .wrongProof, .blockTooLong: true
        case .notJSON, .noChain, .empty, .ledger, .tooLong, .memberTooLong, .noFork, .wrongFork, .noLength, .withheld:
            false
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
public enum BlockFault: Error, Hashable, Sendable, Stated {
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
    public var statement: Statement {
        switch self {
        case .notAnObject: Statement(.blockNotAnObject)
        case .missing(let key): Statement(.blockKeyMissing, ["key": .text(key.rawValue)])
        case .indexNotAnInteger: Statement(.blockIndexNotAnInteger, ["limit": .text("\(Int.max)")])
        case .timestampNotANumber: Statement(.blockTimestampNotANumber)
        case .transactionsNotAnArray: Statement(.blockTransactionsNotAnArray)
        case .transactionNotAnObject(let position):
            Statement(.blockTransactionNotAnObject, ["position": .number(position)])
        case .proofNotAnInteger: Statement(.blockProofNotAnInteger)
        case .previousHashNotAString: Statement(.blockPreviousHashNotAString)
        case .notCanonical: Statement(.blockNotCanonical)
        case .notOfALedger: Statement(.blockNotOfALedger)
        }
    }
}
