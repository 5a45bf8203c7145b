internal import Chain
internal import Node

/// What is wrong with a liar's chain.
enum Lie: CaseIterable, Sendable {
    /// One proof somewhere in it.
    case wrongProof
    /// One block names another before it.
    case wrongLink
    /// One block's index.
    case wrongIndex
    /// Nothing, but it is said to be very long.
    case wrongLength
    /// Nothing, but it is another of the same length.
    case equalFork
    /// It carries a transaction twice.
    case doubledTransaction
    /// It is no JSON.
    case garbage
    /// It begins with another block.
    case otherGenesis
    /// Nobody ever gets it.
    case silence

    /// Whether what it shows is a valid chain, made without the work that others have with theirs: as long as there is
    /// one who can do that, nobody has to agree.
    var isTrueForSome: Bool { self == .equalFork || self == .otherGenesis }
}

/// Blocks that follow each other as far as a lie allows.
struct FalseChain {
    private(set) var blocks: [Block]
    private let rules: Rules

    /// Begins with the first `length` blocks of a chain.
    init(_ chain: Blockchain, length: Int) {
        blocks = Array(chain.blocks.prefix(length))
        rules = chain.rules
    }

    /// Begins with a block of its own.
    init(first: Block, rules: Rules) {
        blocks = [first]
        self.rules = rules
    }

    private var last: Block { blocks[blocks.count - 1] }

    /// Adds a block; its proof is one that doesn't fit, if so asked.
    mutating func forge(
        _ transactions: [Transaction], timestamp: Double, fits: Bool = true, index: Int? = nil,
        previousHash: BlockHash? = nil
    ) {
        let work = rules.work(after: last)
        let proof = (0..<UInt64.max).first { work.isValid($0) == fits } ?? 0
        blocks.append(
            Block(
                index: index ?? last.index + 1, timestamp: timestamp, transactions: transactions, proof: Proof(proof),
                previousHash: previousHash ?? last.hash))
    }

    /// How many blocks it shares with a chain that has these places, as far as they tell.
    func commonHeight(with locator: ChainLocator) -> Int {
        let place = locator.places.first { $0.height <= blocks.count && blocks[$0.height - 1].hash == $0.hash }
        return place?.height ?? 0
    }

    /// An answer to `GET /chain`, as a tutorial node gives it.
    func answer(length: Int? = nil) -> [UInt8] {
        Array("{\"chain\": [\(text(after: 0))], \"length\": \(length ?? blocks.count)}\n".utf8)
    }

    /// An answer to who has told its places, as our nodes give it.
    func answer(as status: NodeStatus, after height: Int, claiming claimed: Int) -> [UInt8] {
        let text = text(after: min(height, blocks.count))
        return Array(
            ("{\"forgechain\": \(status.text), \"after\": \(claimed), "
                + "\"chain\": [\(text)], \"length\": \(blocks.count)}\n").utf8)
    }

    private func text(after height: Int) -> String {
        blocks[height...].map(\.text.description).joined(separator: ", ")
    }
}
