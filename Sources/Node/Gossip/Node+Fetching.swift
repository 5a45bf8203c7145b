internal import Chain
internal import Logging

/// A chain that is being fetched because somebody said that it is longer.
struct ChainFetch: Sendable {
    let address: PeerAddress
    /// How long it is said to be.
    let length: Int
    /// Whether that is its own answer, and not what somebody said in its name.
    let isItsWord: Bool
    /// At what uptime it began.
    let startSecond: Int
}

/// Fetching what peers say they have.
extension Node {
    /// How many chains are fetched at once besides rounds of consensus: one does, unless its peer is slow or lies.
    private static let maximumFetches = 4

    /// How many of them may be of nodes that are not among the peers.
    private static let maximumStrangers = 2

    /// Begins to fetch from a peer whose chain is said to be longer than ours, and than what is being fetched already.
    func fetchLonger() {
        guard options.gossips, background.isRunning else { return }
        while fetches.count < Self.maximumFetches {
            let candidates = peers.all.filter { peer in
                peer.possibleLength > chain.length && peer.failures == 0 && peer.fault == nil && !peer.isItself
                    && peer.status != nil && uptimeSeconds >= peer.nextFetchSecond && !isFetching(from: peer.address)
            }
            // What strangers say holds up no peer.
            let others = fetches.filter { peers[$0.address] != nil }
            guard let length = candidates.map(\.possibleLength).max(), isWorthwhile(length: length, besides: others),
                let peer = candidates.first(where: { $0.possibleLength == length })
            else { return }
            peers[peer.address]?.hearsay?.length = nil
            begin(
                ChainFetch(
                    address: peer.address, length: length, isItsWord: peer.length == length,
                    startSecond: uptimeSeconds))
        }
    }

    /// Begins to fetch from a node that is not among the peers.
    func fetch(ofStranger address: PeerAddress, length: Int) {
        let strangers = fetches.count { peers[$0.address] == nil }
        guard background.isRunning, strangers < Self.maximumStrangers, fetches.count < Self.maximumFetches,
            length > chain.length, !isFetching(from: address), isWorthwhile(length: length, besides: fetches)
        else { return }
        begin(ChainFetch(address: address, length: length, isItsWord: false, startSecond: uptimeSeconds))
    }

    private func isFetching(from address: PeerAddress) -> Bool {
        fetches.contains { $0.address == address }
    }

    /// How long a fetch is thought to bring what was said; after that, the same is fetched from another as well.
    private static let patienceSeconds = 1

    /// Whether none of some fetches is about to bring as much.
    private func isWorthwhile(length: Int, besides fetches: [ChainFetch]) -> Bool {
        !fetches.contains { $0.length >= length && uptimeSeconds - $0.startSecond <= Self.patienceSeconds }
    }

    private func begin(_ fetch: ChainFetch) {
        fetches.append(fetch)
        inBackground { node, _ in
            await node.run(fetch)
            node.fetchLonger()
        }
    }

    private func run(_ fetch: ChainFetch) async {
        let answer = await network.chain(of: fetch.address, beyond: chain)
        defer { fetches.removeAll { $0.address == fetch.address } }
        guard background.isRunning else { return }
        let noted = note(answer, of: fetch.address)
        if case .failure(let fault) = noted {
            let level: Logger.Level = peers[fetch.address] == nil ? .debug : .notice
            logger.log(level: level, "peer refused", metadata: ["peer": "\(fetch.address)", "why": "\(fault)"])
        }
        if let longer = try? noted.get().longer, await take(longer, from: fetch.address) {
            peers[fetch.address]?.fruitlessFetches = 0
        } else if chain.length < fetch.length {
            if case .success = noted, !fetch.isItsWord, peers[fetch.address]?.length ?? .max <= chain.length {
                peers[fetch.address]?.noteFalseHearsay(at: uptimeSeconds)
                return
            }
            peers[fetch.address]?.noteFruitlessFetch(at: uptimeSeconds)
        }
    }

    /// Returns whether the chain was taken, or another one is longer by now.
    private func take(_ longer: Blockchain, from address: PeerAddress) async -> Bool {
        switch await write(.chain(longer, of: address)) {
        case .replaced, .overtaken: return true
        case .carriedTwice(let fault):
            note(.carriesTwice(fault), of: address)
            logger.notice("peer refused", metadata: ["peer": "\(address)", "why": "\(fault)"])
            return false
        case .failed(let error):
            logger.error("longer chain not kept: \(error)")
            return false
        default: return false
        }
    }
}
