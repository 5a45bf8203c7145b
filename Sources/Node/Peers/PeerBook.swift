internal import API
internal import Chain
public import HTTP

/// What is known about the peers, from what they say and from asking them; and the nodes that may become peers.
///
/// Times are seconds of this node's uptime.
public struct PeerBook: Sendable {
    /// After how many seconds nodes that don't gossip, are of another network or are this node itself are contacted
    /// again: another node may be there by then.
    private static let secondsToOthers = 60

    /// After how many seconds blocks from the future are asked for again: by a clock that is wrong, they may be so for
    /// long.
    static let secondsToFuture = 10

    /// After how many failures in a row a found peer is forgotten: about an hour.
    private static let maximumFoundFailures = 120

    /// In order of registration.
    public private(set) var all: [Peer]

    /// Nodes that may become peers.
    private var candidates: Candidates

    /// What nodes that aren't peers make this one do.
    var strangers: Strangers

    private let heartbeatSeconds: Int
    private let pinsGenesis: Bool

    init(_ peers: PeerList, options: NodeOptions) {
        all = peers.entries.map { Peer($0.address, isFound: $0.isFound, wasKept: true) }
        candidates = Candidates(options.limits.peers)
        strangers = Strangers(options.limits.peers, secondsBetweenNews: options.heartbeatSeconds)
        heartbeatSeconds = options.heartbeatSeconds
        pinsGenesis = options.pinsGenesis
    }

    /// The addresses of the peers that are other nodes.
    public var addresses: [PeerAddress] { all.filter { !$0.isItself }.map(\.address) }

    /// The peer at an address.
    public subscript(address: PeerAddress) -> Peer? { all.first { $0.address == address } }

    /// The peer that last identified itself as this running node, in an answer to a message, from this host. Its
    /// `instance` is public: at another host may be one who only claims to be it.
    func peer(_ instance: String, reachedAt host: String) -> Peer? {
        all.first { $0.status?.instance == instance && !$0.isItself && $0.isReached(at: host) }
    }

    /// Changes a peer, if there is one at the address.
    mutating func change(_ address: PeerAddress, _ body: (inout Peer) -> Void) {
        if let position = all.firstIndex(where: { $0.address == address }) { body(&all[position]) }
    }

    // MARK: Membership

    /// Peers were registered or found; known ones stay as they are.
    mutating func add(_ addresses: [PeerAddress], areFound: Bool) {
        for address in addresses {
            if self[address] == nil { all.append(Peer(address, isFound: areFound)) }
            if !areFound { change(address) { $0.isFound = false } }
        }
    }

    /// A peer was removed.
    mutating func remove(_ address: PeerAddress) {
        all.removeAll { $0.address == address }
    }

    /// Whether these are exactly the peers of a list, each found or registered as there.
    func matches(_ list: PeerList) -> Bool {
        all.map { PeerList.Entry(address: $0.address, isFound: $0.isFound) } == list.entries
    }

    // MARK: What peers say

    /// What follows from a peer's status.
    struct Introduction {
        /// Whether it is another node of this network.
        let isOurs: Bool

        /// Whether it is the first running node that is known there, or a different one than before.
        let isNewInstance: Bool

        /// Whether it is a different one than before.
        let isAnother: Bool

        /// The peer, if its state is news.
        let news: Peer?
    }

    /// A peer has sent its status; nil if there is none at the address.
    ///
    /// - Parameters:
    ///   - host: where it was reached, if that was an answer to a message.
    ///   - wallTime: seconds since 1970.
    mutating func heard(
        _ status: NodeStatus, from address: PeerAddress, reachedAt host: String? = nil, ours: NodeStatus, now: Int,
        wallTime: Double
    ) -> Introduction? {
        guard let before = self[address] else { return nil }
        var peer = before
        if before.status?.instance != status.instance { peer.forgetWord() }
        if let host { peer.reachedHost = host }
        peer.status = ours.work == nil ? status.withoutWork : status
        (peer.length, peer.tip) = (status.length, status.tip)
        peer.noteAnswer(at: wallTime)
        peer.isItself = status.instance == ours.instance
        peer.fault = status.mismatch(with: ours, pinsGenesis: pinsGenesis).map(PeerFault.otherNetwork)
        let isOurs = !peer.isItself && peer.fault == nil
        let next = now + (isOurs && status.gossips ? heartbeatSeconds : Self.secondsToOthers)
        // Until it has answered a message, nobody knows where it speaks from: that is not put off.
        peer.nextContactSecond = peer.reachedHost == nil ? min(next, before.nextContactSecond) : next
        change(address) { $0 = peer }
        return Introduction(
            isOurs: isOurs, isNewInstance: before.status?.instance != status.instance,
            isAnother: before.status.map { $0.instance != status.instance } ?? false,
            news: before.lastSeen == nil || before.failures > 0 ? peer : nil)
    }

    /// A peer has answered without a status: a tutorial node.
    ///
    /// - Parameter tip: its newest block, if its chain was read to the end.
    mutating func answered(_ address: PeerAddress, length: Int, tip: BlockHash?, wallTime: Double) {
        change(address) { peer in
            peer.noteAnswer(at: wallTime)
            // One whose chain is no longer than ours isn't read to the end, and may be as it was.
            if tip != nil || length != peer.length { peer.tip = tip }
            peer.length = length
        }
    }

    /// What follows from a failure.
    struct Failure {
        /// The peer, unless its last failure was the same.
        let news: Peer?

        /// Whether the peer should be forgotten.
        let isHopeless: Bool
    }

    /// A peer has not answered, or answered wrongly, or with a block from the future, which is no failure; nil if there
    /// is none at the address.
    mutating func failed(
        _ address: PeerAddress, _ fault: PeerFault, now: Int, wallTime: Double,
        using randomness: inout some RandomNumberGenerator
    ) -> Failure? {
        guard let before = self[address] else { return nil }
        var peer = before
        switch fault {
        case .doesNotGossip:
            peer.forgetWord()
            peer.noteAnswer(at: wallTime)
            peer.status = nil
            peer.nextContactSecond = now + Self.secondsToOthers
        case .otherNetwork:
            peer.forgetWord()
            peer.noteAnswer(at: wallTime)
            peer.fault = fault
            peer.nextContactSecond = now + Self.secondsToOthers
        case .refused where fault.isNotYet:
            peer.noteAnswer(at: wallTime)
            peer.fault = fault
        case .noAnswer:
            peer.forgetWord()
            fallthrough
        case .refused, .includesTwice, .isFinal:
            peer.failures += 1
            peer.fault = fault
            // At a random time, so that nodes that lost the same peer don't all come back to it at once.
            peer.nextContactSecond =
                now + peer.backOffSeconds + Int.random(in: 0...peer.backOffSeconds / 4, using: &randomness)
        }
        change(address) { $0 = peer }
        return Failure(
            news: peer.fault != nil && peer.fault != before.fault ? peer : nil,
            isHopeless: peer.isFound && peer.failures > Self.maximumFoundFailures)
    }

    /// Why a peer's chain is from another network, in the words of a verdict, or nil.
    func mismatch(of theirs: PeerChain, ours: NodeStatus) -> NetworkMismatch? {
        if let mismatch = theirs.status?.mismatch(with: ours, pinsGenesis: pinsGenesis) { return mismatch }
        // A tutorial node doesn't send its genesis, and others may lie.
        guard pinsGenesis, let genesis = theirs.longer?.blocks.hash(at: 0), genesis != ours.genesis else { return nil }
        return .genesis(genesis, ours: ours.genesis)
    }

    // MARK: Claims in their name

    /// A message was sent in the name of a running node. If it comes from where a peer answers that says it is that
    /// node, it is that peer's. Returns whether no other sender needs to be looked for: it is a peer's, or a proxy has
    /// passed it on that may have it from one. From anywhere else it may come from the node itself, and the peer may be
    /// one that only says so.
    ///
    /// - Parameters:
    ///   - host: the address from which it came.
    ///   - isPassedOn: whether that may be a proxy's.
    mutating func claimed(_ status: NodeStatus, from host: String, isPassedOn: Bool, now: Int) -> Bool {
        if !isPassedOn, let peer = peer(status.instance, reachedAt: host) {
            claimed(status, inTheNameOf: peer.address, from: host, isItsWord: true, now: now)
            return true
        }
        let named = all.filter { $0.status?.instance == status.instance && !$0.isItself }
        for peer in named { claimed(status, inTheNameOf: peer.address, from: host, isItsWord: false, now: now) }
        return isPassedOn && !named.isEmpty
    }

    /// A message was sent in a peer's name.
    ///
    /// - Parameters:
    ///   - host: the address from which it came.
    ///   - isItsWord: whether that is where the peer answers.
    private mutating func claimed(
        _ status: NodeStatus, inTheNameOf address: PeerAddress, from host: String, isItsWord: Bool, now: Int
    ) {
        change(address) { $0.claimed(status.tip, weight: status.weight, byItself: isItsWord) }
        // It may be back: contacting it will show.
        if let peer = self[address], peer.failures > 0 { contactSoon(address, from: host, now: now) }
    }

    /// A message came from a peer's address under another name: contacting it shows which node it is.
    ///
    /// - Parameter host: the address from which it came.
    mutating func contactSoon(_ address: PeerAddress, from host: String, now: Int) {
        guard let peer = self[address], peer.nextContactSecond > now,
            strangers.mayContact(address.port, from: host, now: now)
        else { return }
        strangers.noteContact(address.port, from: host, now: now)
        change(address) { $0.nextContactSecond = now }
    }

    /// An unknown node has sent a message. It may be a failed peer under its name in its own network.
    mutating func heardStranger(_ instance: String, now: Int) {
        guard strangers.isNews(instance, now: now) else { return }
        for position in all.indices where all[position].failures > 0 { all[position].nextContactSecond = now }
    }

    // MARK: Candidates

    /// How many candidates are being contacted.
    var meetingCount: Int { candidates.meetingCount }

    /// Whether one more candidate may wait.
    var hasRoomForCandidate: Bool { candidates.hasRoom }

    /// Puts one in line to be contacted unless it is a peer, and returns whether it is in line now and wasn't before.
    ///
    /// - Parameter host: the address of the node that named it.
    @discardableResult
    mutating func consider(_ address: PeerAddress, from host: String, now: Int) -> Bool {
        self[address] == nil && candidates.add(address, from: NetworkGroup(host: host), at: now)
    }

    /// The next candidate that could become a peer, whose contact begins.
    mutating func nextCandidate(where isWanted: (PeerAddress) -> Bool) -> PeerAddress? {
        candidates.next(where: isWanted)
    }

    /// A contact has ended; the candidate is a peer now, or is left alone for a while.
    ///
    /// - Parameter isNameOfKnown: whether it is a name of a node that is known by its address.
    mutating func endMeeting(with address: PeerAddress, isNameOfKnown: Bool, now: Int) {
        candidates.endMeeting(
            with: address, isPeer: self[address] != nil, isNameOfKnown: isNameOfKnown, at: now)
    }
}

extension Peer {
    fileprivate mutating func noteAnswer(at wallTime: Double) {
        lastSeen = wallTime
        failures = 0
        fault = nil
    }
}
