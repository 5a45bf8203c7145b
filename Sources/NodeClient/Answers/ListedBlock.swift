internal import Chain

/// A block of a node's chain, for a list.
public struct ListedBlock: Sendable {
    /// The place in the chain, from 1.
    public let index: Int
    /// When it was made, in seconds since 1970; nil for a number that no double comes near to.
    public let timestamp: Double?
    /// The number that solved the puzzle of the block before.
    public let proof: UInt64
    /// The SHA-256 of its text, in hex digits.
    public let hash: String
    /// The hash that it names as that of the block before; nil where it names none.
    public let previousHash: String?
    /// How many transactions it carries.
    public let transactionCount: Int
    /// The first of them.
    public let firstTransactions: [Payment]

    /// Whether it may stand behind another: it names its hash, and the next place.
    public func follows(_ last: ListedBlock) -> Bool {
        previousHash == last.hash && index == last.index + 1
    }

    /// How many of its transactions are at hand: more don't fit on a line.
    static let maximumTransactions = 8

    init(parsing bytes: [UInt8]) throws(ObjectFault) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: bytes).root
        } catch {
            throw ObjectFault("a block is no JSON: \(error.reason)")
        }
        let block: Block
        do throws(BlockFault) {
            block = try Block(value)
        } catch {
            throw ObjectFault("a block is none: \(error)")
        }
        let transactions = value[Block.Key.transactions.rawValue]?.elements
        index = block.index
        timestamp = value[Block.Key.timestamp.rawValue]?.number
        proof = block.proof
        hash = block.hash.description
        previousHash = block.previousHash?.description
        transactionCount = transactions?.count ?? 0
        firstTransactions = transactions?.prefix(Self.maximumTransactions).map(Payment.init) ?? []
    }
}

/// A piece of a chain that arrives.
public struct ChainPiece: Sendable {
    /// The bytes as they came.
    public let bytes: [UInt8]

    /// The texts of the blocks that end in them.
    let texts: [[UInt8]]

    private let url: NodeURL

    init(bytes: [UInt8], texts: [[UInt8]], from url: NodeURL) {
        self.bytes = bytes
        self.texts = texts
        self.url = url
    }

    /// The blocks that end in them, in order.
    public func blocks() throws(NodeError) -> [ListedBlock] {
        var blocks: [ListedBlock] = []
        do throws(ObjectFault) {
            for text in texts { blocks.append(try ListedBlock(parsing: text)) }
        } catch {
            throw .noAnswer(url, "GET /chain", error.description)
        }
        return blocks
    }
}
