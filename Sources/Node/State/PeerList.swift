public import HTTP

/// The peers of a node, in order of registration.
public struct PeerList: Sendable {
    /// The maximum number of peers: in a round of consensus, each takes a connection and a chain in memory.
    public static let maximumCount = 128

    /// How many of them may be found rather than registered: enough to hold a large network together.
    public static let maximumFound = 16

    /// A peer, identified by its address.
    struct Entry: Hashable, Sendable {
        let address: PeerAddress

        /// Whether it was found among peers of peers; otherwise it was registered.
        var isFound: Bool
    }

    /// Without duplicates.
    private(set) var entries: [Entry] = []

    /// Makes an empty list.
    public init() {}

    /// Their addresses, in order of registration.
    package var addresses: [PeerAddress] { entries.map(\.address) }

    /// Whether there is room for one more found peer.
    var hasRoomForFound: Bool { entries.count < Self.maximumCount && foundCount < Self.maximumFound }

    private var foundCount: Int { entries.count { $0.isFound } }

    /// Whether a peer was found; nil if there is none at this address.
    func isFound(_ address: PeerAddress) -> Bool? {
        entries.first { $0.address == address }?.isFound
    }

    /// Adds the new ones, or none at all if there isn't enough room. A found peer that is now registered will no longer
    /// be forgotten when it is away.
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

    /// Removes one.
    mutating func remove(_ address: PeerAddress) {
        entries.removeAll { $0.address == address }
    }

    /// A broken invariant in words, if there is one.
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
