public import HTTP

/// The peers of a node, in order of registration.
public struct PeerList: Sendable {
    /// The maximum number of peers: in a round of consensus, each takes a connection and a chain in memory.
    public static let maximumCount = 128

    /// How many of them may be found rather than registered: enough to hold a large network together.
    public static let maximumFound = 16

    /// How many of those may be of one network, or of one private address: an eighth, so that nobody has most of them
    /// who doesn't have many networks.
    public static let maximumFoundOfNetwork = 2

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

    /// The found peers of which one would have to go for another one at this address; nil if there is room for it.
    func rivals(ofFound address: PeerAddress) -> [PeerAddress]? {
        let found = entries.filter(\.isFound).map(\.address)
        let group = NetworkGroup(of: address)
        let neighbours = found.filter { NetworkGroup(of: $0) == group }
        if neighbours.count >= Self.maximumFoundOfNetwork { return neighbours }
        return hasRoomForFound ? nil : found
    }

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
            guard areFound ? longer.rivals(ofFound: address) == nil : longer.entries.count < Self.maximumCount else {
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
        let groups = Dictionary(grouping: entries.filter(\.isFound)) { NetworkGroup(of: $0.address) }
        guard groups.values.allSatisfy({ $0.count <= Self.maximumFoundOfNetwork }) else {
            return "no network has more of the found peers than its share"
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
