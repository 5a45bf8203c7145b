internal import Chain
internal import EventLoop
internal import HTTP

/// A fetch of a chain that was claimed to be better than ours.
struct ChainFetch: Sendable {
    let address: PeerAddress

    /// The claimed weight.
    let weight: ChainWeight

    /// The hash of the newest block, as the node itself claimed it.
    let tip: BlockHash?

    /// Whether the node itself claimed this in an answer, rather than somebody in its name.
    let isItsWord: Bool

    /// Whether only others have claimed it, who may be anybody.
    var isHearsay = false

    /// What the node's word is worth; nil if it isn't one of the peers.
    let standing: Standing?

    /// When it began, by the monotonic clock.
    let start: Duration

    /// How much of it has come.
    let course = FetchCourse(isAwaited: false)

    /// The background task that runs it.
    var task: Int?

    /// Whether a peer has promised it, so that others may have to wait.
    var isPromised: Bool { standing != nil && !isHearsay }
}

/// What a peer's word about its chain is worth, by what became of it before.
enum Standing: Comparable {
    /// The last promise came to nothing.
    case brokenPromise
    /// Nothing is known, and nobody has registered it.
    case found
    /// Nothing is known but that somebody has registered it.
    case registered
    /// Its chain was taken.
    case proven
}

extension Peer {
    /// What its word is worth.
    var standing: Standing {
        if fruitlessFetches > 0 { return .brokenPromise }
        return hasDelivered ? .proven : isFound ? .found : .registered
    }
}
