internal import Chain
internal import Wording

/// Why work that somebody says is done made no block.
enum WorkError: Error, Stated {
    /// It is for another block than the newest one.
    case stale(length: Int, tip: BlockHash)

    /// No work has this id.
    case unknown(BlockHash)

    /// Somebody else has done it just before.
    case isForged

    /// The hash of the guess is too large.
    case notSolved(hash: UInt256, target: UInt256, zeros: Int?)

    /// The number is none that is taken.
    case number(Statement)

    /// The block pays somebody else, and that is sealed.
    case otherMiner(Address)

    /// The block may not be forged, or couldn't be.
    case notForged(MiningError)

    /// One sentence or two, with what to do.
    var statement: Statement {
        switch self {
        case .stale(let length, let tip):
            Statement(.workStale, ["length": .number(length), "tip": .text("\(tip)")])
        case .unknown(let id): Statement(.workUnknown, ["id": .text("\(id)")])
        case .isForged: Statement(.workForged)
        case .notSolved(let hash, _, let zeros?):
            Statement(.workNotDoneZeros, ["hash": .text(hash.hexText), "zeros": .number(zeros)])
        case .notSolved(let hash, let target, nil):
            Statement(.workNotDoneTarget, ["hash": .text(hash.hexText), "target": .text(target.hexText)])
        case .number(let reason): reason
        case .otherMiner(let miner): Statement(.workOtherMiner, ["miner": .text("\(miner)")])
        case .notForged(let error): error.statement
        }
    }
}
