internal import Chain
internal import Records

/// What a machine has stored, with checks for what a node must not ask it to store.
struct Disk: Sendable {
    private(set) var chain: Blockchain

    /// What is kept of a ledger besides its blocks.
    private var books: KeptBooks?
    private var peers: [String] = []
    private var foundPeers: Set<String> = []

    /// By number; and the numbers of those that have an id.
    private var accepted: [Int: AcceptedTransaction] = [:]
    private var numbers: [TransactionID: [Int]] = [:]
    private var pending: Set<Int> = []

    /// What is recorded of a block: its height, and the numbers it includes.
    private struct Record {
        let height: Int
        var numbers: Set<Int> = []
    }

    private var records: [BlockHash: Record] = [:]
    private var lastNumber = 0

    /// - Parameter forgetsFees: whether the accounts are kept wrong, as a fault.
    init(rules: Rules, forgetsFees: Bool = false) {
        chain = Blockchain(rules: rules)
        books = rules.ledger.map { KeptBooks($0.network, forgetsFees: forgetsFees) }
    }

    /// What a node starts with.
    var kept: KeptState {
        KeptState(
            chain: chain, pending: pending.sorted().compactMap { accepted[$0] }, lastNumber: lastNumber,
            peers: peers.filter { !foundPeers.contains($0) }, foundPeers: peers.filter(foundPeers.contains))
    }

    // MARK: Questions

    func inclusions(in new: Blockchain, above height: Int) -> BranchInclusions {
        let fallen = numbers(in: chain, above: height).sorted().compactMap { accepted[$0] }.map { accepted in
            FallenTransaction(
                number: accepted.number, bytes: accepted.transaction.text.bytes.count, isPosted: accepted.isPosted)
        }
        return BranchInclusions(fallen: fallen, back: numbers(in: new, above: height))
    }

    func accepted(_ numbers: [Int]) -> [AcceptedTransaction] { numbers.compactMap { accepted[$0] } }

    private func numbers(in chain: Blockchain, above height: Int) -> Set<Int> {
        var numbers: Set<Int> = []
        for position in height..<chain.length {
            numbers.formUnion(records[chain.blocks.hash(at: position)]?.numbers ?? [])
        }
        return numbers
    }

    func height(of block: BlockHash) -> Int? {
        (0..<chain.length).first { chain.blocks.hash(at: $0) == block }.map { $0 + 1 }
    }

    func known(_ transaction: Transaction) -> KnownTransaction? {
        guard let id = transaction.id else { return nil }
        let records = records(of: id)
        if let record = records.first(where: { $0.accepted.transaction == transaction }) { return .same(record) }
        return records.isEmpty ? nil : .sameID
    }

    func record(of id: TransactionID) -> TransactionRecord? {
        let records = records(of: id)
        return records.first { $0.height != nil } ?? records.first
    }

    func identified(in chain: Blockchain, above height: Int) -> [IncludedTransaction] {
        IncludedTransaction.all(in: chain, above: height) { transaction in
            guard case .same(let record) = known(transaction) else { return nil }
            return (record.accepted.number, record.height)
        }
    }

    private func records(of id: TransactionID) -> [TransactionRecord] {
        (numbers[id] ?? []).compactMap { accepted[$0] }.map { accepted in
            let including = records.filter {
                $0.value.numbers.contains(accepted.number) && has($0.key, at: $0.value.height)
            }
            return TransactionRecord(accepted: accepted, height: including.first?.value.height)
        }
    }

    private func has(_ block: BlockHash, at height: Int) -> Bool {
        height <= chain.length && chain.blocks.hash(at: height - 1) == block
    }

    // MARK: Changes

    /// Stores a change; throws if no node may ask for it.
    mutating func keep(_ change: Change) throws(Unkeepable) {
        switch change {
        case .accepted(let accepted): try accept(accepted, isPending: true)
        case .posted(let number):
            guard accepted[number]?.isPosted == false else { throw Unkeepable("number \(number) was posted already") }
            accepted[number]?.isPosted = true
        case .forged(let block, let numbers):
            try append(block)
            try include(numbers, in: block.hash, at: block.index)
            try confirm(numbers)
        case .replaced(let replacement): try replace(replacement)
        case .dropped(let numbers):
            for number in numbers {
                guard pending.remove(number) != nil, accepted.removeValue(forKey: number) != nil else {
                    throw Unkeepable("number \(number) is dropped and wasn't pending")
                }
            }
        case .registered(let addresses, let areFound):
            for address in addresses {
                let isKnown = peers.contains(address)
                if !isKnown { peers.append(address) }
                if !areFound { foundPeers.remove(address) } else if !isKnown { foundPeers.insert(address) }
            }
        case .unregistered(let addresses): peers.removeAll { addresses.contains($0) }
        }
    }

    private mutating func append(_ block: Block) throws(Unkeepable) {
        do {
            guard books != nil else { return try chain.append(block) }
            // By the clock it may have been checked by, it may be from the future now.
            try chain.appendKept(block.text.bytes)
        } catch {
            throw Unkeepable("a forged block that doesn't fit: \(error)")
        }
        try books?.change(without: [], with: [block])
        books?.resume(&chain)
    }

    private mutating func accept(_ new: AcceptedTransaction, isPending: Bool) throws(Unkeepable) {
        guard accepted[new.number] == nil else { throw Unkeepable("number \(new.number) was given twice") }
        accepted[new.number] = new
        if let id = new.transaction.id { numbers[id, default: []].append(new.number) }
        lastNumber = max(lastNumber, new.number)
        if isPending { pending.insert(new.number) }
    }

    private mutating func replace(_ replacement: Replacement) throws(Unkeepable) {
        guard replacement.chain.weight > chain.weight else {
            throw Unkeepable(
                "a chain of \(replacement.chain.length) blocks and weight \(replacement.chain.weight) in place of "
                    + "\(chain.length) and \(chain.weight)")
        }
        guard replacement.commonLength == chain.commonLength(with: replacement.chain) else {
            throw Unkeepable("a chain with another number of common blocks than \(replacement.commonLength)")
        }
        let fallen = (replacement.commonLength..<chain.length).map { chain.blocks.hash(at: $0) }
        try books?.change(
            without: chain.blocks.dropFirst(replacement.commonLength),
            with: replacement.chain.blocks.dropFirst(replacement.commonLength))
        chain = replacement.chain
        books?.resume(&chain)
        for block in fallen {
            // If the block comes back, transactions with an id are found in its text.
            let identified = records[block]?.numbers.filter { accepted[$0]?.transaction.id != nil } ?? []
            records[block]?.numbers.subtract(identified)
        }
        for new in replacement.brought { try accept(new, isPending: false) }
        for inclusion in replacement.inclusions {
            guard has(inclusion.block, at: inclusion.height) else {
                throw Unkeepable("an inclusion at \(inclusion.height) that isn't in the chain")
            }
            try include(inclusion.transactions.map(\.number), in: inclusion.block, at: inclusion.height)
        }
        try confirm(replacement.confirmed)
        for number in replacement.returned {
            guard accepted[number] != nil else { throw Unkeepable("unknown number \(number) is pending again") }
            guard pending.insert(number).inserted else { throw Unkeepable("number \(number) was pending already") }
        }
        for number in replacement.forgotten { try forget(number) }
    }

    private mutating func forget(_ number: Int) throws(Unkeepable) {
        guard let forgotten = accepted.removeValue(forKey: number), let id = forgotten.transaction.id else {
            throw Unkeepable("number \(number) is forgotten, and isn't known or has no id")
        }
        guard !forgotten.isPosted else { throw Unkeepable("number \(number) is forgotten, and a client has posted it") }
        guard !pending.contains(number), !records.values.contains(where: { $0.numbers.contains(number) }) else {
            throw Unkeepable("number \(number) is forgotten, and is pending or in a block")
        }
        numbers[id]?.removeAll { $0 == number }
    }

    private mutating func include(_ numbers: [Int], in block: BlockHash, at height: Int) throws(Unkeepable) {
        for number in numbers {
            guard accepted[number] != nil else { throw Unkeepable("unknown number \(number) is included") }
            records[block, default: Record(height: height)].numbers.insert(number)
        }
    }

    private mutating func confirm(_ numbers: [Int]) throws(Unkeepable) {
        for number in numbers where pending.remove(number) == nil {
            throw Unkeepable("number \(number) is confirmed, and wasn't pending")
        }
    }
}

/// Why a node may not ask for a change.
struct Unkeepable: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
