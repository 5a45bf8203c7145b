public import Chain
public import Wording

/// Something wrong in the stored data.
public enum Finding: Hashable, Sendable, Stated {
    /// Something that SQLite finds wrong with the database.
    case database(Statement)
    /// A parameter is missing or has an impossible value.
    case parameter(String, kept: String?, wanted: Statement)
    /// A block breaks a rule of the chain.
    case rule(ChainError)
    /// There are blocks above these heights, but none at them.
    case missingBlocks(ClosedRange<Int>)
    /// There is a block at a height below 1.
    case strayBlock(height: Int)
    /// The blocks of a segment cannot be told apart, or have no hash each.
    case segment(height: Int)
    /// The view `block` shows other texts of a segment than a node reads.
    case segmentPlaces(height: Int)
    /// A block is stored again, in another segment or after the segments.
    case repeatedBlock(height: Int)
    /// A block is stored under a hash that isn't the hash of its text.
    case wrongHash(height: Int)
    /// What is kept of an address is not what a ledger's blocks come to; nil if it has no row.
    case account(String, kept: Account?, wanted: Account)
    /// A transaction of the chain is missing from the history of an address that it names.
    case missingPayment(height: Int, position: Int, address: String)
    /// A history has a transaction that isn't in the chain, or doesn't name the address.
    case strayPayment(height: Int, position: Int, address: String)
    /// A row of a history cannot be read, or doesn't continue where the previous one ends.
    case historyPart(height: Int, address: String)
    /// The text of an accepted transaction isn't a transaction.
    case unreadable(accepted: Int)
    /// An accepted transaction is neither pending nor in the chain.
    case lost(accepted: Int)
    /// An accepted transaction is both in the chain and pending.
    case pendingAndIncluded(accepted: Int, height: Int)
    /// Several blocks of the chain include an accepted transaction.
    case includedAgain(accepted: Int, heights: [Int])
    /// A pending transaction was never accepted.
    case pendingUnaccepted(number: Int)
    /// A transaction that a block is recorded to include was never accepted.
    case includedUnaccepted(number: Int, height: Int)
    /// A block of the chain doesn't have an accepted transaction where it should include it.
    case notIncluded(accepted: Int, height: Int, position: Int)
    /// A block of the chain includes a transaction with an `id`, but that isn't recorded.
    case notRecorded(height: Int, transaction: String)
    /// An accepted transaction is stored under an `id` that isn't its own.
    case wrongID(accepted: Int)
    /// A record of what a block includes has something else in place of the block's hash.
    case inclusionWithoutHash(height: Int)
    /// What is kept of a branch that fell out of the chain isn't what was written.
    case branch(number: Int)
    /// A block of such a branch isn't what was written, or doesn't follow the block before it.
    case fallen(branch: Int, height: Int)
    /// A block is said to have fallen, and is in the chain.
    case fallenInChain(branch: Int, height: Int)
    /// A peer's address isn't valid.
    case peer(position: Int, address: String)

    /// One sentence that begins with the place.
    public var statement: Statement {
        switch self {
        case .database(let what): Statement(.findingDatabase, ["problem": .statement(what)])
        case .parameter(let name, nil, _): Statement(.findingParameterMissing, ["name": .text(name)])
        case .parameter(let name, let kept?, let wanted):
            Statement(.findingParameter, ["kept": quoted(kept), "name": .text(name), "wanted": .statement(wanted)])
        case .rule(let error): error.statement
        case .missingBlocks(let heights) where heights.count == 1: at(heights.lowerBound, .findingBlockMissing)
        case .missingBlocks(let heights):
            Statement(
                .findingBlocksMissing, ["first": .number(heights.lowerBound), "last": .number(heights.upperBound)])
        case .strayBlock(let height): at(height, .findingStrayBlock)
        case .segment(let height): at(height, .findingSegment)
        case .segmentPlaces(let height): at(height, .findingSegmentPlaces)
        case .repeatedBlock(let height): at(height, .findingRepeatedBlock)
        case .wrongHash(let height): at(height, .findingWrongHash)
        case .account(let address, nil, let wanted):
            Statement(.findingAccountMissing, ["address": quoted(address), "wanted": wanted.words])
        case .account(let address, let kept?, Account()):
            Statement(.findingStrayAccount, ["address": quoted(address), "kept": kept.words])
        case .account(let address, let kept?, let wanted):
            Statement(.findingAccount, ["address": quoted(address), "kept": kept.words, "wanted": wanted.words])
        case .missingPayment(let height, let position, let address):
            at(height, position, of: address, .findingMissingPayment)
        case .strayPayment(let height, let position, let address):
            at(height, position, of: address, .findingStrayPayment)
        case .historyPart(let height, let address):
            Statement(.findingHistoryPart, ["address": quoted(address), "height": .number(height)])
        case .unreadable, .lost, .pendingAndIncluded, .includedAgain, .pendingUnaccepted, .includedUnaccepted,
            .notIncluded, .notRecorded, .wrongID, .inclusionWithoutHash:
            booksStatement
        case .branch(let number): Statement(.findingBranch, ["number": .number(number)])
        case .fallen(let branch, let height): about(branch, at: height, .findingFallen)
        case .fallenInChain(let branch, let height): about(branch, at: height, .findingFallenInChain)
        case .peer(let position, let address):
            Statement(.findingPeer, ["address": quoted(address), "position": .number(position)])
        }
    }

    private var booksStatement: Statement {
        switch self {
        case .unreadable(let number): Statement(.findingUnreadable, ["number": .number(number)])
        case .lost(let number): Statement(.findingLost, ["number": .number(number)])
        case .pendingAndIncluded(let number, let height): about(number, at: height, .findingPendingAndIncluded)
        case .includedAgain(let number, let heights):
            Statement(.findingIncludedAgain, ["heights": Self.list(heights), "number": .number(number)])
        case .pendingUnaccepted(let number): Statement(.findingPendingUnaccepted, ["number": .number(number)])
        case .includedUnaccepted(let number, let height): about(number, at: height, .findingIncludedUnaccepted)
        case .notIncluded(let number, let height, let position):
            Statement(
                .findingNotIncluded,
                ["height": .number(height), "number": .number(number), "position": .number(position)])
        case .notRecorded(let height, let transaction):
            Statement(.findingNotRecorded, ["height": .number(height), "transaction": .text(transaction)])
        case .wrongID(let number): Statement(.findingWrongID, ["number": .number(number)])
        case .inclusionWithoutHash(let height): at(height, .findingInclusionWithoutHash)
        default: preconditionFailure("a finding about something else")
        }
    }

    private func at(_ height: Int, _ code: Statement.Code) -> Statement { Statement(code, ["height": .number(height)]) }

    private func at(_ height: Int, _ position: Int, of address: String, _ code: Statement.Code) -> Statement {
        Statement(code, ["address": quoted(address), "height": .number(height), "position": .number(position)])
    }

    private func about(_ number: Int, at height: Int, _ code: Statement.Code) -> Statement {
        Statement(code, ["height": .number(height), "number": .number(number)])
    }

    /// `1 and 2 and 3`.
    private static func list(_ heights: [Int]) -> Statement.Value {
        guard let first = heights.first else { return .text("") }
        return heights.dropFirst().reduce(.number(first)) { rest, height in
            .statement(Statement(.heightAnd, ["height": .number(height), "rest": rest]))
        }
    }

    /// On one line, whatever it contains.
    private func quoted(_ text: String) -> Statement.Value {
        .text(CanonicalText.string(text).description)
    }
}

extension Account {
    /// What is in it, in half a sentence.
    fileprivate var words: Statement.Value {
        .statement(Statement(.accountHas, ["balance": .text("\(balance)"), "nonce": .text("\(nonce)")]))
    }
}
