internal import Chain
internal import HTTP
internal import Records

/// Something that has become true. ``Node/react(to:)`` lists what follows from it.
enum StateEvent: Sendable {
    /// A transaction is pending; `pendingCount` now are.
    case accepted(AcceptedTransaction, pendingCount: Int)

    /// A message's transactions are pending. The peer that brought them need not be told.
    case received([AcceptedTransaction], from: PeerAddress)

    /// Peers were registered, or found among peers of peers.
    case registered([PeerAddress], areFound: Bool)

    /// A peer was removed.
    case removed(PeerAddress)

    /// A block was forged here.
    case forged(ForgedBlock)

    /// A longer chain replaced ours.
    case adopted(AdoptedChain)
}

/// A longer chain that replaced ours.
struct AdoptedChain: Sendable {
    /// The previous chain, and the current one.
    let old: Blockchain
    let new: Blockchain

    /// How many blocks they share.
    let commonLength: Int

    /// Transactions that are pending again.
    let returned: [AcceptedTransaction]

    /// The peer that had it.
    let peer: PeerAddress

    /// Whether blocks were only added.
    var isExtension: Bool { commonLength == old.length }
}
