internal import Chain

/// How long the chain is, when it is near the longest that may be mined.
public struct ChainLimitEvent: Sendable {
    /// Its length, in bytes.
    public let bytes: Int
    /// How long it may get, in bytes.
    public let limitBytes: Int

    /// Makes one from its parts.
    public init(bytes: Int, limitBytes: Int) {
        self.bytes = bytes
        self.limitBytes = limitBytes
    }

    init?(_ value: JSONValue) {
        guard let bytes = value["bytes"]?.integer, let limit = value["limit"]?.integer else { return nil }
        self.init(bytes: bytes, limitBytes: limit)
    }

    var text: CanonicalText { .object(["bytes": .integer(bytes), "limit": .integer(limitBytes)]) }
}
