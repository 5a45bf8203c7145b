/// One field of a message's head.
public struct Header: Hashable, Sendable {
    /// The name; compared without regard to case.
    public let name: String

    /// The value, without surrounding white space.
    public let value: String

    /// Makes a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
