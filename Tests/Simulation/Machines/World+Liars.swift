internal import API
internal import TestSupport
internal import Chain
internal import HTTP
internal import Node

extension World {
    /// What a liar answers.
    func answerFalsely(
        _ lie: Lie, _ request: Request, at machine: Int,
        _ completion: @escaping @Sendable (isolated World, Reply?) -> Void
    ) {
        guard isActive(lie) else { return completion(self, nil) }
        switch lie {
        case .silence: return
        case .promise where request.path == "/chain": return
        case .crowd where request.path == "/gossip":
            completion(self, Reply(status: 200, body: falseAnswer(lie, at: machine)))
        case .crowd:
            completion(self, Reply(status: 200, body: FalseChain(Blockchain(rules: plan.rules), length: 1).answer()))
        case _ where request.path == "/gossip":
            completion(self, random.chance(0.3) ? nil : Reply(status: 200, body: falseAnswer(lie, at: machine)))
        case .garbage: completion(self, Reply(status: 200, body: garbage()))
        default: completion(self, Reply(status: 200, body: falseChain(lie, request, at: machine)))
        }
    }

    private func isActive(_ lie: Lie) -> Bool { isFaulty || plan.liarsPersist && !lie.isTrueForSome }

    /// A chain that is, or seems, longer than all others, apart from the lie.
    private func falseChain(_ lie: Lie, _ request: Request, at machine: Int) -> [UInt8] {
        let chains = machines.indices.compactMap { node($0)?.assumeIsolated { $0.chain } }
        if let ledger = plan.ledger { return falseChain(lie, request, of: ledger, among: chains, at: machine) }
        let longest = chains.max { $0.length < $1.length } ?? Blockchain(rules: plan.rules)
        let chain = random.chance(0.7) ? longest : random.pick(chains + [longest])
        let goal = longest.length + random.integer(in: 1...4)
        var fake = FalseChain(chain, length: random.integer(in: 1...chain.length))
        switch lie {
        case .wrongLength: return FalseChain(chain, length: chain.length).answer(length: 1_000_000)
        case .otherGenesis:
            // Nodes that don't pin the first block take such a chain if it is longer.
            let first = Block(
                index: 1, timestamp: 1, transactions: [], proof: Proof(1), previousHash: chain.lastBlock.hash)
            fake = FalseChain(first: first, rules: plan.rules)
            extend(&fake, to: random.integer(in: 1...longest.length), of: lie)
        case .equalFork: extend(&fake, to: chain.length, of: lie)
        case .rewriting:
            let deepest = max(1, longest.length - Plan.maximumReorg - 1)
            fake = FalseChain(longest, length: random.integer(in: 1...deepest))
            extend(&fake, to: goal, of: lie)
        default: extend(&fake, to: goal, of: lie)
        }
        let locator = (try? Query(request.query)["after"]).flatMap { $0 }.flatMap { ChainLocator($0) }
        guard let locator, random.chance(0.7) else { return fake.answer() }
        let height = fake.commonHeight(with: locator)
        // Sometimes claims that its blocks follow a different place than they do.
        let claimed = random.chance(0.8) ? height : random.pick(locator.places.map(\.height) + [0, -1, height + 1])
        return fake.answer(as: falseStatus(lie, at: machine), after: height, claiming: claimed)
    }

    private func extend(_ fake: inout FalseChain, to length: Int, of lie: Lie) {
        guard fake.blocks.count < length else { return }
        let wrong = random.integer(in: fake.blocks.count...length - 1)
        var again: [Transaction] = []
        for position in fake.blocks.count..<length {
            let isWrong = position == wrong
            let doubled = lie == .doubledTransaction && isWrong ? falseTransactions(count: 1) : []
            // Twice in one block, or again in the next one.
            let isInTwo = position + 1 < length && random.chance(0.5)
            fake.forge(
                doubled + (isInTwo ? [] : doubled) + again + [.reward(to: "liar")], timestamp: now,
                fits: !(isWrong && lie == .wrongProof),
                index: isWrong && lie == .wrongIndex ? position + 3 : nil,
                previousHash: isWrong && lie == .wrongLink ? Block.genesis.hash : nil)
            again = isInTwo ? doubled : []
        }
    }

    /// An answer to gossip.
    private func falseAnswer(_ lie: Lie, at machine: Int) -> [UInt8] {
        if lie == .garbage { return garbage() }
        let named = machines.filter { _ in random.chance(0.2) }.prefix(random.integer(in: 0...20))
        return GossipAnswer(
            status: falseStatus(lie, at: machine), kept: random.integer(in: 0...3),
            peers: named.map(\.address.description)
        ).text.bytes
    }

    /// What a liar says about itself.
    func falseStatus(_ lie: Lie, at machine: Int) -> NodeStatus {
        let nodes = machines.indices.compactMap { node($0) }
        let lengths = nodes.map { $0.assumeIsolated { $0.chain.length } }
        let genesis = plan.rules.genesis.hash
        let hash = BlockHash(hexDigits: Array(random.hexDigits(64).utf8)[...]) ?? genesis
        return NodeStatus(
            instance: lie == .crowd
                ? random.hexDigits(32)
                : random.chance(0.1) ? random.pick(nodes.map(\.instance) + ["0"]) : "\(lie)".hexDigits,
            version: "1.0", rules: plan.rules.set.name,
            difficulty: random.chance(0.05) ? 5 : plan.rules.difficulty.hexZeros, genesis: genesis,
            length: lie == .crowd
                ? 1
                : (lengths.max() ?? 1) + random.integer(in: -1...3) + (lie == .wrongLength ? 1_000_000 : 0)
                    + (lie == .promise ? 1_000_000_000_000_000 : 0),
            tip: hash,
            port: lie == .crowd ? random.pick(World.crowdPorts) : machines[machine].address.port, gossips: true,
            work: falseWork(lie, among: nodes))
    }

    /// How much work a liar says there is in its chain; nil unless that is a ledger's.
    private func falseWork(_ lie: Lie, among nodes: [Node]) -> UInt256? {
        guard plan.ledger != nil else { return nil }
        let most = nodes.compactMap { $0.assumeIsolated { $0.chain.ledger?.header.work } }.max() ?? .zero
        return switch lie {
        case .crowd: .zero
        case .promise: .max
        default: most.adding(UInt256(UInt64(random.integer(in: 0...100))))
        }
    }

    /// Tells nodes lies without being asked.
    func lie(by machine: Int) {
        guard case .liar(let lie) = machines[machine].kind, isActive(lie) else { return }
        let message = GossipMessage(
            status: falseStatus(lie, at: machine),
            transactions: falseTransactions(count: isFaulty && random.chance(0.1) ? random.integer(in: 1...3) : 0),
            wantsPeers: random.chance(0.5))
        let body = random.chance(0.1) ? garbage() : message.text.bytes
        let target = random.pick(nodeNumbers)
        note("\(machine) -> \(target) a lie of \(body.count)")
        let request = Request(
            method: .post, path: "/gossip", body: body, remoteHost: machines[machine].address.host)
        serve(request, at: target, for: nextNumber()) { _, _ in }
        after(random.exponential(mean: lie == .crowd ? 0.2 : 5)) { $0.lie(by: machine) }
    }

    /// Some requested by clients, some with the id of one of those and another amount, and some unknown to all.
    private func falseTransactions(count: Int) -> [Transaction] {
        if let ledger = plan.ledger { return falsePayments(count: count, of: ledger) }
        return (0..<count).compactMap { _ in
            let isOwn = payments.isEmpty || random.chance(0.3)
            var payment = isOwn ? Payment(amount: 7, id: random.hexDigits(32)) : random.pick(payments)
            if random.chance(0.3) { payment.amount += 2_000_000 }
            guard let value = try? JSONDocument(parsing: payment.text.bytes).root else { return nil }
            return Transaction(identified: value)
        }
    }

    private func garbage() -> [UInt8] {
        switch random.integer(in: 0...4) {
        case 0: (0..<random.integer(in: 0...300)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        case 1: Array(#"{"chain": [], "length": 7}"#.utf8)
        case 2: Array(#"{"chain": [{"index": 1}], "length": NaN}"#.utf8)
        case 3: Array(repeating: UInt8(ascii: "["), count: 5_000)
        default: Array(FalseChain(Blockchain(rules: plan.rules), length: 1).answer().dropLast(9))
        }
    }
}

extension String {
    /// 32 hex digits derived from it.
    fileprivate var hexDigits: String {
        let digits = utf8.map { String($0, radix: 16) }.joined()
        return String((digits + String(repeating: "0", count: 32)).prefix(32))
    }
}
