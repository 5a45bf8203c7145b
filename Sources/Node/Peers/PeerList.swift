/// The peers a node knows, in the order they were registered.
public struct PeerList: Sendable {
    /// How many there may be: each is a connection, and a chain in memory, in a round of consensus.
    public static let maximumCount = 128

    /// How many of them may be found rather than registered: enough to hold a large network together.
    public static let maximumFound = 16

    /// Each once.
    public private(set) var all: [Peer] = []

    /// Makes an empty list.
    public init() {}

    /// Those that are other nodes.
    public var addresses: [PeerAddress] { all.filter { !$0.isItself }.map(\.address) }

    /// How many were found.
    var foundCount: Int { Self.foundCount(in: all) }

    /// Whether one more may be found.
    var hasRoomForFound: Bool { all.count < Self.maximumCount && foundCount < Self.maximumFound }

    private static func foundCount(in peers: [Peer]) -> Int { peers.count { $0.isFound } }

    /// Adds those that are new; all or, when there is not enough room, none. One that was found and is registered now
    /// is no longer forgotten when it is away.
    public mutating func add(_ new: [PeerAddress], areFound: Bool = false) throws(PeerListError) {
        var longer = all
        for address in new {
            if let position = longer.firstIndex(where: { $0.address == address }) {
                if !areFound { longer[position].isFound = false }
                continue
            }
            guard longer.count < Self.maximumCount, !areFound || Self.foundCount(in: longer) < Self.maximumFound else {
                throw PeerListError()
            }
            longer.append(Peer(address, isFound: areFound))
        }
        all = longer
    }

    /// Forgets one, and says whether it was there.
    @discardableResult
    mutating func remove(_ address: PeerAddress) -> Bool {
        guard let position = position(of: address) else { return false }
        all.remove(at: position)
        return true
    }

    /// The peer at an address. One that isn't there stays away.
    subscript(address: PeerAddress) -> Peer? {
        get { position(of: address).map { all[$0] } }
        set {
            guard let newValue, let position = position(of: address) else { return }
            all[position] = newValue
        }
    }

    /// The peer that last said it was this running node.
    func peer(at instance: String) -> Peer? {
        all.first { $0.status?.instance == instance && !$0.isItself }
    }

    /// Transactions from this number on are to be told to everybody, again if need be.
    mutating func tellAgain(from number: Int) {
        for position in all.indices {
            all[position].delivered = min(all[position].delivered, number - 1)
            all[position].deliverable = min(all[position].deliverable, number - 1)
        }
    }

    /// Lets those who are away be tried at once.
    mutating func retryFailed(at second: Int) {
        for position in all.indices where all[position].failures > 0 { all[position].nextContactSecond = second }
    }

    private func position(of address: PeerAddress) -> Int? {
        all.firstIndex { $0.address == address }
    }
}

/// There are too many peers.
public struct PeerListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public var description: String {
        "A node knows at most \(PeerList.maximumCount) peers, so none of these was added."
    }
}
