internal import Chain
internal import EventLoop
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// Random events in a node's life, and what it must show as a result.
///
/// The model is a tree of chains, and for each known payment the blocks that include it: a payment is pending if no
/// block of the current chain includes it. None of this is updated incrementally; it is computed. Every other payment
/// has an `id`, so that others' blocks may include it too, along with some that nobody posted here.
struct LivedHistory {
    private let loop: EventLoop
    private let kept: ChainStore
    private let clock = StubClock()
    private var generator: SeededGenerator
    private var scene: KeepingScene

    private var chain = Blockchain(rules: .easy)
    private var tree = [Blockchain(rules: .easy)]
    private var carriers: [Int: Set<BlockHash>] = [:]
    private var lastAmount = 0

    /// Without a directory it stores data in memory.
    init(on loop: EventLoop, seed: UInt64, directory: String? = nil) async throws {
        self.loop = loop
        kept =
            if let directory {
                try ChainStore(directory: directory, rules: .easy)
            } else {
                try ChainStore(inMemoryBy: .easy)
            }
        generator = SeededGenerator(seed: seed)
        scene = try await KeepingScene(on: loop, store: StubStore(kept), clock: clock)
    }

    private var pending: [Int] {
        let present = Set(chain.blocks.map(\.hash))
        return carriers.filter { $0.value.isDisjoint(with: present) }.map(\.key).sorted()
    }

    // MARK: What happens

    mutating func goOn() async throws {
        switch Int.random(in: 0..<17, using: &generator) {
        case 0..<4: try await pay()
        case 4..<6: try await forge()
        case 6..<8: try await takeLongerChain()
        case 8: try await refuse()
        case 9: try await startAgain()
        case 10: try await endDuringCommit()
        case 11..<13: try await doAtOnce()
        case 13: try await postAgain()
        case 14..<16: try await hear()
        default: try await refuseOneTwice()
        }
    }

    /// Nothing uses the stored data any more.
    func end() { kept.close() }

    func check(_ context: Comment) async throws {
        let served = await scene.node.served
        try #require(served.blocks.elementsEqual(chain.blocks), context)
        try #require(served.pendingAmounts.sorted() == pending, context)
        let numbers = served.pending.map(\.number)
        try #require(numbers == numbers.sorted(), context)
        try #require(try served == Served(kept), context)
        try #require((served.amounts.flatMap(\.self) + pending).sorted() == carriers.keys.sorted(), context)
        try await scene.node.mempool.checkRoom(admitted: served.pending)
    }

    private mutating func nextAmount() -> Int {
        lastAmount += 1
        return lastAmount
    }

    private mutating func pay() async throws {
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let amount = nextAmount()
            #expect(try await scene.node.newTransaction(.mixed(amount)) == chain.length + 1)
            carriers[amount] = []
        }
    }

    /// Answered as the first time, unless only a chain that wasn't taken has it.
    private mutating func postAgain() async throws {
        guard lastAmount > 0 else { return }
        let amount = try nextIdentifiedAmount()
        let carrying = carriers[amount].flatMap { carriers in chain.blocks.first { carriers.contains($0.hash) } }
        #expect(
            try await scene.node.newTransaction(.identified(amount)) == carrying?.index ?? chain.length + 1)
        carriers[amount, default: []].formUnion([])
    }

    /// A peer's message: some known, some new, some twice.
    private mutating func hear() async throws {
        var amounts: [Int] = []
        for _ in 0..<Int.random(in: 1...5, using: &generator) { amounts.append(try nextIdentifiedAmount()) }
        let new = Set(amounts).subtracting(carriers.keys)
        let outcome = await scene.node.newTransactions(try amounts.map { try .identified($0) })
        #expect(outcome == AcceptGossip.Outcome(kept: amounts.count, new: new.count))
        for amount in new { carriers[amount] = [] }
    }

    /// A chain that includes one twice isn't taken, whichever blocks that is in.
    private mutating func refuseOneTwice() async throws {
        var longer = try longerChain()
        guard let transaction = identified(in: longer).randomElement(using: &generator) else { return }
        try longer.mine([transaction], timestamp: Double(tree.count) + 0.75)
        try scene.offer(longer)
        let resolution = try await scene.node.resolved()
        #expect(!resolution.wasReplaced)
        let id = try #require(transaction.id)
        let verdict = try #require(resolution.findings.first?.verdict.description)
        let words = "refused at block \(longer.length): its transaction \(id) is in block "
        #expect(verdict.hasPrefix(words), "\(verdict)")
    }

    private mutating func nextIdentifiedAmount() throws -> Int {
        if lastAmount > 1, Bool.random(using: &generator) {
            return Int.random(in: 1...lastAmount / 2, using: &generator) * 2
        }
        lastAmount += lastAmount.isMultiple(of: 2) ? 2 : 1
        return lastAmount
    }

    private func identified(in chain: Blockchain) -> [Transaction] { chain.blocks.flatMap(\.identifiedTransactions) }

    private mutating func forge() async throws {
        try add(try await scene.node.mine().block, carrying: pending)
    }

    private mutating func add(_ block: Block, carrying amounts: [Int]) throws {
        try chain.append(block)
        tree.append(chain)
        for amount in amounts { carriers[amount]?.insert(block.hash) }
    }

    private mutating func takeLongerChain() async throws {
        let longer = try longerChain()
        try scene.offer(longer)
        #expect(try await scene.node.resolved().wasReplaced)
        take(longer)
    }

    /// The transactions with an `id` in its blocks are known from now on.
    private mutating func take(_ longer: Blockchain) {
        chain = longer
        for block in longer.blocks {
            for transaction in block.identifiedTransactions {
                if let amount = transaction.amount { carriers[amount, default: []].insert(block.hash) }
            }
        }
    }

    /// A chain through any block there ever was, made longer than ours with others' blocks.
    private mutating func longerChain(by minimum: Int = 1) throws -> Blockchain {
        var longer = try #require(tree.randomElement(using: &generator))
        while longer.length < chain.length + minimum {
            var transactions: [Transaction] = []
            let others = Set(identified(in: longer).map(\.amount))
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let amount = try nextIdentifiedAmount()
                if !others.contains(amount), !transactions.contains(where: { $0.amount == amount }) {
                    transactions.append(try .identified(amount))
                }
            }
            try longer.mine(transactions, timestamp: Double(tree.count) + 0.25)
            tree.append(longer)
        }
        return longer
    }

    private mutating func refuse() async throws {
        try scene.offer(longerChain())
        scene.store.refuse(.full)
        for asking in Asking.allCases { #expect(try await !asking.start(scene).value) }
        scene.store.refuse(nil)
    }

    private mutating func startAgain() async throws {
        scene = try await KeepingScene(on: loop, store: StubStore(kept), clock: clock)
    }

    /// What is in the commit is there afterwards or not; what came later isn't.
    private mutating func endDuringCommit() async throws {
        let last = scene
        let moment = try #require(StubStore.Moment.allCases.randomElement(using: &generator))
        last.store.hold(moment)
        let before = pending
        let (amount, lost) = (nextAmount(), nextAmount())
        let longer = try longerChain()
        try last.offer(longer)
        let choice = Int.random(in: 0..<3, using: &generator)
        let node = last.node
        let work = Task(executorPreference: loop) {
            switch choice {
            case 0: _ = try? await node.newTransaction(.mixed(amount))
            case 1: _ = try? await node.mine()
            default: _ = await node.resolveConflicts()
            }
        }
        try await last.store.untilHeld()
        let late = try node.accepting(lost)
        try await node.untilWaiting(1)
        // Nothing more from that node reaches the disk.
        last.store.refuse(.failed(reason: "the process has ended"))
        last.store.letAllThrough()
        _ = await (work.value, late.value)
        try await startAgain()
        guard moment == .beforeItReturns else { return }
        switch choice {
        case 0: carriers[amount] = []
        case 1: try add(await scene.node.chain.lastBlock, carrying: before)
        default: take(longer)
        }
    }

    /// Payments, a block and a longer chain that wait for one commit, in any order.
    private mutating func doAtOnce() async throws {
        var first = nextAmount()
        if first.isMultiple(of: 2) { first = nextAmount() }
        let held = try await scene.holdOne(first)
        carriers[first] = []
        let longer = try longerChain(by: 2)
        try scene.offer(longer)
        var forging: Task<Result<ForgedBlock, MiningError>, Never>?
        var resolving: Task<Resolution?, Never>?
        var paying: [Task<Result<Int, AcceptanceError>, Never>] = []
        var amounts: [Int] = []
        var isChainFirst = false
        for (position, kind) in [0, 0, 0, 1, 2].shuffled(using: &generator).enumerated() {
            switch kind {
            case 0:
                let amount = nextAmount()
                paying.append(scene.node.accepting(try .mixed(amount)))
                amounts.append(amount)
            case 1:
                isChainFirst = resolving != nil
                forging = scene.node.mining()
            default: resolving = scene.node.resolving()
            }
            try await scene.node.untilWaiting(position + 1)
        }
        scene.store.letAllThrough()
        _ = try await held.value.get()
        for task in paying { _ = try await task.value.get() }
        #expect(await resolving?.value?.wasReplaced == true)
        let forged = try #require(await forging?.value)
        if isChainFirst {
            #expect(forged.failure == .superseded(length: longer.length))
        } else {
            // The block includes what was pending when it was committed; its answer says what that is.
            let carried = try forged.get().transactions.dropLast().compactMap(\.amount)
            #expect(Set(carried).isSuperset(of: pending))
            for amount in carried { carriers[amount, default: []].insert(try forged.get().block.hash) }
            try add(forged.get().block, carrying: [])
        }
        for amount in amounts { carriers[amount, default: []].formUnion([]) }
        take(longer)
    }
}

extension Transaction {
    /// A payment with an `id` if its amount is even, and without one otherwise.
    fileprivate static func mixed(_ amount: Int) throws -> Transaction {
        try amount.isMultiple(of: 2) ? .identified(amount) : .payment(amount)
    }
}
