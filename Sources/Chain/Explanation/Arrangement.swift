/// Which members of a block a program has hashed, and in which order, if that wasn't all of them by their keys.
///
/// The tutorial sorts the keys before it hashes. A program that leaves that out hashes them as its code writes them.
/// One that keeps a block's hash in the block, or the number that a database gave it, adds a key after hashing.
struct Arrangement: Hashable, Sendable {
    /// Whether the keys stand in the order of the tutorial's code.
    let isUnsorted: Bool
    /// The keys that a program added after hashing, in their order.
    let added: [String]

    /// All members, by their keys.
    static let asHashedHere = Arrangement(isUnsorted: false, added: [])

    /// How many keys a block may have besides the usual ones to be looked at: it is hashed without each.
    static let maximumAdded = 3

    /// The order of the tutorial's code.
    private static let blockOrder: [Block.Key] = [.index, .timestamp, .transactions, .proof, .previousHash]
    private static let paymentOrder = ["sender", "recipient", "amount"]

    /// The other ways to arrange a block than ``asHashedHere``: at most nine, the simplest first.
    static func others(of block: JSONValue) -> [Arrangement] {
        let usual = Block.Key.allCases.map(\.rawValue)
        let added = block.memberKeys(atMost: usual.count + maximumAdded + 1).filter { !usual.contains($0) }
        let isLookedAt = (1...maximumAdded).contains(added.count)
        let leavingOut = isLookedAt ? added.map { [$0] } + (added.count > 1 ? [added] : []) : []
        return leavingOut.map { Arrangement(isUnsorted: false, added: $0) }
            + ([[]] + leavingOut).map { Arrangement(isUnsorted: true, added: $0) }
    }

    /// A block's text with its members so arranged.
    func text(of block: JSONValue) -> [UInt8] {
        let order = isUnsorted ? Self.blockOrder.map(\.rawValue) : []
        return Self.object(block, by: order, without: added) { key, value in
            guard isUnsorted, key == Block.Key.transactions.rawValue, let payments = value.elements else {
                return value.canonicalText.bytes
            }
            let texts = payments.map { payment in
                payment.kind == .object
                    ? Self.object(payment, by: Self.paymentOrder) { $1.canonicalText.bytes }
                    : payment.canonicalText.bytes
            }
            return Array("[".utf8) + texts.joined(separator: ", ".utf8) + "]".utf8
        }
    }

    /// An object whose members stand in an order; those that it doesn't name follow by their keys.
    private static func object(
        _ value: JSONValue, by order: [String], without left: [String] = [], _ text: (String, JSONValue) -> [UInt8]
    ) -> [UInt8] {
        let keys = value.memberKeys(atMost: .max)
        // A key with a lone surrogate is no text.
        guard keys.count == value.memberCount else { return value.canonicalText.bytes }
        let members = zip(keys, value.memberValues).filter { !left.contains($0.0) }
        let first = order.compactMap { key in members.first { $0.0 == key } }
        let texts = (first + members.filter { !order.contains($0.0) }).map { key, value in
            CanonicalText.string(key).bytes + ": ".utf8 + text(key, value)
        }
        return Array("{".utf8) + texts.joined(separator: ", ".utf8) + "}".utf8
    }
}
