internal import Chain

/// Why work that somebody says is done made no block.
enum WorkError: Error {
    /// It is for another block than the newest one.
    case stale(length: Int, tip: BlockHash)

    /// No work has this id.
    case unknown(BlockHash)

    /// Somebody else has done it just before.
    case isForged

    /// The hash of the guess is too large.
    case notSolved(hash: UInt256, target: UInt256, zeros: Int?)

    /// The number is none that is taken.
    case number(String)

    /// The block pays somebody else, and that is sealed.
    case otherMiner(Address)

    /// The block may not be forged, or couldn't be.
    case notForged(MiningError)

    /// One sentence or two, with what to do.
    var description: String {
        switch self {
        case .stale(let length, let tip):
            "This work is for a block that is not the next one: the chain has \(length) blocks, and the newest is "
                + "\(tip). \(Self.again)"
        case .unknown(let id):
            "This node knows no work with the id \(id): it was never given out here, or is too old, or others have "
                + "asked for much since. \(Self.again)"
        case .isForged:
            "Another block is being forged on the newest one, whose work was done just before. \(Self.again)"
        case .notSolved(let hash, let target, let zeros):
            "The work is not done: the SHA-256 of this guess is \(hash.hexText), and "
                + (zeros.map { "has to begin with \($0) zeros" } ?? "may be \(target.hexText) at most")
                + ". The guess is prefix, number and suffix, as GET /work gives them, without anything in between."
        case .number(let reason): reason
        case .otherMiner(let miner):
            "This work pays \(miner), and the proof seals that. Ask GET /work?miner=ADDRESS for work that pays another."
        case .notForged(let error): error.description
        }
    }

    private static let again = "Ask GET /work for what is to be done now."
}
