internal import API
internal import Chain
public import HTTP

/// What is known of the peers, by what they say and by what comes of asking them; and the nodes that may become peers.
///
/// Times are seconds of this node's uptime.
public struct PeerBook: Sendable {
    /// After how many seconds those are contacted again that don't gossip, are of another network or are this node
    /// itself: somebody else may be there by then.
    private static let secondsToOthers = 60

    /// After how many failures in a row a peer that nobody registered is forgotten: about an hour.
    private static let maximumFoundFailures = 120

    /// In the order they were registered.
    public private(set) var all: [Peer]

    /// Nodes that may become peers.
    private var candidates = Candidates()

    /// Strangers that have spoken lately, by their instances: they are no longer a reason to try the peers that are
    /// away.
    private var knownStrangers = RecentlySeen<String>(seconds: 300, maximumCount: 64)

    /// The earliest uptime at which an unknown sender makes the node try all failed peers: it may be one of them
    /// under a new address.
    private var nextRetrySecond = 0

    private let heartbeatSeconds: Int
    private let pinsGenesis: Bool

    init(_ peers: PeerList, options: NodeOptions) {
        all = peers.entries.map { Peer($0.address, isFound: $0.isFound) }
        heartbeatSeconds = options.heartbeatSeconds
        pinsGenesis = options.pinsGenesis
    }

    /// Those that are other nodes.
    public var addresses: [PeerAddress] { all.filter { !$0.isItself }.map(\.address) }

    /// The peer at an address.
    public subscript(address: PeerAddress) -> Peer? { all.first { $0.address == address } }

    /// The peer that last said it was this running node.
    func peer(at instance: String) -> Peer? {
        all.first { $0.status?.instance == instance && !$0.isItself }
    }

    /// Changes a peer, if it is there.
    private mutating func change(_ address: PeerAddress, _ body: (inout Peer) -> Void) {
        if let position = all.firstIndex(where: { $0.address == address }) { body(&all[position]) }
    }

    // MARK: Membership

    /// Peers are registered or found by now; those known already stay what they are.
    mutating func add(_ addresses: [PeerAddress], areFound: Bool) {
        for address in addresses {
            if self[address] == nil { all.append(Peer(address, isFound: areFound)) }
            if !areFound { change(address) { $0.isFound = false } }
        }
    }

    /// A peer is removed by now.
    mutating func remove(_ address: PeerAddress) {
        all.removeAll { $0.address == address }
    }

    /// Whether these are the peers of a list, as registered or found as there.
    func matches(_ list: PeerList) -> Bool {
        all.map { PeerList.Entry(address: $0.address, isFound: $0.isFound) } == list.entries
    }

    // MARK: What peers say

    /// What follows from what a peer has said of itself.
    struct Introduction {
        /// Whether it is another node of this network.
        let isOurs: Bool

        /// Whether it is another running node than the one that was there before, if one was known.
        let isNewInstance: Bool
        let isAnother: Bool

        /// The peer, if its state is news.
        let news: Peer?
    }

    /// A peer has said what it is; nil if there is none at the address.
    ///
    /// - Parameter wallTime: seconds since 1970.
    mutating func heard(
        _ status: NodeStatus, from address: PeerAddress, ours: NodeStatus, now: Int, wallTime: Double
    ) -> Introduction? {
        guard let before = self[address] else { return nil }
        var peer = before
        peer.status = status
        peer.length = status.length
        peer.noteAnswer(at: wallTime)
        peer.isItself = status.instance == ours.instance
        peer.fault = status.mismatch(with: ours, pinsGenesis: pinsGenesis).map(PeerFault.otherNetwork)
        let isOurs = !peer.isItself && peer.fault == nil
        peer.nextContactSecond = now + (isOurs && status.gossips ? heartbeatSeconds : Self.secondsToOthers)
        change(address) { $0 = peer }
        return Introduction(
            isOurs: isOurs, isNewInstance: before.status?.instance != status.instance,
            isAnother: before.status.map { $0.instance != status.instance } ?? false,
            news: before.lastSeen == nil || before.failures > 0 ? peer : nil)
    }

    /// A peer has answered, but doesn't say what it is: a tutorial node.
    mutating func answered(_ address: PeerAddress, length: Int, wallTime: Double) {
        change(address) { peer in
            peer.noteAnswer(at: wallTime)
            peer.length = length
        }
    }

    /// What follows from a failure.
    struct Failure {
        /// The peer, if it has not failed in this way the last time.
        let news: Peer?

        /// Whether it is to be forgotten.
        let isHopeless: Bool
    }

    /// A peer has not answered, or not as it should; nil if there is none at the address.
    mutating func failed(
        _ address: PeerAddress, _ fault: PeerFault, now: Int, wallTime: Double,
        using randomness: inout some RandomNumberGenerator
    ) -> Failure? {
        guard let before = self[address] else { return nil }
        var peer = before
        switch fault {
        case .doesNotGossip:
            peer.noteAnswer(at: wallTime)
            peer.status = nil
            peer.nextContactSecond = now + Self.secondsToOthers
        case .otherNetwork:
            peer.noteAnswer(at: wallTime)
            peer.fault = fault
            peer.nextContactSecond = now + Self.secondsToOthers
        case .noAnswer, .refused, .includesTwice:
            peer.failures += 1
            peer.fault = fault
            // At a time of its own, so that not all who lost a peer come back to it at once.
            peer.nextContactSecond =
                now + peer.backOffSeconds + Int.random(in: 0...peer.backOffSeconds / 4, using: &randomness)
        }
        change(address) { $0 = peer }
        return Failure(
            news: peer.fault != nil && peer.fault != before.fault ? peer : nil,
            isHopeless: peer.isFound && peer.failures > Self.maximumFoundFailures)
    }

    /// Why a peer's chain is of another network, in the words of a verdict; nil if nothing speaks against it.
    func mismatch(of theirs: PeerChain, ours: NodeStatus) -> String? {
        if let mismatch = theirs.status?.mismatch(with: ours, pinsGenesis: pinsGenesis) { return mismatch }
        // A tutorial node doesn't say so, and others needn't say the truth.
        guard pinsGenesis, let longer = theirs.longer else { return nil }
        return NodeStatus.mismatch(genesis: longer.blocks.hash(at: 0), ours: ours.genesis)
    }

    // MARK: What is claimed in their name

    /// Somebody has spoken in a peer's name.
    mutating func claimed(_ status: NodeStatus, inTheNameOf address: PeerAddress, now: Int) {
        change(address) { peer in
            peer.claimedTip = (status.tip, status.length)
            // It may be back: speaking to it shows that.
            if peer.failures > 0 { peer.nextContactSecond = now }
        }
    }

    /// A message comes from where a peer is, in another name: asking there shows who it is.
    mutating func contactSoon(_ address: PeerAddress, now: Int) {
        change(address) { $0.nextContactSecond = now }
    }

    /// An unknown node has spoken. It may be a peer that was away, under the name it has in its network, so those are
    /// tried again; but some speak on and become none.
    mutating func heardStranger(_ instance: String, now: Int) {
        guard now >= nextRetrySecond, !knownStrangers.contains(instance, at: now) else { return }
        knownStrangers.insert(instance, at: now)
        nextRetrySecond = now + heartbeatSeconds
        for position in all.indices where all[position].failures > 0 { all[position].nextContactSecond = now }
    }

    // MARK: What comes of fetching their chains

    /// A claim is being looked at.
    mutating func lookedAtClaim(of address: PeerAddress) {
        change(address) { $0.claimedTip?.length = nil }
    }

    /// Its chain was taken, or ours is as long by now.
    mutating func fetched(_ address: PeerAddress) {
        change(address) { $0.fruitlessFetches = 0 }
    }

    /// Its chain was fetched, and came to nothing.
    mutating func fetchedInVain(_ address: PeerAddress, now: Int) {
        change(address) { peer in
            peer.fruitlessFetches += 1
            peer.nextFetchSecond = now + peer.fetchBackOffSeconds
        }
    }

    /// Its chain was fetched, and isn't what somebody else had claimed. The peer is not to blame, and whoever claims
    /// that makes the node ask no more often than once a second.
    mutating func foundClaimFalse(of address: PeerAddress, now: Int) {
        change(address) { $0.nextFetchSecond = now + 1 }
    }

    // MARK: Candidates

    /// How many candidates are being met.
    var meetingCount: Int { candidates.meetingCount }

    /// Whether one more candidate may wait.
    var hasRoomForCandidate: Bool { candidates.hasRoom }

    /// Puts those in line to be met that aren't peers.
    mutating func consider(_ addresses: [PeerAddress], now: Int) {
        for address in addresses where self[address] == nil { candidates.add(address, at: now) }
    }

    /// The next candidate, whose meeting begins.
    mutating func nextCandidate() -> PeerAddress? { candidates.next() }

    /// A meeting has ended; the candidate is a peer by now, or is left alone for a while.
    mutating func endMeeting(with address: PeerAddress, now: Int) {
        candidates.endMeeting(with: address, isPeer: self[address] != nil, at: now)
    }
}

extension Peer {
    fileprivate mutating func noteAnswer(at wallTime: Double) {
        lastSeen = wallTime
        failures = 0
        fault = nil
    }
}
