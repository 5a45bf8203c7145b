/// What is wrong with a block by itself, wherever it may stand in a chain.
public enum BlockFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no JSON object.
    case notAnObject
    /// One of the five keys is not there.
    case missing(Block.Key)
    /// `index` is no integer, or one that does not fit.
    case indexNotAnInteger
    /// `timestamp` is neither an integer nor a double.
    case timestampNotANumber
    /// `transactions` is no array.
    case transactionsNotAnArray
    /// One of the transactions, counted from 1, is no object.
    case transactionNotAnObject(position: Int)
    /// `proof` isn't an integer from 0 on.
    case proofNotAnInteger
    /// `previous_hash` is no string. In the first block it may be anything.
    case previousHashNotAString
    /// The text was kept as canonical, and is not.
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
