internal import Chain

/// What miners outside the node search for on a ledger: blocks on the newest one, each of which pays its miner.
///
/// Such a block stays as it is while payments come and go, so no search for it is lost before the next block comes.
/// Under other rules a proof doesn't cover its block, and nothing needs to be kept.
struct WorkDesk {
    /// A block that somebody searches for.
    struct Work: Sendable {
        let draft: SealedDraft
        let miner: Address

        /// Which choice of payments it has; later ones have higher numbers.
        fileprivate let choice: Int
        fileprivate let start: Duration
        fileprivate let owner: UInt64

        /// What names it: its seal.
        var id: UInt256 { draft.template.seal }
    }

    /// The payments that new work has.
    private struct Choice {
        let draft: OpenDraft
        let number: Int
        let start: Duration
        /// Of the newest payment that waited when it was made.
        let newestNumber: Int
    }

    private let limits: WorkLimits

    /// The oldest first.
    private var works: [Work] = []
    private var choice: Choice?
    private var lastChoice = 0

    /// What was searched for last on blocks before the newest one, to tell it from what was never given out.
    private var ended: [UInt256] = []

    /// The block on which a found one is being forged.
    var forgingOn: BlockHash?

    init(_ limits: WorkLimits = WorkLimits()) {
        self.limits = limits
    }

    /// How many blocks are searched for.
    var count: Int { works.count }

    /// The work with an id; nil if it was never given out, or is over.
    subscript(id: UInt256) -> Work? { works.first { $0.id == id } }

    /// Whether it was work on a block before the newest one, as far as that is remembered.
    func hasEnded(_ id: UInt256) -> Bool { ended.contains(id) }

    /// Another block is the newest one.
    mutating func end() {
        ended = (ended + works.map(\.id)).suffix(limits.blocks)
        (works, choice) = ([], nil)
    }

    /// Work for a miner: what it has, as long as that is as good as any, or a new block.
    ///
    /// - Parameters:
    ///   - owner: who asks, and has a share of the places.
    ///   - now: by the monotonic clock.
    ///   - newestNumber: of the payments that wait.
    ///   - open: chooses payments. Happens once in ``Node/draftSeconds`` at most while the newest block stays.
    ///   - seal: makes the block.
    mutating func work(
        for miner: Address, of owner: UInt64, at now: Duration, newestNumber: Int, open: () -> OpenDraft,
        seal: (OpenDraft) -> SealedDraft
    ) -> Work {
        works.removeFirst(works.prefix { (now - $0.start).inSeconds >= Double(limits.seconds) }.count)
        let choice = currentChoice(at: now, newestNumber: newestNumber, open)
        if let same = works.last(where: { $0.miner == miner }), same.choice == choice.number,
            (now - same.start).inSeconds < Node.draftSeconds
        {
            return same
        }
        let work = Work(draft: seal(choice.draft), miner: miner, choice: choice.number, start: now, owner: owner)
        // A clock that stands still makes the same block again.
        if self[work.id] != nil { works.removeAll { $0.id == work.id } }
        if works.count >= limits.blocks { removeOne() }
        works.append(work)
        return work
    }

    private mutating func currentChoice(at now: Duration, newestNumber: Int, _ open: () -> OpenDraft) -> Choice {
        if let choice, choice.newestNumber == newestNumber || (now - choice.start).inSeconds < Node.draftSeconds {
            return choice
        }
        lastChoice += 1
        let new = Choice(draft: open(), number: lastChoice, start: now, newestNumber: newestNumber)
        choice = new
        works.removeFirst(works.prefix { $0.choice <= lastChoice - limits.choices }.count)
        return new
    }

    /// Removes the oldest of the client that has most.
    private mutating func removeOne() {
        let counts = works.reduce(into: [:]) { counts, work in counts[work.owner, default: 0] += 1 }
        let most = counts.values.max()
        if let position = works.firstIndex(where: { counts[$0.owner] == most }) { works.remove(at: position) }
    }
}
