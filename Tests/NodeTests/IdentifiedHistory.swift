internal import API
internal import Chain
internal import EventLoop
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// Random events in the life of a node among others that forge as well, and what it must show as a result.
///
/// The model is a tree of chains, forged by this node or by others, and the set of transactions with an `id` that the
/// node has seen. Those that the current chain doesn't include are pending. None of this is updated incrementally; it
/// is computed from the chain's blocks. Transactions without an `id` are pending while no block that this node has
/// forged with them is in the chain.
struct IdentifiedHistory {
    private let loop: EventLoop
    private let folder: TemporaryFolder
    private var store: ChainStore
    private var node: Node
    private let network = StubNetwork()
    private var generator: SeededGenerator

    private var chain = Blockchain(rules: .easy)
    private var tree = [Blockchain(rules: .easy)]
    private var seen: Set<Transaction> = []
    private var plain: [Transaction: Set<BlockHash>] = [:]
    private var last = 0

    init(on loop: EventLoop, seed: UInt64) throws {
        self.loop = loop
        folder = try TemporaryFolder()
        generator = SeededGenerator(seed: seed)
        store = try ChainStore(directory: folder.path, rules: .easy)
        node = try Self.node(on: loop, store, network)
    }

    private static func node(on loop: EventLoop, _ store: ChainStore, _ network: StubNetwork) throws -> Node {
        var options = NodeOptions()
        options.gossips = true
        return try .stub(
            on: loop, peers: [.peer(0), .peer(1), .peer(2)], store: store, network: network, options: options)
    }

    // MARK: Invariants

    private static func carried(in chain: Blockchain) -> [Transaction: Int] {
        var carried: [Transaction: Int] = [:]
        for block in chain.blocks {
            for element in block.value(of: .transactions).elements.map({ Array($0) }) ?? [] {
                if let transaction = Transaction(identified: element) { carried[transaction] = block.index }
            }
        }
        return carried
    }

    private var pending: Set<Transaction> {
        let present = Set(chain.blocks.map(\.hash))
        let carried = Self.carried(in: chain)
        return seen.filter { carried[$0] == nil }.union(plain.filter { $0.value.isDisjoint(with: present) }.keys)
    }

    func check(_ context: Comment) async throws {
        let served = await node.served
        try #require(served.blocks.elementsEqual(chain.blocks), context)
        let transactions = served.pending.map(\.transaction)
        try #require(Set(transactions) == pending, context)
        try #require(transactions.count == pending.count, context)
        try #require(served.pending.map(\.number) == served.pending.map(\.number).sorted(), context)
        try await node.mempool.checkRoom(admitted: served.pending)
        try #require(try Served(store).pending == served.pending, context)
        let carried = Self.carried(in: chain)
        let all = Array(seen)
        for (transaction, answer) in zip(all, try await store.known(all)) {
            guard case .same(let record) = answer else {
                Issue.record("\(transaction.text) is not known: \(context)")
                continue
            }
            #expect(record.height == carried[transaction], context)
        }
    }

    /// At the end, everything stored must be sound.
    func end() throws {
        store.close()
        let (summary, findings) = try audited(folder.path)
        #expect(findings == [])
        #expect(summary.accepted == seen.count + plain.count)
        #expect(summary.pending == pending.count)
    }

    // MARK: What happens

    mutating func goOn() async throws {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: try await post()
        case 1: try await postAgain()
        case 2: try await payWithoutID()
        case 3, 4: try await hear()
        case 5, 6: try add(try await node.mine())
        case 7, 8, 9: try await takeLonger()
        case 10: try await refuseTwice()
        default: try startAgain()
        }
    }

    private mutating func new() throws -> Transaction {
        last += 1
        // Some have another one's id.
        let id = last > 3 && Int.random(in: 0..<6, using: &generator) == 0 ? last - 3 : last
        return try .identified(id, amount: last)
    }

    private mutating func post() async throws {
        let transaction = try new()
        let isTaken = seen.contains { $0.id == transaction.id }
        let result = await node.accepting(transaction).value
        if isTaken {
            #expect(result.failure == .idTaken)
        } else {
            #expect(try result.get() == chain.length + 1)
            seen.insert(transaction)
        }
    }

    private mutating func postAgain() async throws {
        guard let transaction = seen.sorted(by: isBefore).randomElement(using: &generator) else { return }
        let height = Self.carried(in: chain)[transaction]
        #expect(try await node.accepting(transaction).value.get() == height ?? chain.length + 1)
    }

    private mutating func payWithoutID() async throws {
        last += 1
        let payment = try Transaction.payment(last)
        #expect(try await node.accepting(payment).value.get() == chain.length + 1)
        plain[payment] = []
    }

    private mutating func hear() async throws {
        var transactions = Array(seen.sorted(by: isBefore).shuffled(using: &generator).prefix(3))
        for _ in 0..<Int.random(in: 0...3, using: &generator) { transactions.append(try new()) }
        transactions.shuffle(using: &generator)
        let message = GossipMessage(
            status: .of(0, Blockchain(rules: .easy)), transactions: transactions, wantsPeers: false)
        let node = node
        let answer = await Task(executorPreference: loop) { await node.receive(message, from: "10.0.0.1") }.value
        #expect(answer?.kept == transactions.count)
        seen.formUnion(transactions)
    }

    private mutating func add(_ forged: ForgedBlock) throws {
        for transaction in forged.transactions { plain[transaction]?.insert(forged.block.hash) }
        #expect(Set(forged.transactions.dropLast()) == pending)
        try chain.append(forged.block)
        tree.append(chain)
    }

    /// A chain through any block there ever was, made longer than ours by others. They include what they know, what
    /// nobody else knows, and payments without an `id`.
    private mutating func longer() throws -> Blockchain {
        let trunk = try #require(tree.randomElement(using: &generator))
        var longer = trunk.prefix(Int.random(in: 1...trunk.length, using: &generator))
        let length = chain.length + Int.random(in: 1...2, using: &generator)
        while longer.length < length {
            let carried = Self.carried(in: longer)
            let free = seen.sorted(by: isBefore).filter { carried[$0] == nil }.shuffled(using: &generator)
            var transactions = Array(free.prefix(Int.random(in: 0...2, using: &generator)))
            if Bool.random(using: &generator) { transactions.append(try new()) }
            if Bool.random(using: &generator), let payment = plain.keys.sorted(by: isBefore).first {
                transactions.append(payment)
            }
            transactions.append(.reward(to: "somebody"))
            try longer.mine(transactions, timestamp: Double(tree.count) + 0.25)
            tree.append(longer)
        }
        return longer
    }

    private mutating func takeLonger() async throws {
        let longer = try longer()
        for number in 0..<3 { network.set(try .peer(number)) { .failure(.noAnswer(Statement(.unreachable))) } }
        network.set(try .peer(Int.random(in: 0..<3, using: &generator))) { .success(longer) }
        #expect(await node.resolving().value?.wasReplaced == true)
        chain = longer
        seen.formUnion(Self.carried(in: chain).keys)
    }

    private mutating func refuseTwice() async throws {
        var liar = try longer()
        let carried = Self.carried(in: liar).keys.sorted(by: isBefore)
        guard let transaction = carried.randomElement(using: &generator) else { return }
        // Others don't build on it either.
        try liar.mine([transaction], timestamp: 7.75)
        let offered = try liar.extended(to: chain.length + 3)
        for number in 0..<3 { network.set(try .peer(number)) { .success(offered) } }
        let resolution = try #require(await node.resolving().value)
        #expect(!resolution.wasReplaced)
        #expect(resolution.findings.allSatisfy { $0.verdict.description.hasPrefix("refused at block ") })
    }

    private mutating func startAgain() throws {
        store.close()
        store = try ChainStore(directory: folder.path, rules: .easy)
        node = try Self.node(on: loop, store, network)
    }
}

/// An order that is the same in each run, unlike that of a set.
private func isBefore(_ left: Transaction, _ right: Transaction) -> Bool {
    left.text.bytes.lexicographicallyPrecedes(right.text.bytes)
}

@Suite("Transactions with an id, whatever happens", .timeLimit(.minutes(5)))
struct IdentifiedHistoryTests {
    @Test(arguments: 0..<UInt64(rounds(6)))
    func `are pending or in the chain, once`(round: UInt64) async throws {
        try await withLoop { loop in
            var history = try IdentifiedHistory(on: loop, seed: Seed.value &+ round)
            for step in 0..<60 {
                try await history.goOn()
                try await history.check("seed \(Seed.value), round \(round), step \(step)")
            }
            try history.end()
        }
    }
}
