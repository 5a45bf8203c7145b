/// What came of fetching peers' chains.
extension PeerBook {
    /// What a peer has announced, or others in its name, is being checked.
    mutating func lookedAt(_ fetch: ChainFetch, now: Int) {
        change(fetch.address) { fetch.isHearsay ? $0.lookedAtHearsay(now: now) : $0.lookedAtAnnouncement() }
    }

    /// Its chain was taken, or ours is as long by now.
    mutating func fetched(_ address: PeerAddress) {
        change(address) { peer in
            (peer.fruitlessFetches, peer.fruitlessHearsay) = (0, 0)
            peer.hasDelivered = true
        }
    }

    /// Its chain was fetched in vain. What others have brought about doesn't count against its own word.
    mutating func fetchedInVain(_ fetch: ChainFetch, now: Int) {
        change(fetch.address) { peer in
            if fetch.isHearsay {
                peer.fruitlessHearsay += 1
                peer.nextHearsaySecond = now + Peer.fetchPause(after: peer.fruitlessHearsay)
            } else {
                peer.fruitlessFetches += 1
                peer.nextFetchSecond = now + peer.fetchBackOffSeconds
            }
        }
    }

    /// Of its chain only what is from the future wasn't taken: that is asked for again, and nobody is to blame.
    mutating func fetchedTooEarly(_ fetch: ChainFetch, now: Int) {
        change(fetch.address) { peer in
            let next = now + Self.secondsToFuture
            if fetch.isHearsay { peer.nextHearsaySecond = next } else { peer.nextFetchSecond = next }
        }
    }

    /// Its chain was fetched, and isn't what somebody else had claimed. The peer isn't to blame, and repeating the
    /// claim makes the node ask at most once a second.
    mutating func foundFalse(_ fetch: ChainFetch, now: Int) {
        change(fetch.address) { peer in
            if fetch.isHearsay { peer.nextHearsaySecond = now + 1 } else { peer.nextFetchSecond = now + 1 }
        }
    }
}
