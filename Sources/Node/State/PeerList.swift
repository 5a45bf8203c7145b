public import HTTP
public import Wording

/// The peers of a node, in order of registration.
///
/// Of the places, a client has at most as many as are then left for all others, as in the mempool: however many peers
/// one registers, another can register his. Whose places are is known until the node stops.
public struct PeerList: Sendable {
    /// A peer, identified by its address.
    struct Entry: Hashable, Sendable {
        let address: PeerAddress

        /// Whether it was found among peers of peers; otherwise it was registered.
        var isFound: Bool
    }

    /// Without duplicates.
    private(set) var entries: [Entry] = []

    /// Who has registered a peer; nobody for those of the owner, those that were found, and those that were there at
    /// the start.
    private var clients: [PeerAddress: ClientGroup] = [:]

    private let limits: PeerLimits

    /// Makes an empty list.
    public init(_ limits: PeerLimits = PeerLimits()) {
        self.limits = limits
    }

    /// Their addresses, in order of registration.
    package var addresses: [PeerAddress] { entries.map(\.address) }

    /// Whether there is room for one more found peer.
    var hasRoomForFound: Bool { entries.count < limits.count && foundCount < limits.found }

    /// The found peers of which one would have to go for another one at this address; nil if there is room for it.
    func rivals(ofFound address: PeerAddress) -> [PeerAddress]? {
        let found = entries.filter(\.isFound).map(\.address)
        let group = NetworkGroup(of: address)
        let neighbours = found.filter { NetworkGroup(of: $0) == group }
        if neighbours.count >= limits.foundOfNetwork { return neighbours }
        return hasRoomForFound ? nil : found
    }

    private var foundCount: Int { entries.count { $0.isFound } }

    /// Whether a peer was found; nil if there is none at this address.
    func isFound(_ address: PeerAddress) -> Bool? {
        entries.first { $0.address == address }?.isFound
    }

    /// Adds the new ones, or none at all if there isn't enough room. A found peer that is now registered will no longer
    /// be forgotten when it is away.
    ///
    /// - Parameter client: who registers them, and has a share of the places; nil for the owner, who may have all.
    public mutating func add(
        _ new: [PeerAddress], areFound: Bool = false, by client: ClientGroup? = nil
    ) throws(PeerListError) {
        var longer = self
        for address in new {
            guard try longer.add(address, isFound: areFound, by: areFound ? nil : client) else {
                throw shareIsFull(of: client)
            }
        }
        self = longer
    }

    /// Who has a share is told what he has without those that are now refused, and how many new ones there is room for.
    private func shareIsFull(of client: ClientGroup?) -> PeerListError {
        let own = count(of: client)
        return .shareIsFull(count: own, room: max(0, limits.count - entries.count - own) / 2, of: limits.count)
    }

    private func count(of client: ClientGroup?) -> Int {
        clients.values.count { $0 == client }
    }

    /// - Returns: false if the client's share is full.
    private mutating func add(
        _ address: PeerAddress, isFound: Bool, by client: ClientGroup?
    ) throws(PeerListError) -> Bool {
        let position = entries.firstIndex { $0.address == address }
        if let position, isFound || !entries[position].isFound { return true }
        if position == nil {
            guard isFound ? rivals(ofFound: address) == nil : entries.count < limits.count else {
                throw .full(of: limits.count)
            }
        }
        if let client {
            let left = limits.count - entries.count - (position == nil ? 1 : 0)
            guard count(of: client) + 1 <= left else { return false }
            clients[address] = client
        }
        if let position {
            entries[position].isFound = false
        } else {
            entries.append(Entry(address: address, isFound: isFound))
        }
        return true
    }

    /// Removes one.
    mutating func remove(_ address: PeerAddress) {
        entries.removeAll { $0.address == address }
        clients[address] = nil
    }

    /// A broken invariant in words, if there is one.
    var brokenInvariant: String? {
        guard Set(entries.map(\.address)).count == entries.count else { return "each peer is in the list once" }
        guard entries.count <= limits.count, foundCount <= limits.found else {
            return "there are no more peers than may be"
        }
        guard clients.keys.allSatisfy({ isFound($0) == false }) else { return "who has places has registered peers" }
        let groups = Dictionary(grouping: entries.filter(\.isFound)) { NetworkGroup(of: $0.address) }
        guard groups.values.allSatisfy({ $0.count <= limits.foundOfNetwork }) else {
            return "no network has more of the found peers than its share"
        }
        return nil
    }
}

/// There are too many peers.
public enum PeerListError: Error, Hashable, Sendable, Stated {
    /// As many as there may be.
    case full(of: Int)

    /// So many are registered by the client that wants to add some, so many more new ones he may add, and others need
    /// the rest.
    case shareIsFull(count: Int, room: Int, of: Int)

    /// One sentence.
    public var statement: Statement {
        switch self {
        case .full(let limit): Statement(.peersFull, ["limit": .number(limit)])
        case .shareIsFull(let count, let room, let limit):
            Statement(
                count > 0 ? .peersShareFull : .peersShareEmpty,
                ["count": .number(count), "limit": .number(limit), "room": .number(room)])
        }
    }
}
