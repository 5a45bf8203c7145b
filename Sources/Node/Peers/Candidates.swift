internal import API
internal import HTTP

/// Nodes that may become peers: those waiting to be contacted, in the order they were named, and the number of contacts
/// in progress.
struct Candidates: Sendable {
    /// How many may wait: as many as a few answers name.
    private static let maximumWaiting = 4 * GossipAnswer.maximumPeers

    /// How many are contacted at once, so that one that doesn't answer won't keep the others waiting.
    private static let maximumMeetings = 2

    private var waiting: [PeerAddress] = []

    /// Nodes that were contacted and did not become peers: others name them again and again.
    private var declined = RecentlySeen<PeerAddress>(seconds: 60, maximumCount: 256)

    /// How many are being contacted.
    private(set) var meetingCount = 0

    /// Whether one more may wait.
    var hasRoom: Bool { waiting.count < Self.maximumWaiting }

    /// Puts one in line if there is room, unless it is already there or was declined recently.
    mutating func add(_ address: PeerAddress, at uptimeSeconds: Int) {
        guard hasRoom, !waiting.contains(address), !declined.contains(address, at: uptimeSeconds) else { return }
        waiting.append(address)
    }

    /// The next in line, whose contact begins; nil if none waits or too many are being contacted.
    mutating func next() -> PeerAddress? {
        guard meetingCount < Self.maximumMeetings, !waiting.isEmpty else { return nil }
        meetingCount += 1
        return waiting.removeFirst()
    }

    /// A contact has ended. If the node did not become a peer, it is left alone for a while.
    mutating func endMeeting(with address: PeerAddress, isPeer: Bool, at uptimeSeconds: Int) {
        meetingCount -= 1
        if !isPeer { declined.insert(address, at: uptimeSeconds) }
    }
}
