internal import Chain
internal import HTTP
internal import Node

extension World {
    /// What a liar answers.
    func answerFalsely(
        _ lie: Lie, _ request: Request, at machine: Int,
        _ completion: @escaping @Sendable (isolated World, Reply?) -> Void
    ) {
        guard isFaulty || plan.liarsPersist else { return completion(self, nil) }
        switch lie {
        case .silence: return
        case .garbage: completion(self, Reply(status: 200, body: garbage()))
        default: completion(self, Reply(status: 200, body: falseChain(lie)))
        }
    }

    /// A chain that is longer than all others, or seems so, but for the lie.
    private func falseChain(_ lie: Lie) -> [UInt8] {
        let chains = machines.indices.compactMap { node($0)?.assumeIsolated { $0.chain } }
        let longest = chains.max { $0.length < $1.length } ?? Blockchain(difficulty: plan.difficulty)
        let chain = random.chance(0.7) ? longest : random.pick(chains + [longest])
        let goal = longest.length + random.integer(in: 1...4)
        var fake = FalseChain(chain, length: random.integer(in: 1...chain.length))
        switch lie {
        case .wrongLength: return FalseChain(chain, length: chain.length).answer(length: 1_000_000)
        case .otherGenesis:
            // Nodes that don't pin the first block take such a chain when it is longer.
            let first = Block(
                index: 1, timestamp: 1, transactions: [], proof: 1, previousHash: chain.lastBlock.hash)
            fake = FalseChain(first: first, difficulty: plan.difficulty)
            extend(&fake, to: random.integer(in: 1...longest.length), of: lie)
        case .equalFork: extend(&fake, to: chain.length, of: lie)
        default: extend(&fake, to: goal, of: lie)
        }
        return fake.answer()
    }

    private func extend(_ fake: inout FalseChain, to length: Int, of lie: Lie) {
        guard fake.blocks.count < length else { return }
        let wrong = random.integer(in: fake.blocks.count...length - 1)
        for position in fake.blocks.count..<length {
            let isWrong = position == wrong
            fake.forge(
                [.reward(to: "liar")], timestamp: now, fits: !(isWrong && lie == .wrongProof),
                index: isWrong && lie == .wrongIndex ? position + 3 : nil,
                previousHash: isWrong && lie == .wrongLink ? Block.genesis.hash : nil)
        }
    }

    private func garbage() -> [UInt8] {
        switch random.integer(in: 0...4) {
        case 0: (0..<random.integer(in: 0...300)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        case 1: Array(#"{"chain": [], "length": 7}"#.utf8)
        case 2: Array(#"{"chain": [{"index": 1}], "length": NaN}"#.utf8)
        case 3: Array(repeating: UInt8(ascii: "["), count: 5_000)
        default: Array(FalseChain(Blockchain(difficulty: plan.difficulty), length: 1).answer().dropLast(9))
        }
    }
}
