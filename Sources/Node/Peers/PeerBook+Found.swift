// Which of the found peers keep their places.
extension PeerBook {
    /// After how many failures in a row a found peer gives its place to another: about a minute.
    private static let failuresToGiveWay = 6

    /// How many found peers keep their places even then, those that have proved themselves longest: an attack that also
    /// makes them unreachable has to last an hour.
    private static let maximumAnchors = 4

    /// The found peers that keep their places: those that have brought blocks, or were there before the start, in the
    /// order in which they were found.
    private var anchors: [PeerAddress] {
        all.filter { $0.isFound && ($0.hasDelivered || $0.wasKept) }.prefix(Self.maximumAnchors).map(\.address)
    }

    /// Which of some found peers gives its place to another one; nil if each is worth its place.
    func giver(among addresses: [PeerAddress]) -> PeerAddress? {
        let anchors = anchors
        let failing = all.filter { peer in
            peer.isFound && addresses.contains(peer.address) && !anchors.contains(peer.address)
                && (peer.failures >= Self.failuresToGiveWay || peer.state == .itself || peer.state == .otherNetwork)
        }
        return failing.max { $0.failures < $1.failures }?.address
    }
}
