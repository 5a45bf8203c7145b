internal import API
internal import HTTP

/// Nodes that may become peers: those waiting to be contacted, and those that are being contacted.
///
/// Whoever names some has a line of their own, and the lines take turns. So a speaker that names many keeps out nobody
/// whom others name.
struct Candidates: Sendable {
    /// How many may wait: as many as a few answers name.
    private static let maximumWaiting = 4 * GossipAnswer.maximumPeers

    /// How many one speaker may have waiting: as many as one answer names.
    private static let maximumOfSpeaker = GossipAnswer.maximumPeers

    /// How many are contacted at once, so that one that doesn't answer won't keep the others waiting.
    private static let maximumMeetings = 2

    /// Those whom one speaker has named, in the order in which it did.
    private struct Line: Sendable {
        let speaker: NetworkGroup
        var waiting: [PeerAddress]

        func count(in group: NetworkGroup) -> Int { waiting.count { NetworkGroup(of: $0) == group } }
    }

    /// None is empty; the first one's turn is next.
    private var lines: [Line] = []

    /// Nodes that were contacted and did not become peers: others name them again and again.
    private var declined = RecentlySeen<PeerAddress>(seconds: 60, maximumCount: 256)

    /// Names of nodes that are known by their addresses: peers go on naming them. For an hour, because a found peer
    /// that is gone is forgotten after about as long.
    private var namesOfKnown = RecentlySeen<PeerAddress>(seconds: 3_600, maximumCount: 256)

    /// Those that are being contacted.
    private var meeting: Set<PeerAddress> = []

    private let limits: PeerLimits

    init(_ limits: PeerLimits = PeerLimits()) {
        self.limits = limits
    }

    private var count: Int { lines.reduce(0) { $0 + $1.waiting.count } }

    /// How many are being contacted.
    var meetingCount: Int { meeting.count }

    /// Whether one more may wait.
    var hasRoom: Bool { count < Self.maximumWaiting }

    /// Puts one in line, unless it is already there, is being contacted or was declined recently, or more of its
    /// network wait already than could become peers. If all lines together are as long as they may be, the last of the
    /// longest goes.
    ///
    /// - Returns: whether it waits now and did not before.
    @discardableResult
    mutating func add(_ address: PeerAddress, from speaker: NetworkGroup, at uptimeSeconds: Int) -> Bool {
        guard !declined.contains(address, at: uptimeSeconds), !namesOfKnown.contains(address, at: uptimeSeconds),
            !meeting.contains(address), !lines.contains(where: { $0.waiting.contains(address) })
        else { return false }
        let position = lines.firstIndex { $0.speaker == speaker }
        let line = position.map { lines[$0] } ?? Line(speaker: speaker, waiting: [])
        guard line.waiting.count < Self.maximumOfSpeaker,
            line.count(in: NetworkGroup(of: address)) < limits.foundOfNetwork
        else { return false }
        if !hasRoom {
            let longest = lines.indices.max { lines[$0].waiting.count < lines[$1].waiting.count }
            guard let longest, lines[longest].waiting.count > line.waiting.count + 1 else { return false }
            lines[longest].waiting.removeLast()
        }
        if let position {
            lines[position].waiting.append(address)
        } else {
            lines.append(Line(speaker: speaker, waiting: [address]))
        }
        return true
    }

    /// The next whose contact begins; nil if none waits or too many are being contacted.
    ///
    /// - Parameter isWanted: whether one could still become a peer; those that couldn't are dropped.
    mutating func next(where isWanted: (PeerAddress) -> Bool = { _ in true }) -> PeerAddress? {
        guard meetingCount < Self.maximumMeetings else { return nil }
        while !lines.isEmpty {
            var line = lines.removeFirst()
            let address = line.waiting.removeFirst()
            if !line.waiting.isEmpty { lines.append(line) }
            guard isWanted(address) else { continue }
            meeting.insert(address)
            return address
        }
        return nil
    }

    /// A contact has ended. If the node did not become a peer under this address, it is left alone for a while.
    mutating func endMeeting(
        with address: PeerAddress, isPeer: Bool, isNameOfKnown: Bool = false, at uptimeSeconds: Int
    ) {
        meeting.remove(address)
        if isNameOfKnown { namesOfKnown.insert(address, at: uptimeSeconds) }
        if !isPeer { declined.insert(address, at: uptimeSeconds) }
    }
}
