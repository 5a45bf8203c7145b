/// What is wrong with a block itself, wherever in a chain it may be.
public enum BlockFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It isn't a JSON object.
    case notAnObject
    /// One of the five keys is missing.
    case missing(Block.Key)
    /// `index` isn't an integer, or doesn't fit.
    case indexNotAnInteger
    /// `timestamp` is neither an integer nor a double.
    case timestampNotANumber
    /// `transactions` isn't an array.
    case transactionsNotAnArray
    /// One of the transactions, counted from 1, isn't an object.
    case transactionNotAnObject(position: Int)
    /// `proof` isn't an integer from 0 on.
    case proofNotAnInteger
    /// `previous_hash` isn't a string. In the first block it may be anything.
    case previousHashNotAString
    /// The text was stored as canonical, but isn't.
    case notCanonical

    /// The fault as half a sentence, without the block.
    public var description: String {
        switch self {
        case .notAnObject: "it is not an object"
        case .missing(let key): "no \(key.rawValue)"
        case .indexNotAnInteger: "index is not an integer from 1 to \(Int.max)"
        case .timestampNotANumber: "timestamp is not a number"
        case .transactionsNotAnArray: "transactions is not an array"
        case .transactionNotAnObject(let position): "transaction \(position) is not an object"
        case .proofNotAnInteger: "proof is not an integer from 0 on"
        case .previousHashNotAString: "previous_hash is not a string"
        case .notCanonical: "its text is not canonical JSON"
        }
    }
}
