internal import Chain

/// A chain that replaced another.
public struct ReplacementEvent: Sendable {
    /// An orphaned block.
    public struct Fallen: Sendable {
        /// Its place in the old chain.
        public let index: Int
        /// The SHA-256 of its text.
        public let hash: String

        /// Identifies a block.
        public init(index: Int, hash: String) {
            self.index = index
            self.hash = hash
        }
    }

    /// The last block that both chains share.
    public let common: Int
    /// How many blocks the old chain had.
    public let previousLength: Int
    /// How many the new one has.
    public let length: Int
    /// The hash of its newest block.
    public let tip: String?
    /// The newest of the orphaned blocks.
    public let fallen: [Fallen]
    /// How many transactions are pending again.
    public let pendingAgain: Int
    /// Where it came from.
    public let source: String?

    /// Makes one from its parts.
    public init(
        common: Int, previousLength: Int, length: Int, tip: String, fallen: [Fallen], pendingAgain: Int, source: String
    ) {
        self.common = common
        self.previousLength = previousLength
        self.length = length
        self.tip = tip
        self.fallen = fallen
        self.pendingAgain = pendingAgain
        self.source = source
    }

    init?(_ value: JSONValue) {
        guard let common = value["common"]?.integer, let length = value["length"]?.integer,
            let previousLength = value["was"]?.integer, (0...max(previousLength, 0)).contains(common)
        else { return nil }
        self.common = common
        self.length = length
        self.previousLength = previousLength
        tip = value["tip"]?.string
        fallen = value["fell_out"]?.elements?.compactMap(Fallen.init) ?? []
        pendingAgain = value["pending_again"]?.integer ?? 0
        source = value["by"]?.string
    }

    var text: CanonicalText {
        .object([
            "by": .string(source), "common": .integer(common), "fell_out": .array(fallen.map(\.text)),
            "length": .integer(length), "pending_again": .integer(pendingAgain), "tip": .string(tip),
            "was": .integer(previousLength),
        ])
    }
}

extension ReplacementEvent.Fallen {
    fileprivate init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string else { return nil }
        self.init(index: index, hash: hash)
    }

    fileprivate var text: CanonicalText { .object(["hash": .string(hash), "index": .integer(index)]) }
}
