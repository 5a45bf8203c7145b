/// A block: its canonical text, and what the rules of a chain need from it.
///
/// The text is the block. It is hashed, stored and sent as it is, and keys beyond the known five stay in it. A value
/// takes 104 bytes in addition to the text; whatever is needed rarely is read from the text again.
public struct Block: Sendable {
    /// The whole block.
    public let text: CanonicalText
    /// The place in the chain, from 1.
    public let index: Int
    /// The number that solves the previous block's puzzle.
    public let proof: Proof
    /// The SHA-256 of the text.
    public let hash: BlockHash
    /// The previous block's hash, or nil if `previous_hash` isn't a hash, as in the first block.
    public let previousHash: BlockHash?

    /// Makes the next block of a chain.
    ///
    /// - Parameters:
    ///   - timestamp: seconds since 1970; must be finite.
    ///   - transactions: in the order that they are to have in the block.
    ///   - proof: solves the ``ProofOfWork`` after the last block.
    public init(
        index: Int, timestamp: Double, transactions: [Transaction], proof: Proof, previousHash: BlockHash
    ) {
        self.init(
            index: index, timestamp: timestamp, transactions: transactions, proof: proof,
            previousHash: previousHash, previousHashText: .string(previousHash.description))
    }

    /// Reads a block from JSON, and keeps all of it.
    public init(_ value: JSONValue) throws(BlockFault) {
        guard value.kind == .object else { throw .notAnObject }
        let indexValue = try Self.member(.index, of: value)
        let timestamp = try Self.member(.timestamp, of: value)
        let transactions = try Self.member(.transactions, of: value)
        let proofValue = try Self.member(.proof, of: value)
        let previousHashValue = try Self.member(.previousHash, of: value)

        guard let index = indexValue.integer else { throw .indexNotAnInteger }
        guard timestamp.isNumber else { throw .timestampNotANumber }
        guard let elements = transactions.elements else { throw .transactionsNotAnArray }
        for (offset, transaction) in elements.enumerated() where transaction.kind != .object {
            throw .transactionNotAnObject(position: offset + 1)
        }
        guard let proof = Proof(proofValue) else { throw .proofNotAnInteger }
        guard index == Self.firstIndex || previousHashValue.kind == .string else {
            throw .previousHashNotAString
        }

        text = value.canonicalText
        hash = BlockHash(of: text)
        self.index = index
        self.proof = proof
        previousHash = previousHashValue.characters.flatMap { BlockHash(hexDigits: $0) }
    }

    /// The index of every chain's first block.
    public static let firstIndex = 1

    /// The first block of every chain that starts here. Nodes that share it share a chain from the start.
    public static let genesis = Block(
        index: firstIndex, timestamp: 1_506_057_125.900785, transactions: [], proof: Proof(100), previousHash: nil,
        previousHashText: .string("1"))

    private init(
        index: Int, timestamp: Double, transactions: [Transaction], proof: Proof,
        previousHash: BlockHash?, previousHashText: CanonicalText
    ) {
        text = .object([
            Key.index.rawValue: .integer(index),
            Key.previousHash.rawValue: previousHashText,
            Key.proof.rawValue: proof.text,
            Key.timestamp.rawValue: .double(timestamp),
            Key.transactions.rawValue: .array(transactions.map(\.text)),
        ])
        hash = BlockHash(of: text)
        self.index = index
        self.proof = proof
        self.previousHash = previousHash
    }

    /// Makes a block from parts that are known to belong together.
    init(text: CanonicalText, index: Int, proof: Proof, hash: BlockHash, previousHash: BlockHash?) {
        self.text = text
        self.index = index
        self.proof = proof
        self.hash = hash
        self.previousHash = previousHash
    }

    private static func member(_ key: Key, of value: JSONValue) throws(BlockFault) -> JSONValue {
        guard let member = value[key.rawValue] else { throw .missing(key) }
        return member
    }
}

// MARK: - Read from the text again

extension Block {
    /// The five keys every block has.
    public enum Key: String, Hashable, Sendable, CaseIterable {
        /// The place in the chain.
        case index
        /// The previous block's hash.
        case previousHash = "previous_hash"
        /// The number that solves the previous block's puzzle.
        case proof
        /// When the block was made, in seconds since 1970.
        case timestamp
        /// What was paid.
        case transactions
    }

    /// The value of one of the five keys, parsed from the text. Takes time linear in what precedes it and in the value.
    public func value(of key: Key) -> JSONValue {
        guard let document = try? JSONDocument(parsing: text.bytes, in: range(of: key)) else {
            preconditionFailure("a block's text is JSON")
        }
        return document.root
    }

    /// When the block was made, in seconds since 1970, as spelled in the block.
    public var timestampText: CanonicalText { text(of: .timestamp) }

    /// The object without the transactions, if they are its last member. Takes time linear in what precedes them.
    var textBeforeTransactions: CanonicalText {
        CanonicalText(uncheckedBytes: text.bytes[..<range(of: .timestamp).upperBound] + [UInt8(ascii: "}")])
    }

    /// The array of transactions as it is in the block. Takes time linear in the block.
    public var transactionsText: CanonicalText { text(of: .transactions) }

    /// `previous_hash` as spelled in the block, quotes included.
    public var previousHashText: CanonicalText { text(of: .previousHash) }

    /// The payments that can be told from all others, in order: of a ledger all but the reward, and otherwise those
    /// with an `id`.
    public func identifiedTransactions(by rules: Rules) -> [Transaction] {
        guard rules.ledger != nil else { return identifiedTransactions }
        guard index != Self.firstIndex, let elements = value(of: .transactions).elements else { return [] }
        return BlockTransactions(elements).payments.map { Transaction($0) }
    }

    /// The transactions that are payments with an `id`, in order. Takes time linear in the text, and parses only what
    /// may be one.
    public var identifiedTransactions: [Transaction] {
        var transactions: [Transaction] = []
        var scanner = BlockScanner(text.bytes)
        guard scanner.find(.transactions) else { return [] }
        while scanner.nextTransaction(), let (range, hasID) = scanner.transaction() {
            guard hasID, let document = try? JSONDocument(parsing: text.bytes, in: range) else { continue }
            if let transaction = Transaction(identified: document.root) { transactions.append(transaction) }
        }
        return transactions
    }

    private func text(of key: Key) -> CanonicalText {
        CanonicalText(uncheckedBytes: Array(text.bytes[range(of: key)]))
    }

    private func range(of key: Key) -> Range<Int> {
        var scanner = BlockScanner(text.bytes)
        guard let range = scanner.value(of: key) else {
            preconditionFailure("a block's text is an object with all five keys")
        }
        return range
    }
}

extension Block: Hashable {
    /// Blocks with equal hashes are equal: nobody knows two texts with one SHA-256.
    public static func == (left: Block, right: Block) -> Bool { left.hash == right.hash }

    /// Hashes the block's hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
