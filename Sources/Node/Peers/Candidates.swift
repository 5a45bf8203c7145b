internal import API
internal import HTTP

/// Nodes that may become peers: those that wait to be met, in the order they were named, and how many are met now.
struct Candidates: Sendable {
    /// How many may wait: what a few answers name.
    private static let maximumWaiting = 4 * GossipAnswer.maximumPeers

    /// How many are met at once, so that one that doesn't answer does not keep the others waiting.
    private static let maximumMeetings = 2

    private var waiting: [PeerAddress] = []

    /// Those that were met and are no peers: others name them again and again.
    private var declined = RecentlySeen<PeerAddress>(seconds: 60, maximumCount: 256)

    /// How many are met now.
    private(set) var meetingCount = 0

    /// Whether one more may wait.
    var hasRoom: Bool { waiting.count < Self.maximumWaiting }

    /// Puts one in line, if there is room; not if it is there or was declined lately.
    mutating func add(_ address: PeerAddress, at uptimeSeconds: Int) {
        guard hasRoom, !waiting.contains(address), !declined.contains(address, at: uptimeSeconds) else { return }
        waiting.append(address)
    }

    /// The next in line, whose meeting begins; nil if nobody waits or too many are met now.
    mutating func next() -> PeerAddress? {
        guard meetingCount < Self.maximumMeetings, !waiting.isEmpty else { return nil }
        meetingCount += 1
        return waiting.removeFirst()
    }

    /// A meeting has ended, and it has become a peer, or else is left alone for a while.
    mutating func endMeeting(with address: PeerAddress, isPeer: Bool, at uptimeSeconds: Int) {
        meetingCount -= 1
        if !isPeer { declined.insert(address, at: uptimeSeconds) }
    }
}
