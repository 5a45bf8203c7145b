internal import Wording

// What each rule says about a block, in words.

extension BlockExplanation.Check {
    static var shape: BlockExplanation.Check {
        let keys = Block.Key.allCases.map(\.rawValue).joined(separator: ", ")
        return .init(rule: .of(.shape), holds: true, says: Statement(.shapeHolds, ["keys": .text(keys)]))
    }

    static var shapeOfLedger: BlockExplanation.Check {
        .init(
            rule: .of(.shape), holds: true,
            says: Statement(.ledgerShapeHolds, ["keys": .text(HeaderMembers.shownKeys)]))
    }

    static var genesis: BlockExplanation.Check {
        .init(
            rule: .of(.genesis), holds: true,
            says: Statement(.genesisHolds))
    }

    static func network(_ hash: BlockHash, _ network: LedgerNetwork) -> BlockExplanation.Check {
        .init(
            rule: .of(.network), holds: hash == network.id,
            says: Statement(hash == network.id ? .networkHolds : .networkBroken),
            expected: "\(network.id)", found: "\(hash)")
    }

    static func canonical(_ holds: Bool?) -> BlockExplanation.Check {
        switch holds {
        case true?:
            .init(
                rule: .canonical, holds: true,
                says: Statement(.canonicalHolds))
        case false?:
            .init(
                rule: .canonical, holds: false,
                says: Statement(.canonicalBroken))
        case nil:
            .init(
                rule: .canonical, holds: nil,
                says: Statement(.canonicalUnknown))
        }
    }

    static func index(
        of block: Block, at height: Int, after previous: ChainTip?, in chain: Blockchain
    ) -> BlockExplanation.Check {
        let found = String(block.index)
        guard height >= Block.firstIndex else {
            return .init(
                rule: .of(.index), holds: false, says: Statement(.indexBeforeFirst, ["index": .number(block.index)]),
                expected: nil, found: found)
        }
        guard previous != nil || height == Block.firstIndex else {
            return .init(
                rule: .of(.index), holds: nil,
                says: Statement(
                    .indexBeforeUnknown, ["index": .number(block.index), "length": .number(chain.length)]),
                found: found)
        }
        let holds = obeys { () throws(ChainError) in try block.checkIndex(at: height) }
        return .init(
            rule: .of(.index), holds: holds,
            says: place(of: block.index, at: height, behind: previous?.index, holds: holds),
            expected: String(height), found: found)
    }

    static func previousHash(
        of block: Block, after previous: ChainTip?, at height: Int, _ respelled: (BlockHash) -> Respelling?
    ) -> BlockExplanation.Check {
        let found = previousHashShown(of: block)
        guard let previous else { return nothingBefore(.previousHash, block, found: found) }
        let holds = obeys { () throws(ChainError) in try block.checkPreviousHash(of: previous, at: height) }
        let respelling = holds ? nil : block.previousHash.flatMap(respelled)
        return .init(
            rule: .of(.previousHash), holds: holds,
            says: respelling.map { spelling in
                Statement(
                    .previousHashRespelled,
                    ["before": .number(previous.index), "spelling": .statement(spelling.statement)])
            }
                ?? Statement(
                    holds ? .previousHashHolds : .previousHashBroken, ["before": .number(previous.index)]),
            expected: previous.hash.description, found: found)
    }

    static func proof(
        of block: Block, after previous: ChainTip?, _ guess: BlockExplanation.Guess?, by rules: Rules, at height: Int
    ) -> BlockExplanation.Check {
        guard let previous, let guess else {
            return nothingBefore(.proof, block, found: block.proof.description)
        }
        let holds = obeys { () throws(ChainError) in try rules.checkProof(of: block, after: previous, at: height) }
        return .init(
            rule: .of(.proof), holds: holds,
            says: comparison(guess, holds: holds, expected: rules.difficulty.expectedGuesses),
            expected: String(repeating: "0", count: guess.difficulty) + "...", found: guess.hash)
    }

    private static func place(of index: Int, at height: Int, behind before: Int?, holds: Bool) -> Statement {
        switch (before, holds) {
        case (let before?, true):
            Statement(.indexHolds, ["before": .number(before), "height": .number(height)])
        case (let before?, false):
            Statement(.indexBroken, ["before": .number(before), "index": .number(index)])
        case (nil, true): Statement(.indexHoldsFirst, ["height": .number(height)])
        case (nil, false): Statement(.indexBrokenFirst, ["index": .number(index)])
        }
    }

    private static func comparison(
        _ guess: BlockExplanation.Guess, holds: Bool, expected: some BinaryInteger
    ) -> Statement {
        let (zeros, difficulty) = (Statement.Value.number(guess.zeros), Statement.Value.number(guess.difficulty))
        if holds {
            return Statement(
                .proofHolds, ["difficulty": difficulty, "guesses": .text("\(expected)"), "zeros": zeros])
        }
        guard let other = guess.otherRules else {
            return Statement(.proofBroken, ["difficulty": difficulty, "zeros": zeros])
        }
        return Statement(
            .proofOfOtherRules,
            [
                "difficulty": difficulty, "flag": .text(other.flag), "other": .statement(other.statement),
                "zeros": zeros,
            ])
    }

    /// The longest `previous_hash` that is shown, in characters: a first block may have anything there, of any length.
    private static let maximumShownLength = 200

    /// The longest text of a block, in bytes, that is read again to show what it has in place of a hash.
    private static let maximumReadBytes = 1 << 16

    /// The content of `previous_hash`; nil if it would take long to find out.
    private static func previousHashShown(of block: Block) -> String? {
        if let hash = block.previousHash { return hash.description }
        guard block.text.bytes.count <= maximumReadBytes else { return nil }
        let value = block.value(of: .previousHash)
        let text = value.string ?? value.canonicalText.description
        let shown = text.prefix(maximumShownLength)
        return shown.endIndex == text.endIndex ? text : shown + "..."
    }

    /// The check of a rule that compares with the previous block, if that isn't at hand.
    private static func nothingBefore(
        _ rule: LedgerRule, _ block: Block, found: String?
    ) -> BlockExplanation.Check {
        let isFirst = block.index == Block.firstIndex
        return .init(
            rule: .of(rule), holds: nil,
            says: Statement(isFirst ? .firstHasNothingBefore : .nothingToCompare),
            found: found)
    }

    static func sealed(
        _ hash: BlockHash, at index: Int, isInChain: Bool, in chain: Blockchain
    ) -> BlockExplanation.Check {
        guard (1..<chain.length).contains(index) else { return notSealed(hash, isInChain: isInChain, in: chain) }
        // In a chain the next block names the hash of the one before it.
        let named = chain.blocks.hash(at: index - 1).description
        return .init(
            rule: .sealed, holds: isInChain,
            says: Statement(isInChain ? .sealedHolds : .sealedBroken, ["next": .number(index + 1)]),
            expected: named, found: hash.description)
    }

    private static func notSealed(_ hash: BlockHash, isInChain: Bool, in chain: Blockchain) -> BlockExplanation.Check {
        let newest: Statement.Code = chain.ledger == nil ? .sealedNewest : .sealedNewestOfLedger
        return .init(
            rule: .sealed, holds: nil,
            says: Statement(isInChain ? newest : .sealedNothingBehind),
            found: hash.description)
    }

    private static func obeys(_ rule: () throws(ChainError) -> Void) -> Bool {
        do throws(ChainError) {
            try rule()
            return true
        } catch {
            return false
        }
    }
}

extension Rules {
    /// The guess by which a block's proof is judged.
    func guess(of block: Block, after previous: ChainTip) -> BlockExplanation.Guess {
        let work = work(after: previous)
        let text = work.guess(block.proof)
        let hash = BlockHash(of: text.span.bytes).description
        return BlockExplanation.Guess(
            rules: set, lastProof: work.lastProof, proof: block.proof, lastHash: work.lastHash,
            text: String(decoding: text, as: UTF8.self), hash: hash, zeros: hash.prefix { $0 == "0" }.count,
            difficulty: difficulty.hexZeros,
            otherRules: work.isValid(block.proof) ? nil : otherRules(for: block.proof, after: previous))
    }

    /// A block's results at a height, after the previous block: one finding per rule.
    func findings(
        of block: Block, after previous: ChainTip?, _ guess: BlockExplanation.Guess?, at height: Int,
        in chain: Blockchain, _ respelled: (BlockHash) -> Respelling?
    ) -> [BlockExplanation.Check] {
        [
            .index(of: block, at: height, after: previous, in: chain),
            .previousHash(of: block, after: previous, at: height, respelled),
            .proof(of: block, after: previous, guess, by: self, at: height),
        ]
    }
}
