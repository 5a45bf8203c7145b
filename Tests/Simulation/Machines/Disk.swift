internal import Chain
internal import Storage

/// What a machine has kept, with what it must not be asked to keep.
struct Disk: Sendable {
    private(set) var chain: Blockchain
    private var peers: [String] = []
    private var foundPeers: Set<String> = []

    /// By number, and the numbers of those that have an id.
    private var accepted: [Int: Transaction] = [:]
    private var numbers: [TransactionID: [Int]] = [:]
    private var pending: Set<Int> = []

    /// What blocks carry, and which blocks carry a number.
    private var carriages: [BlockHash: Carriage] = [:]
    private var carriers: [Int: [BlockHash]] = [:]
    private var lastNumber = 0

    init(rules: Rules) {
        chain = Blockchain(rules: rules)
    }

    /// What a node begins with.
    var kept: KeptState {
        KeptState(
            chain: chain, pending: pending.sorted().compactMap(accepted(_:)), lastNumber: lastNumber,
            peers: peers.filter { !foundPeers.contains($0) }, foundPeers: peers.filter(foundPeers.contains))
    }

    private func accepted(_ number: Int) -> AcceptedTransaction? {
        accepted[number].map { AcceptedTransaction(number: number, transaction: $0) }
    }

    // MARK: Questions

    func carriages(above height: Int) -> [Carriage] {
        carriages.values.filter { $0.height > height }
            .sorted { ($0.height, $0.block.description) < ($1.height, $1.block.description) }
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

    func identified(in chain: Blockchain, above height: Int) -> [IdentifiedCarriage] {
        IdentifiedCarriage.all(in: chain, above: height) { transaction in
            guard case .same(let record) = known(transaction) else { return nil }
            return (record.accepted.number, record.height)
        }
    }

    private func records(of id: TransactionID) -> [TransactionRecord] {
        (numbers[id] ?? []).compactMap(accepted(_:)).map { accepted in
            let carriages = (carriers[accepted.number] ?? []).compactMap { self.carriages[$0] }
            return TransactionRecord(accepted: accepted, height: carriages.first(where: has)?.height)
        }
    }

    private func has(_ carriage: Carriage) -> Bool {
        carriage.height <= chain.length && chain.blocks.hash(at: carriage.height - 1) == carriage.block
    }

    // MARK: Changes

    /// Keeps a change; says what is wrong with one that no node may ask for.
    mutating func keep(_ change: Change) throws(Unkeepable) {
        switch change {
        case .accepted(let accepted): try accept(accepted, isPending: true)
        case .forged(let block, let numbers):
            do {
                try chain.append(block)
            } catch {
                throw Unkeepable("a forged block that doesn't fit: \(error)")
            }
            try carry(numbers, in: block.hash, at: block.index)
            try settle(numbers)
        case .replaced(let replacement): try replace(replacement)
        case .registered(let addresses, let areFound):
            for address in addresses {
                let isKnown = peers.contains(address)
                if !isKnown { peers.append(address) }
                if !areFound { foundPeers.remove(address) } else if !isKnown { foundPeers.insert(address) }
            }
        case .unregistered(let addresses): peers.removeAll { addresses.contains($0) }
        }
    }

    private mutating func accept(_ new: AcceptedTransaction, isPending: Bool) throws(Unkeepable) {
        guard accepted[new.number] == nil else { throw Unkeepable("number \(new.number) was given twice") }
        accepted[new.number] = new.transaction
        if let id = new.transaction.id { numbers[id, default: []].append(new.number) }
        lastNumber = max(lastNumber, new.number)
        if isPending { pending.insert(new.number) }
    }

    private mutating func replace(_ replacement: Replacement) throws(Unkeepable) {
        guard replacement.chain.length > chain.length else {
            throw Unkeepable("a chain of \(replacement.chain.length) blocks in place of \(chain.length)")
        }
        guard replacement.commonLength == chain.commonLength(with: replacement.chain) else {
            throw Unkeepable("a chain with another number of common blocks than \(replacement.commonLength)")
        }
        chain = replacement.chain
        for new in replacement.brought { try accept(new, isPending: false) }
        for carriage in replacement.carriages {
            guard has(carriage) else { throw Unkeepable("a carriage at \(carriage.height) that isn't in the chain") }
            try carry(carriage.transactions.map(\.number), in: carriage.block, at: carriage.height)
        }
        try settle(replacement.settled)
        for number in replacement.reopened {
            guard accepted[number] != nil else { throw Unkeepable("unknown number \(number) is pending again") }
            guard pending.insert(number).inserted else { throw Unkeepable("number \(number) was pending already") }
        }
    }

    private mutating func carry(_ numbers: [Int], in block: BlockHash, at height: Int) throws(Unkeepable) {
        var transactions: [AcceptedTransaction] = []
        for number in numbers {
            guard let accepted = accepted(number) else { throw Unkeepable("unknown number \(number) is carried") }
            transactions.append(accepted)
        }
        // A block that comes back is recorded already.
        guard !transactions.isEmpty, carriages[block] == nil else { return }
        carriages[block] = Carriage(height: height, block: block, transactions: transactions)
        for number in numbers { carriers[number, default: []].append(block) }
    }

    private mutating func settle(_ numbers: [Int]) throws(Unkeepable) {
        for number in numbers where pending.remove(number) == nil {
            throw Unkeepable("number \(number) is settled, and wasn't pending")
        }
    }
}

/// Why a change is none that a node may ask for.
struct Unkeepable: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
