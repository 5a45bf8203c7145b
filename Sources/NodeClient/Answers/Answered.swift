internal import Chain

/// What a node answered: as a value, and as the bytes that it sent.
public struct Answered<Value: Sendable>: Sendable {
    /// What it says.
    public let value: Value

    /// The body as it came.
    public let bytes: [UInt8]
}

extension JSONValue {
    /// A string's characters, or for any other value its JSON text: what stands for it in a list.
    var shown: String { string ?? canonicalText.description }

    /// The number, if it is one; the nearest double.
    var number: Double? { isNumber ? Double(canonicalText.description) : nil }
}
