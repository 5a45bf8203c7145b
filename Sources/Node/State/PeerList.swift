public import HTTP

/// Who the peers of a node are, in the order they were registered.
public struct PeerList: Sendable {
    /// How many there may be: each is a connection, and a chain in memory, in a round of consensus.
    public static let maximumCount = 128

    /// How many of them may be found rather than registered: enough to hold a large network together.
    public static let maximumFound = 16

    /// A peer by its address.
    struct Entry: Hashable, Sendable {
        let address: PeerAddress

        /// Whether it was found among the peers of peers; else somebody has registered it.
        var isFound: Bool
    }

    /// Each once.
    private(set) var entries: [Entry] = []

    /// Makes an empty list.
    public init() {}

    /// Their addresses, in the order they were registered.
    package var addresses: [PeerAddress] { entries.map(\.address) }

    /// Whether one more may be found.
    var hasRoomForFound: Bool { entries.count < Self.maximumCount && foundCount < Self.maximumFound }

    private var foundCount: Int { entries.count { $0.isFound } }

    /// Whether a peer was found; nil if there is none at this address.
    func isFound(_ address: PeerAddress) -> Bool? {
        entries.first { $0.address == address }?.isFound
    }

    /// Adds those that are new; all or, when there is not enough room, none. One that was found and is registered now
    /// is no longer forgotten when it is away.
    public mutating func add(_ new: [PeerAddress], areFound: Bool = false) throws(PeerListError) {
        var longer = self
        for address in new {
            if let position = longer.entries.firstIndex(where: { $0.address == address }) {
                if !areFound { longer.entries[position].isFound = false }
                continue
            }
            guard areFound ? longer.hasRoomForFound : longer.entries.count < Self.maximumCount else {
                throw PeerListError()
            }
            longer.entries.append(Entry(address: address, isFound: areFound))
        }
        self = longer
    }

    /// Forgets one.
    mutating func remove(_ address: PeerAddress) {
        entries.removeAll { $0.address == address }
    }

    /// What should always hold and doesn't, in words.
    var brokenInvariant: String? {
        guard Set(entries.map(\.address)).count == entries.count else { return "each peer is in the list once" }
        guard entries.count <= Self.maximumCount, foundCount <= Self.maximumFound else {
            return "there are no more peers than may be"
        }
        return nil
    }
}

/// There are too many peers.
public struct PeerListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public var description: String {
        "A node knows at most \(PeerList.maximumCount) peers, so none of these was added."
    }
}
