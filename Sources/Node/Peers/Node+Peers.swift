internal import API
internal import Chain
public import HTTP
internal import Logging
public import Records

/// The node's work with its peers: recording what they say, and contacting those that may become peers.
extension Node {
    /// How many of the addresses of a name are tried: an IPv6 address and an IPv4 address.
    private static let maximumAddressesTried = 2

    /// Adds peers, all or none (the tutorial's `register_node`). Known peers stay as they are.
    ///
    /// - Parameter client: who registers them, and has a share of the places; nil for the owner.
    public func registerNodes(
        _ addresses: [PeerAddress], by client: ClientGroup? = nil
    ) async throws(RegistrationError) {
        do throws(SubmitError<PeerListError>) {
            try await submit(RegisterPeers(addresses, areFound: false, by: client))
        } catch {
            switch error {
            case .refused(let error): throw .tooMany(error)
            case .tooManyWaiting: throw .tooManyWaiting
            case .notCommitted(let error): throw .notKept(error)
            }
        }
    }

    /// Removes a peer, and returns whether there was one.
    public func removeNode(_ address: PeerAddress) async throws(RegistrationError) -> Bool {
        do throws(SubmitError<RemovePeer.NotThere>) {
            try await submit(RemovePeer(address, ifFound: false))
            return true
        } catch {
            switch error {
            case .refused: return false
            case .tooManyWaiting: throw .tooManyWaiting
            case .notCommitted(let error): throw .notKept(error)
            }
        }
    }

    // MARK: What peers say

    /// A peer has sent its status. Returns whether it is a node of our network.
    ///
    /// - Parameter host: where it was reached, if that was an answer to a message.
    @discardableResult
    func note(_ status: NodeStatus, of address: PeerAddress, reachedAt host: String? = nil) -> Bool {
        let heard = peers.heard(
            status, from: address, reachedAt: host, ours: self.status, now: uptimeSeconds,
            wallTime: ports.clock.secondsSince1970)
        guard let heard else { return false }
        if heard.isNewInstance {
            // It was restarted, or is one of several nodes at this address: it is sent everything again, but not as
            // fast as they answer.
            relay.forget(address, restUntil: heard.isAnother ? uptimeSeconds + options.heartbeatSeconds : nil)
        }
        if let peer = heard.news { log(peer) }
        return heard.isOurs
    }

    /// A peer has not answered, or answered wrongly. Only news is logged, not each failure.
    func note(_ fault: PeerFault, of address: PeerAddress) {
        let failure = peers.failed(
            address, fault, now: uptimeSeconds, wallTime: ports.clock.secondsSince1970, using: &randomness)
        guard let failure else {
            ports.logger.debug("node refused", metadata: ["node": "\(address)", "why": "\(fault)"])
            return
        }
        if let peer = failure.news { log(peer) }
        if failure.isHopeless { forget(address) }
    }

    /// Records a peer's answer about its chain, and returns it: refused if it is from another network.
    func note(_ answer: Result<PeerChain, PeerFault>, of address: PeerAddress) -> Result<PeerChain, PeerFault> {
        switch answer {
        case .failure(let fault):
            note(fault, of: address)
            return answer
        case .success(let theirs):
            if let status = theirs.status {
                note(status, of: address)
            } else {
                peers.answered(
                    address, length: theirs.length, tip: theirs.rest == nil ? theirs.longer?.tipHash : nil,
                    wallTime: ports.clock.secondsSince1970)
            }
            guard let mismatch = peers.mismatch(of: theirs, ours: status) else { return answer }
            note(.otherNetwork(mismatch), of: address)
            return .failure(.otherNetwork(mismatch))
        }
    }

    private func log(_ peer: Peer) {
        var metadata: Logger.Metadata = ["peer": "\(peer.address)", "state": "\(peer.state.rawValue)"]
        if let fault = peer.fault { metadata["why"] = "\(fault)" }
        if let length = peer.length { metadata["length"] = "\(length)" }
        ports.logger.log(level: peer.fault == nil ? .info : .notice, "peer", metadata: metadata)
    }

    // MARK: Discovery

    /// Whether to ask others for their peers.
    var wantsPeers: Bool {
        let list = journal.state.peers
        return options.discovers && peers.hasRoomForCandidate
            && (list.hasRoomForFound || peers.giver(among: list.addresses) != nil)
    }

    /// Puts nodes that a peer has named in line to be contacted.
    func consider(_ addresses: [PeerAddress], namedBy peer: PeerAddress) {
        guard options.discovers else { return }
        for address in addresses.prefix(GossipAnswer.maximumPeers)
        where isOfUse(address) && options.allowedPeers.refusal(of: address) == nil {
            peers.consider(address, from: peer.host, now: uptimeSeconds)
        }
    }

    /// Whether a node could become a peer: one more has room in its network and in all, or one of those can go.
    func isOfUse(_ address: PeerAddress) -> Bool {
        guard let rivals = journal.state.peers.rivals(ofFound: address) else { return true }
        return peers.giver(among: rivals) != nil
    }

    /// Contacts the next candidate. Called once a second, so that a node which names many causes only few contacts.
    func meetCandidate() {
        let (list, book) = (journal.state.peers, peers)
        let next = peers.nextCandidate { address in
            guard let rivals = list.rivals(ofFound: address) else { return true }
            return book.giver(among: rivals) != nil
        }
        guard let address = next else { return }
        inBackground { node, _ in
            // It may have been registered while it waited.
            let leadsToKnown = node.peers[address] == nil ? await node.meet(address) : false
            node.peers.endMeeting(with: address, isNameOfKnown: leadsToKnown, now: node.uptimeSeconds)
        }
    }

    /// Makes a node a peer if it answers as one of ours. Returns whether the candidate is a public name of a node that
    /// is a peer now, or of this node.
    private func meet(_ candidate: PeerAddress) async -> Bool {
        guard NetworkGroup.isPublicName(candidate.host) else {
            await meet(at: candidate)
            return false
        }
        // Public names are replaced by where they lead, because the places are given out by network.
        let addresses = await ports.network.resolve(candidate).prefix(Self.maximumAddressesTried)
        if addresses.contains(where: { peers[$0] != nil }) { return true }
        for address in addresses where isOfUse(address) && options.allowedPeers.refusal(of: address) == nil {
            switch await meet(at: address) {
            case .isKnown: return true
            case .isDeclined: return false
            case .doesNotAnswer: continue
            }
        }
        return false
    }

    /// What a node turned out to be that might become a peer.
    private enum Meeting {
        /// A peer now, or one before under another address, or this node itself.
        case isKnown
        case isDeclined
        case doesNotAnswer
    }

    /// Makes the node at an address a peer if it answers as one of ours.
    @discardableResult
    private func meet(at address: PeerAddress) async -> Meeting {
        let message = GossipMessage(status: status, transactions: [], wantsPeers: false)
        guard case .success(let reply) = await ports.network.send(message, to: address) else { return .doesNotAnswer }
        let answer = reply.answer
        let instance = answer.status.instance
        if instance == identity.instance || peers.peer(instance, reachedAt: reply.host) != nil { return .isKnown }
        guard answer.status.gossips, answer.status.mismatch(with: status, pinsGenesis: options.pinsGenesis) == nil,
            await makeRoom(for: address), (try? await submit(RegisterPeers([address], areFound: true))) != nil
        else { return .isDeclined }
        // It may have become a peer under another name at the same time.
        if let known = peers.peer(instance, reachedAt: reply.host), known.address != address {
            forget(address)
        } else {
            note(answer.status, of: address, reachedAt: reply.host)
            announce()
        }
        return .isKnown
    }

    /// Returns whether there is room for one more found peer; one that fails gives its place.
    private func makeRoom(for address: PeerAddress) async -> Bool {
        guard let rivals = journal.state.peers.rivals(ofFound: address) else { return true }
        guard let giver = peers.giver(among: rivals) else { return false }
        return (try? await submit(RemovePeer(giver, ifFound: true))) != nil
    }

    /// Forgets a peer, unless it has been registered meanwhile.
    private func forget(_ address: PeerAddress) {
        inBackground { node, _ in _ = try? await node.submit(RemovePeer(address, ifFound: true)) }
    }
}

/// Why peers were not registered, or one was not removed.
public enum RegistrationError: Error, Hashable, Sendable {
    /// There would be too many.
    case tooMany(PeerListError)

    /// Too many requests wait for the disk.
    case tooManyWaiting

    /// The disk did not store it.
    case notKept(StorageError)
}
