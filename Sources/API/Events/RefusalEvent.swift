internal import Chain

/// A longer valid chain that did not replace the node's.
public struct RefusalEvent: Sendable {
    /// The last block that both chains share.
    public let common: Int
    /// How many blocks the node's chain has.
    public let ownLength: Int
    /// How many the refused one has.
    public let length: Int
    /// The hash of its newest block.
    public let tip: String?
    /// Half a sentence.
    public let reason: String
    /// Where it came from.
    public let source: String?

    /// Makes one from its parts.
    public init(common: Int, ownLength: Int, length: Int, tip: String, reason: String, source: String) {
        self.common = common
        self.ownLength = ownLength
        self.length = length
        self.tip = tip
        self.reason = reason
        self.source = source
    }

    init?(_ value: JSONValue) {
        guard let common = value["common"]?.integer, let length = value["length"]?.integer,
            let ownLength = value["ours"]?.integer, let reason = value["reason"]?.string
        else { return nil }
        self.common = common
        self.ownLength = ownLength
        self.length = length
        self.reason = reason
        tip = value["tip"]?.string
        source = value["by"]?.string
    }

    var text: CanonicalText {
        .object([
            "by": .string(source), "common": .integer(common), "length": .integer(length),
            "ours": .integer(ownLength), "reason": .string(reason), "tip": .string(tip),
        ])
    }
}
