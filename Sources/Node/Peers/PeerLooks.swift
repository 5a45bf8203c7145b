internal import EventLoop
internal import HTTP

/// What was seen of peers' newest blocks, for a few seconds.
///
/// However many clients ask, and however often, a peer is asked once in that time, and few at once. So nobody can make
/// the node knock where it wouldn't, or send much on for a little.
struct PeerLooks {
    typealias Outcome = Result<PeerLook, PeerFault>

    /// How long what was seen is answered with again, failures too: as long as a person waits for something new.
    static let freshTime = Duration.seconds(3)

    /// How many peers are looked at at once: each holds up to a megabyte of text, and what is read of it.
    static let maximumAtOnce = 4

    /// How many clients may wait for one peer.
    static let maximumWaiting = 64

    /// What was seen, and when.
    struct Seen: Sendable {
        let outcome: Outcome
        /// By the monotonic clock.
        let moment: Duration
        let secondsSince1970: Double
    }

    private struct Place {
        var last: Seen?
        var isRunning = false
        let waiters = Waiters<Seen>(limit: PeerLooks.maximumWaiting)
    }

    private var places: [PeerAddress: Place] = [:]

    /// What was seen of a peer a moment ago.
    func fresh(_ address: PeerAddress, at now: Duration) -> Seen? {
        places[address]?.last.flatMap { now - $0.moment < Self.freshTime ? $0 : nil }
    }

    /// Those who wait for a look at a peer, which has begun or is to begin now; nil if too many others are looked at.
    mutating func begin(_ address: PeerAddress) -> (waiters: Waiters<Seen>, isNew: Bool)? {
        if let place = places[address], place.isRunning { return (place.waiters, false) }
        guard places.count(where: { $0.value.isRunning }) < Self.maximumAtOnce else { return nil }
        places[address, default: Place()].isRunning = true
        return places[address].map { ($0.waiters, true) }
    }

    /// A look has ended; those who wait for it are to be resumed.
    mutating func end(_ address: PeerAddress, _ seen: Seen) -> Waiters<Seen>? {
        places[address]?.isRunning = false
        places[address]?.last = seen
        return places[address]?.waiters
    }

    /// Forgets those that aren't peers any more, unless they are being looked at.
    mutating func keep(_ addresses: [PeerAddress]) {
        places = places.filter { $0.value.isRunning || addresses.contains($0.key) }
    }
}

extension Node {
    /// The newest blocks of a peer, or why there are none, as of a few seconds ago at most; nil if too many wait or the
    /// node is ending.
    func look(at address: PeerAddress, for client: ClientGroup) async -> PeerLooks.Seen? {
        if let seen = looks.fresh(address, at: ports.clock.now) { return seen }
        guard tasks.isRunning, let (waiters, isNew) = looks.begin(address) else { return nil }
        if isNew {
            looks.keep(peers.all.map(\.address))
            inBackground { node, _ in await node.finishLook(at: address) }
        }
        return await waiters.wait(for: client.number)
    }

    private func finishLook(at address: PeerAddress) async {
        let outcome = await ports.network.look(at: address)
        let seen = PeerLooks.Seen(
            outcome: outcome, moment: ports.clock.now, secondsSince1970: ports.clock.secondsSince1970)
        looks.end(address, seen)?.resumeAll(returning: seen)
    }
}
