public import Chain

/// Something wrong in the stored data.
public enum Finding: Hashable, Sendable, CustomStringConvertible {
    /// Something that SQLite finds wrong with the database.
    case database(String)
    /// A parameter is missing or has an impossible value.
    case parameter(String, kept: String?, wanted: String)
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
    public var description: String {
        switch self {
        case .database(let what): "the database: \(what)"
        case .parameter(let name, nil, _): "parameter \(name): it is missing"
        case .parameter(let name, let kept?, let wanted):
            "parameter \(name): it is \(quoted(kept)), and has to be \(wanted)"
        case .rule(let error): "\(error)"
        case .missingBlocks(let heights) where heights.count == 1: "block \(heights.lowerBound): it is missing"
        case .missingBlocks(let heights): "blocks \(heights.lowerBound) to \(heights.upperBound): they are missing"
        case .strayBlock(let height): "block \(height): heights begin at 1"
        case .segment(let height): "block \(height): \(SegmentFault(height: height))"
        case .segmentPlaces(let height):
            "block \(height): where the texts are in the segment that begins with it is not what was written"
        case .repeatedBlock(let height): "block \(height): it is kept a second time"
        case .wrongHash(let height): "block \(height): it is kept under a hash that is not its text's"
        case .account(let address, let kept, let wanted):
            "account \(quoted(address)): it \(kept.map { "has \($0.words)" } ?? "is missing"), "
                + (wanted == Account() ? "and there has to be none" : "and has to have \(wanted.words)")
        case .missingPayment(let height, let position, let address):
            "block \(height): its transaction \(position) is missing in the history of \(quoted(address))"
        case .strayPayment(let height, let position, let address):
            "block \(height): the history of \(quoted(address)) has its transaction \(position), "
                + "which is not there or doesn't name them"
        case .historyPart(let height, let address):
            "block \(height): what is kept of the history of \(quoted(address)) from there on is not what was written"
        case .unreadable, .lost, .pendingAndIncluded, .includedAgain, .pendingUnaccepted, .includedUnaccepted,
            .notIncluded, .notRecorded, .wrongID, .inclusionWithoutHash:
            booksDescription
        case .branch(let number): "fallen branch \(number): it is not what was written"
        case .fallen(let branch, let height):
            "fallen branch \(branch): its block \(height) is not what was written, or does not follow the one before"
        case .fallenInChain(let branch, let height):
            "fallen branch \(branch): its block \(height) is in the chain"
        case .peer(let position, let address): "peer \(position): \(quoted(address)) is no address"
        }
    }

    private var booksDescription: String {
        switch self {
        case .unreadable(let number): "accepted transaction \(number): its text is not what was accepted"
        case .lost(let number):
            "accepted transaction \(number): it is lost, neither pending nor carried by a block of the chain"
        case .pendingAndIncluded(let number, let height):
            "accepted transaction \(number): it is pending, though block \(height) carries it"
        case .includedAgain(let number, let heights):
            "accepted transaction \(number): more than one block carries it, "
                + heights.map { "\($0)" }.joined(separator: " and ")
        case .pendingUnaccepted(let number): "pending transaction \(number): it was never accepted"
        case .includedUnaccepted(let number, let height):
            "block \(height): it is said to carry transaction \(number), which was never accepted"
        case .notIncluded(let number, let height, let position):
            "block \(height): its transaction \(position) is not accepted transaction \(number)"
        case .notRecorded(let height, let transaction):
            "block \(height): it is not recorded that it carries \(transaction)"
        case .wrongID(let number): "accepted transaction \(number): it is kept under an id that is not its own"
        case .inclusionWithoutHash(let height): "block \(height): what it carries is kept without its hash"
        default: preconditionFailure("a finding about something else")
        }
    }

    /// On one line, whatever it contains.
    private func quoted(_ text: String) -> String {
        CanonicalText.string(text).description
    }
}

extension Account {
    /// What is in it, in half a sentence.
    fileprivate var words: String { "\(balance) with nonce \(nonce)" }
}
