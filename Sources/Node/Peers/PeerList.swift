/// The peers a node knows, in the order they were registered.
public struct PeerList: Sendable {
    /// How many there may be: each is a connection, and a chain in memory, in a round of consensus.
    public static let maximumCount = 128

    /// Each once.
    public private(set) var addresses: [PeerAddress] = []

    /// Makes an empty list.
    public init() {}

    /// Adds those that are new; all or, when there is not enough room, none.
    public mutating func add(_ new: [PeerAddress]) throws(PeerListError) {
        var all = addresses
        for address in new where !all.contains(address) {
            guard all.count < Self.maximumCount else { throw PeerListError() }
            all.append(address)
        }
        addresses = all
    }
}

/// There are too many peers.
public struct PeerListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public var description: String {
        "A node knows at most \(PeerList.maximumCount) peers, so none of these was added."
    }
}
