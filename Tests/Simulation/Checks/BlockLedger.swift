internal import TestSupport
internal import CSHA256
internal import Chain

/// Inspected blocks, each inspected once, with rules of its own: of what `Chain` says about a block, nothing is trusted
/// except its text.
struct BlockLedger {
    /// What a block's text says.
    struct Entry {
        let height: Int
        let proof: Proof
        let previousHash: String

        /// The transactions with an id.
        let identified: [CanonicalText]

        /// All others, except the reward.
        let others: [CanonicalText]

        /// The name paid for it.
        let forger: String?
    }

    private let hexZeros: Int
    private var entries: [BlockHash: Entry] = [:]

    init(hexZeros: Int) {
        self.hexZeros = hexZeros
    }

    var count: Int { entries.count }

    subscript(hash: BlockHash) -> Entry? { entries[hash] }

    /// Inspects a block that follows `previous`, or a first one; throws what is wrong with it.
    mutating func check(_ block: Block, after previous: BlockHash?) throws(Fault) -> Entry {
        let entry: Entry
        if let known = entries[block.hash] {
            entry = known
        } else {
            guard Self.hexDigits(block.text.bytes) == block.hash.description else { throw Fault("its hash is another") }
            entry = try Self.read(block)
        }
        if let previous, let before = entries[previous] {
            guard entry.height == before.height + 1 else { throw Fault("its index is \(entry.height)") }
            guard entry.previousHash == previous.description else { throw Fault("it names another block before it") }
            // The hash covers its text, which names the previous block, so inspecting it once is enough.
            if entries[block.hash] == nil {
                let digits = Self.hexDigits(Array("\(before.proof)\(entry.proof)\(previous)".utf8))
                guard digits.utf8.prefix(hexZeros).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
                    throw Fault("its proof \(entry.proof) does not fit")
                }
            }
        } else if entry.height != 1 {
            throw Fault("it is the first, and its index is \(entry.height)")
        }
        entries[block.hash] = entry
        return entry
    }

    /// The SHA-256 by the portable code, whatever the node uses.
    static func hexDigits(_ bytes: [UInt8]) -> String {
        let portable = sha256_compressor_at(sha256_compressor_count() - 1)
        let words = bytes.withUnsafeBufferPointer { sha256_hash_with(portable, $0.baseAddress, $0.count).words }
        return [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private static func read(_ block: Block) throws(Fault) -> Entry {
        guard let value = try? JSONDocument(parsing: block.text.bytes).root, value.canonicalText == block.text else {
            throw Fault("its text is not canonical")
        }
        guard let height = value["index"]?.integer, let proof = value["proof"].flatMap(Proof.init),
            value["timestamp"]?.isNumber == true, let elements = value["transactions"]?.elements,
            elements.allSatisfy({ $0.kind == .object })
        else { throw Fault("it lacks something") }
        var identified: [CanonicalText] = []
        var others: [CanonicalText] = []
        for element in elements {
            if isIdentified(element) {
                identified.append(element.canonicalText)
            } else {
                others.append(element.canonicalText)
            }
        }
        let reward = elements.last.flatMap { $0["sender"]?.string == "0" ? $0["recipient"]?.string : nil }
        if reward != nil { others.removeLast() }
        return Entry(
            height: height, proof: proof, previousHash: value["previous_hash"]?.string ?? "", identified: identified,
            others: others, forger: reward)
    }

    /// Whether an element of a block is a transaction with an id: four keys, with values that a client may send.
    private static func isIdentified(_ value: JSONValue) -> Bool {
        guard let id = value["id"]?.string, let amount = value["amount"], let sender = value["sender"]?.string,
            let recipient = value["recipient"]?.string
        else { return false }
        let text = CanonicalText.object([
            "amount": amount.canonicalText, "id": .string(id), "recipient": .string(recipient),
            "sender": .string(sender),
        ])
        return text == value.canonicalText && id.utf8.count == 32
            && id.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) } && amount.isNumber && !amount.isNegative
            && !sender.isEmpty && sender != "0" && !recipient.isEmpty
    }

    /// What is wrong with a block.
    struct Fault: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }
}
