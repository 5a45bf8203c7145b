public import Chain

/// A branch that fell out of a node's chain, at `GET /forks`, and with one of its blocks at `GET /blocks/{hash}`.
public struct Fork: Sendable {
    /// Counted up with each branch that falls.
    public let number: Int
    /// The last block that it shared with the chain; index 0 and no hash if it shared none.
    public let fork: (index: Int, hash: String?)
    /// Whether that block is in the chain.
    public let isForkInChain: Bool?
    /// How many blocks fell with it.
    public let length: Int
    /// When it fell, in seconds since 1970, if known.
    public let time: Double?
    /// The peer that had the other chain, if one had it.
    public let source: String?
    /// The chain that replaced it, as it was then.
    public let successor: (length: Int, tip: String)
    /// The newest of its blocks in order; nil where only one of them is told of.
    public let blocks: [Block]?
    /// The first of their payments.
    public let payments: [Payment]?

    /// One of its blocks.
    public struct Block: Sendable {
        /// Its place in the chain that it was in.
        public let index: Int
        /// The SHA-256 of its text.
        public let hash: String
        /// Who was paid for it, if anybody was; JSON text if that isn't a string.
        public let miner: String?
        /// When it was made, as spelled in the block.
        public let timestamp: CanonicalText
        /// How many transactions it has, the reward among them.
        public let transactionCount: Int

        /// Makes one from its parts.
        public init(index: Int, hash: String, miner: String?, timestamp: CanonicalText, transactionCount: Int) {
            (self.index, self.hash, self.miner) = (index, hash, miner)
            (self.timestamp, self.transactionCount) = (timestamp, transactionCount)
        }
    }

    /// Where a payment of its blocks is.
    public struct Payment: Sendable {
        /// The index of the block that fell with it.
        public let block: Int
        /// What became of it; nil of an unknown word.
        public let fate: Fate?
        /// The block of the chain that includes it.
        public let carrier: Int?
        /// Why it is gone, in a word, such as `not_posted_here`.
        public let reason: String?
        /// The payment as it is in the block.
        public let transaction: CanonicalText

        /// Makes one from its parts.
        public init(block: Int, fate: Fate?, carrier: Int? = nil, reason: String? = nil, _ transaction: CanonicalText) {
            (self.block, self.fate, self.carrier) = (block, fate, carrier)
            (self.reason, self.transaction) = (reason, transaction)
        }
    }

    /// What became of a payment.
    public enum Fate: String, Sendable {
        case waiting, carried, gone
    }

    /// Makes one from its parts.
    public init(
        number: Int, fork: (index: Int, hash: String?), isForkInChain: Bool?, length: Int, time: Double?,
        source: String?, successor: (length: Int, tip: String), blocks: [Block]? = nil, payments: [Payment]? = nil
    ) {
        (self.number, self.fork, self.isForkInChain, self.length) = (number, fork, isForkInChain, length)
        (self.time, self.source, self.successor) = (time, source, successor)
        (self.blocks, self.payments) = (blocks, payments)
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let number = value["number"]?.integer, let fork = value["fork"], let index = fork["index"]?.integer,
            let length = value["length"]?.integer, let successor = value["replaced_by"],
            let successorLength = successor["length"]?.integer, let tip = successor["tip"]?.string
        else { return nil }
        self.init(
            number: number, fork: (index, fork["hash"]?.string), isForkInChain: fork["in_chain"]?.boolean,
            length: length, time: value["time"]?.number, source: value["by"]?.string,
            successor: (successorLength, tip), blocks: value["blocks"]?.all(Block.init),
            payments: value["payments"]?.all(Payment.init))
    }

    /// As an object.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("by", .string(source)),
            (
                "fork",
                .object([
                    "hash": .string(fork.hash), "in_chain": .boolean(isForkInChain), "index": .integer(fork.index),
                ])
            ),
            ("length", .integer(length)), ("number", .integer(number)),
            ("replaced_by", .object(["length": .integer(successor.length), "tip": .string(successor.tip)])),
            ("time", .double(time)),
        ]
        let lists = [("blocks", blocks?.map(\.text)), ("payments", payments?.map(\.text))].compactMap { key, texts in
            texts.map { (key: key, value: CanonicalText.array($0)) }
        }
        return .object(members + lists)
    }
}

extension Fork.Block {
    fileprivate init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string,
            let count = value["transactions"]?.integer
        else { return nil }
        self.init(
            index: index, hash: hash, miner: value["miner"]?.string,
            timestamp: value["timestamp"]?.canonicalText ?? .null, transactionCount: count)
    }

    fileprivate var text: CanonicalText {
        .object([
            "hash": .string(hash), "index": .integer(index), "miner": .string(miner), "timestamp": timestamp,
            "transactions": .integer(transactionCount),
        ])
    }
}

extension Fork.Payment {
    fileprivate init?(_ value: JSONValue) {
        guard let block = value["block"]?.integer, let transaction = value["transaction"]?.canonicalText else {
            return nil
        }
        self.init(
            block: block, fate: value["fate"]?.string.flatMap(Fork.Fate.init), carrier: value["carried_by"]?.integer,
            reason: value["reason"]?.string, transaction)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "block": .integer(block), "carried_by": .integer(carrier), "fate": .string(fate?.rawValue),
            "reason": .string(reason), "transaction": transaction,
        ])
    }
}

/// A page of the branches that a node remembers, newest first.
public struct ForksPage: Sendable {
    /// Where in the list it begins, from 1.
    public let from: Int
    /// The maximum number of branches on a page.
    public let limit: Int
    /// Where the next page begins, if there is one.
    public let next: Int?
    /// How many the list has.
    public let total: Int
    /// The branches of this page.
    public let forks: [Fork]

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let from = value["from"]?.integer, let limit = value["limit"]?.integer,
            let total = value["total"]?.integer, let forks = value["forks"]?.all(Fork.init)
        else { return nil }
        (self.from, self.limit, self.next, self.total) = (from, limit, value["next"]?.integer, total)
        self.forks = forks
    }
}
