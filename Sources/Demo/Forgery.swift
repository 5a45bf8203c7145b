internal import Chain
internal import Synchronization

/// The chain that a forger offers.
final class Forgery: Sendable {
    private let text = Mutex("{\"chain\": [], \"length\": 0}")

    /// The forger's answer to `GET /chain`: the whole chain, as a tutorial node sends it.
    var answer: [UInt8] { Array("\(text.withLock { $0 })\n".utf8) }

    func offer(_ chain: [DraftBlock]) { offer(texts: chain.map(\.text)) }

    /// Offers blocks of any form.
    func offer(texts: [CanonicalText]) {
        let blocks = texts.map(\.description).joined(separator: ", ")
        text.withLock { $0 = "{\"chain\": [\(blocks)], \"length\": \(texts.count)}" }
    }
}

/// A block that may still be changed, even into one that breaks rules.
struct DraftBlock: Sendable {
    var index: Int
    var previousHash: CanonicalText
    var proof: Proof
    var timestamp: CanonicalText
    var transactions: [CanonicalText]

    init(_ block: Block) {
        index = block.index
        previousHash = block.previousHashText
        proof = block.proof
        timestamp = block.timestampText
        transactions = block.value(of: .transactions).elements.map { $0.map(\.canonicalText) } ?? []
    }

    /// An honest next block, except for its proof.
    init(after last: DraftBlock, transactions: [CanonicalText]) {
        index = last.index + 1
        previousHash = .string(last.block.hash.description)
        proof = Proof(0)
        timestamp = last.timestamp
        self.transactions = transactions
    }

    var text: CanonicalText {
        .object([
            "index": .integer(index), "previous_hash": previousHash, "proof": proof.text,
            "timestamp": timestamp, "transactions": .array(transactions),
        ])
    }

    /// The block as a node reads it.
    var block: Block {
        guard let value = try? JSONDocument(parsing: text.bytes).root, let block = try? Block(value) else {
            preconditionFailure("a draft has the five keys, each of its kind")
        }
        return block
    }

    /// The beginning of its hash.
    var shortHash: String { block.hash.short }

    /// Makes this block follow `last`.
    mutating func link(to last: DraftBlock) { previousHash = .string(last.block.hash.description) }
}

extension BlockHash {
    /// Enough of it to tell the blocks of a story apart.
    var short: String { String(description.prefix(8)) }
}
