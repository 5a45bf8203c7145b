internal import Chain

/// What one machine has shown and promised so far, through all its lives.
struct Witness {
    /// Its chain when last inspected.
    private(set) var hashes: [BlockHash] = []

    /// Where that chain includes identified transactions.
    private(set) var carried: [CanonicalText: Int] = [:]

    /// How often its own blocks in that chain include other transactions.
    private(set) var own: [CanonicalText: Int] = [:]

    /// What it has acknowledged.
    var identified: Set<CanonicalText> = []
    var unidentified: Set<CanonicalText> = []

    /// Its own blocks that it has stored.
    var forged: Set<ForgedProof> = []

    let identifier: String

    init(identifier: String) {
        self.identifier = identifier
    }

    /// Inspects the chain it shows now; returns how many blocks were replaced.
    mutating func look(at chain: Blockchain, _ ledger: inout BlockLedger) throws(Broken) -> Int {
        if chain.length == hashes.count, chain.lastBlock.hash == hashes.last { return 0 }
        var common = min(hashes.count, chain.length)
        while common > 0, chain.blocks.hash(at: common - 1) != hashes[common - 1] { common -= 1 }
        let fallen = hashes.count - common
        guard fallen == 0 || chain.length > hashes.count else {
            throw Broken(
                "a chain is replaced only by a longer one",
                "\(hashes.count) blocks became \(chain.length), of which \(common) are the same")
        }
        for hash in hashes[common...].reversed() { leave(hash, ledger) }
        hashes.removeLast(fallen)
        for position in common..<chain.length {
            let block = chain.blocks[position]
            let entry: BlockLedger.Entry
            do throws(BlockLedger.Fault) {
                entry = try ledger.check(block, after: hashes.last)
            } catch {
                throw Broken("every chain is valid", "block \(position + 1): \(error.reason)")
            }
            hashes.append(block.hash)
            for text in entry.identified {
                if let earlier = carried[text] {
                    throw Broken(
                        "no chain carries a transaction twice", "blocks \(earlier) and \(position + 1) carry \(text)")
                }
                carried[text] = position + 1
            }
            if entry.forger == identifier { for text in entry.others { own[text, default: 0] += 1 } }
        }
        return fallen
    }

    private mutating func leave(_ hash: BlockHash, _ ledger: BlockLedger) {
        guard let entry = ledger[hash] else { return }
        for text in entry.identified { carried[text] = nil }
        if entry.forger == identifier { for text in entry.others { own[text, default: 0] -= 1 } }
    }

    /// Looks for everything that it has acknowledged.
    func look(for pending: [CanonicalText]) throws(Broken) {
        var waiting: [CanonicalText: Int] = [:]
        for text in pending { waiting[text, default: 0] += 1 }
        // The order varies: of several missing ones, the least is reported.
        let lost = identified.filter { waiting[$0] == nil && carried[$0] == nil }
        if let text = lost.map(\.description).min() {
            throw Broken("an acknowledged transaction is pending or in the chain", text)
        }
        let doubled = waiting.filter { $0.value + (carried[$0.key] == nil ? 0 : 1) > 1 && isIdentified($0.key) }
        if let text = doubled.map(\.key.description).min() {
            throw Broken("a transaction is pending once, and not when it is in the chain", text)
        }
        for text in unidentified.sorted(by: { $0.description < $1.description }) {
            let count = waiting[text, default: 0] + own[text, default: 0]
            guard count == 1 else {
                throw Broken("a transaction is pending or in one block of its node", "\(text) is \(count) times there")
            }
        }
    }

    private func isIdentified(_ text: CanonicalText) -> Bool {
        identified.contains(text) || carried[text] != nil || text.description.contains("\"id\": \"")
    }
}

/// A block, identified by what its client is told.
struct ForgedProof: Hashable {
    let index: Int
    let proof: Proof
    let previousHash: String
}

/// A broken invariant.
struct Broken: Error {
    let invariant: String
    let detail: String

    init(_ invariant: String, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }
}
