internal import Chain
public import Wording

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
    /// Half a sentence of English.
    public let reason: String
    /// The same, for any language; nil from an older node, and of something that this program doesn't know.
    public let statement: Statement?
    /// Where it came from.
    public let source: String?

    /// Makes one from its parts.
    public init(common: Int, ownLength: Int, length: Int, tip: String, reason: Statement, source: String) {
        self.common = common
        self.ownLength = ownLength
        self.length = length
        self.tip = tip
        (self.reason, statement) = (reason.description, reason)
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
        statement = value["code"]?.string.flatMap(Statement.Code.init).flatMap { Statement($0, in: value) }
        tip = value["tip"]?.string
        source = value["by"]?.string
    }

    var text: CanonicalText {
        // The sentence has the name that a code has elsewhere.
        let said = Statement.members(of: statement).map { ($0.key == "reason" ? "code" : $0.key, $0.value) }
        let members: [(key: String, value: CanonicalText)] = [
            ("by", .string(source)), ("common", .integer(common)), ("length", .integer(length)),
            ("ours", .integer(ownLength)), ("reason", .string(reason)), ("tip", .string(tip)),
        ]
        return .object(members + said)
    }
}
