public import Chain
public import Wording

/// Which of our blocks no longer chain replaces.
///
/// In the tutorial's rules length alone decides, and at its difficulty a longer history than that of a day is made in
/// seconds. Both limits are the owner's choice, because two nodes that keep to them may stay apart for good.
public struct Finality: Hashable, Sendable {
    /// How many of our blocks a longer chain may replace; nil for any number.
    public var maximumReorg: Int?

    /// Blocks that every chain must have which is long enough.
    public var checkpoints: [Checkpoint] = []

    /// None: the longest chain wins, as with the tutorial's program.
    public init() {}

    /// Why a longer chain doesn't replace ours, with which it has so many blocks in common; nil if it may.
    ///
    /// One that brings a checkpoint which ours lacks may replace any number of blocks: it is what the owner wants.
    func fault(of longer: Blockchain, replacing ours: Blockchain, commonLength: Int) -> FinalityFault? {
        if let fault = contradiction(of: longer) { return fault }
        let bringsCheckpoint = checkpoints.contains { ours.length < $0.height && $0.height <= longer.length }
        let depth = ours.length - commonLength
        guard let maximumReorg, depth > maximumReorg, !bringsCheckpoint else { return nil }
        return .tooDeep(depth: depth, limit: maximumReorg)
    }

    /// The first checkpoint whose block a chain has not, although it is long enough.
    public func contradiction(of chain: Blockchain) -> FinalityFault? {
        for checkpoint in checkpoints where chain.length >= checkpoint.height {
            let found = chain.blocks.hash(at: checkpoint.height - 1)
            if found != checkpoint.hash { return .lacksCheckpoint(checkpoint, found: found) }
        }
        return nil
    }

    /// The highest checkpoint that a chain has not reached: until then nothing is mined on it, as it may be the wrong
    /// one, and a block at the checkpoint's place always would be.
    func next(for chain: Blockchain) -> Checkpoint? {
        checkpoints.filter { chain.length < $0.height }.max { $0.height < $1.height }
    }
}

/// Why a valid chain doesn't become ours.
public enum FinalityFault: Error, Hashable, Sendable, Stated {
    /// It would replace too many of our blocks.
    case tooDeep(depth: Int, limit: Int)

    /// It has another block at a checkpoint's place.
    case lacksCheckpoint(Checkpoint, found: BlockHash)

    /// Half a sentence: what is wrong, and the flag that says so.
    public var statement: Statement {
        switch self {
        case .tooDeep(let depth, let limit):
            Statement(.reorgTooDeep, ["depth": .number(depth), "limit": .number(limit)])
        case .lacksCheckpoint(let checkpoint, let found):
            Statement(
                .lacksCheckpoint,
                [
                    "found": .text("\(found)"), "height": .number(checkpoint.height),
                    "wanted": .text("\(checkpoint.hash)"),
                ])
        }
    }

    /// In a word or two, for counts.
    var reason: Reason {
        switch self {
        case .tooDeep: .tooDeep
        case .lacksCheckpoint: .lacksCheckpoint
        }
    }

    /// What counts tell apart.
    enum Reason: String, CaseIterable, Sendable {
        case tooDeep = "too deep"
        case lacksCheckpoint = "lacks the checkpoint"
    }
}
