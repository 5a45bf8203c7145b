internal import Chain
internal import Storage

/// What a machine has kept, with what it must not be asked to keep.
struct Disk: Sendable {
    private(set) var chain: Blockchain
    private(set) var peers: [String] = []

    /// By number, and by text those that are identified.
    private var accepted: [Int: Transaction] = [:]
    private var pending: Set<Int> = []
    private var carriages: [Carriage] = []
    private var lastNumber = 0

    init(difficulty: Difficulty) {
        chain = Blockchain(difficulty: difficulty)
    }

    /// What a node begins with.
    var kept: KeptState {
        KeptState(
            chain: chain, pending: pending.sorted().compactMap(accepted(_:)), lastNumber: lastNumber, peers: peers,
            identifier: nil)
    }

    private func accepted(_ number: Int) -> AcceptedTransaction? {
        accepted[number].map { AcceptedTransaction(number: number, transaction: $0) }
    }

    // MARK: Questions

    func carriages(above height: Int) -> [Carriage] {
        carriages.filter { $0.height > height }
            .sorted { ($0.height, $0.block.description) < ($1.height, $1.block.description) }
    }

    func height(of block: BlockHash) -> Int? {
        (0..<chain.length).first { chain.blocks.hash(at: $0) == block }.map { $0 + 1 }
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
            try carry(block, at: block.index, numbers)
            try settle(numbers)
        case .replaced(let replacement): try replace(replacement)
        case .registered(let addresses, _):
            for address in addresses where !peers.contains(address) { peers.append(address) }
        case .unregistered(let addresses): peers.removeAll { addresses.contains($0) }
        }
    }

    private mutating func accept(_ new: AcceptedTransaction, isPending: Bool) throws(Unkeepable) {
        guard accepted[new.number] == nil else { throw Unkeepable("number \(new.number) was given twice") }
        accepted[new.number] = new.transaction
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
        try settle(replacement.settled)
        for number in replacement.reopened {
            guard accepted[number] != nil else { throw Unkeepable("unknown number \(number) is pending again") }
            guard pending.insert(number).inserted else { throw Unkeepable("number \(number) was pending already") }
        }
    }

    private mutating func carry(_ block: Block, at height: Int, _ numbers: [Int]) throws(Unkeepable) {
        var transactions: [AcceptedTransaction] = []
        for number in numbers {
            guard let accepted = accepted(number) else { throw Unkeepable("unknown number \(number) is carried") }
            transactions.append(accepted)
        }
        if !transactions.isEmpty {
            carriages.append(Carriage(height: height, block: block.hash, transactions: transactions))
        }
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
