// What each rule says about a block, in words.

extension BlockExplanation.Check {
    static var shape: BlockExplanation.Check {
        let keys = Block.Key.allCases.map(\.rawValue).joined(separator: ", ")
        return .init(rule: .shape, holds: true, says: "It is an object with \(keys), each of its kind.")
    }

    static var shapeOfLedger: BlockExplanation.Check {
        .init(
            rule: .shape, holds: true,
            says: "It is \(HeaderMembers.saysOfBlock), and its hashes have 64 hex digits.")
    }

    static var genesis: BlockExplanation.Check {
        .init(
            rule: .genesis, holds: true,
            says: "It says what network it begins, by which rules, and whom it endows. Nothing comes before it, so "
                + "there is no proof to check.")
    }

    static func network(_ hash: BlockHash, _ network: LedgerNetwork) -> BlockExplanation.Check {
        .init(
            rule: .network, holds: hash == network.id,
            says: hash == network.id
                ? "It is the first block of this network, whose name is its hash."
                : "It is the first block of another network, whose chains this node does not take.",
            expected: "\(network.id)", found: "\(hash)")
    }

    static func canonical(_ holds: Bool?) -> BlockExplanation.Check {
        switch holds {
        case true?:
            .init(
                rule: .canonical, holds: true,
                says: "Written exactly as Python's json.dumps(block, sort_keys=True) writes it, and that is hashed.")
        case false?:
            .init(
                rule: .canonical, holds: false,
                says: "It was sent in another spelling than the one that is hashed. That breaks nothing: the values "
                    + "count, and the text shown here is theirs.")
        case nil:
            .init(
                rule: .canonical, holds: nil,
                says: "It was sent together with another, so its spelling isn't judged.")
        }
    }

    static func index(
        of block: Block, at height: Int, after previous: ChainTip?, in chain: Blockchain
    ) -> BlockExplanation.Check {
        let found = String(block.index)
        guard height >= Block.firstIndex else {
            return .init(
                rule: .index, holds: false, says: "It calls itself \(found), but a chain counts its blocks from 1.",
                expected: nil, found: found)
        }
        guard previous != nil || height == Block.firstIndex else {
            return .init(
                rule: .index, holds: nil,
                says: "The chain here has \(chain.length) blocks, so the one before block \(found) is not known.",
                found: found)
        }
        let holds = obeys { () throws(ChainError) in try block.checkIndex(at: height) }
        let place = previous.map { "follows block \($0.index)" } ?? "stands at the beginning"
        return .init(
            rule: .index, holds: holds,
            says: holds
                ? "It is block \(height) and \(place)." : "It calls itself \(found), but \(place).",
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
            rule: .previousHash, holds: holds,
            says: holds
                ? "It names the hash of block \(previous.index), so a change of any byte there would show here."
                : "It does not name the hash of block \(previous.index)"
                    + (respelling.map { ", but the hash of it with \($0)." }
                        ?? ": that one was changed, or this one follows another."),
            expected: previous.hash.description, found: found)
    }

    static func proof(
        of block: Block, after previous: ChainTip?, _ guess: BlockExplanation.Guess?, by rules: Rules, at height: Int
    ) -> BlockExplanation.Check {
        guard let previous, let guess else {
            return nothingBefore(.proof, block, found: block.proof.description)
        }
        let holds = obeys { () throws(ChainError) in try rules.checkProof(of: block, after: previous, at: height) }
        let zeros = guess.zeros == 1 ? "1 zero" : "\(guess.zeros) zeros"
        let comparison = "The hash of the guess begins with \(zeros), and \(guess.difficulty) are asked for"
        let failure =
            guess.otherRules.map { "this proof does not fit \($0). \($0.advice)." }
            ?? "nobody has done the work for this proof after that block."
        return .init(
            rule: .proof, holds: holds,
            says: holds
                ? "\(comparison): about \(rules.difficulty.expectedGuesses) guesses of work."
                : "\(comparison): \(failure)",
            expected: String(repeating: "0", count: guess.difficulty) + "...", found: guess.hash)
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
        _ rule: BlockExplanation.Rule, _ block: Block, found: String?
    ) -> BlockExplanation.Check {
        let isFirst = block.index == Block.firstIndex
        return .init(
            rule: rule, holds: nil,
            says: isFirst
                ? "Nothing comes before a first block, so anything may stand here."
                : "The block before is not known here, so there is nothing to compare with.",
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
            says: isInChain
                ? "Block \(index + 1) names its hash, and all blocks behind that hang on it."
                : "Block \(index + 1) of the chain here names another hash: in that place, this block would "
                    + "break the chain, and every proof from there on would have to be searched anew.",
            expected: named, found: hash.description)
    }

    private static func notSealed(_ hash: BlockHash, isInChain: Bool, in chain: Blockchain) -> BlockExplanation.Check {
        let newest =
            chain.ledger == nil
            ? "It is the newest block, and nothing names its hash yet. A proof covers the block before, not the "
                + "transactions of its own block: whoever has the chain could still rewrite these without new "
                + "work. The next block ends that."
            : "It is the newest block, and nothing names its hash yet. Its own proof seals it, so whoever changes it "
                + "has to search anew; each block on top adds to that."
        return .init(
            rule: .sealed, holds: nil,
            says: isInChain ? newest : "The chain here has no block that would come behind it.",
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
