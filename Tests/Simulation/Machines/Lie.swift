internal import API
internal import Chain
internal import Node

/// What is wrong with a liar's chain.
enum Lie: CaseIterable, Sendable {
    /// One of its proofs.
    case wrongProof
    /// One block names a wrong previous block.
    case wrongLink
    /// One block's index.
    case wrongIndex
    /// Nothing, but it claims to be very long.
    case wrongLength
    /// Nothing, but it is a different chain of the same length.
    case equalFork
    /// It includes a transaction twice.
    case doubledTransaction
    /// It isn't JSON.
    case garbage
    /// It begins with a different block.
    case otherGenesis
    /// It is never sent.
    case silence
    /// It is claimed to be longer than any, and never sent.
    case promise
    /// It is short, and the same machine speaks as many nodes, one at each of its ports.
    case crowd
    /// Nothing, but it replaces more of the longest chain than any node allows.
    case rewriting
    /// Each time another rule of the ledger is broken.
    case breaking

    /// Those that may be among honest nodes of any network: where somebody rewrites the history for good, nobody agrees
    /// for long unless the nodes let go of few blocks.
    static let amongOthers = allCases.filter { $0 != .rewriting && $0 != .breaking }

    /// Those of a ledger. All that breaks a rule is one of them, and as likely as all others.
    static let onLedgers: [Lie] = [
        .wrongLength, .equalFork, .garbage, .silence, .promise, .crowd, .breaking, .breaking, .breaking, .breaking,
        .breaking, .breaking,
    ]

    /// Whether what it shows is a valid chain, made without the work that others spend on theirs. As long as one
    /// machine can do that, the others need not agree.
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

    /// Begins with its own first block.
    init(first: Block, rules: Rules) {
        blocks = [first]
        self.rules = rules
    }

    private var last: Block { blocks[blocks.count - 1] }

    /// Adds a block, on request with a proof that doesn't fit.
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

    /// An answer to `GET /chain`, in a tutorial node's format.
    func answer(length: Int? = nil) -> [UInt8] {
        Array("{\"chain\": [\(text(after: 0))], \"length\": \(length ?? blocks.count)}\n".utf8)
    }

    /// An answer to a node that sent its places, in our nodes' format.
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
