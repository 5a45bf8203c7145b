internal import Chain
internal import HTTP
internal import Storage

/// Something that has become true. ``Node/react(to:)`` says what follows from it.
enum StateEvent: Sendable {
    /// A transaction is pending; so many are.
    case accepted(AcceptedTransaction, pendingCount: Int)

    /// A message's transactions are pending. The peer that brought them needn't be told.
    case received([AcceptedTransaction], from: PeerAddress)

    /// Peers were registered, or found among the peers of peers.
    case registered([PeerAddress], areFound: Bool)

    /// A peer was removed.
    case removed(PeerAddress)

    /// A block was forged here.
    case forged(ForgedBlock)

    /// A longer chain took the place of ours.
    case adopted(AdoptedChain)
}

/// A longer chain that took the place of ours.
struct AdoptedChain: Sendable {
    /// The chain before, and the chain now.
    let old: Blockchain
    let new: Blockchain

    /// How many blocks they have in common.
    let commonLength: Int

    /// The transactions that are pending again.
    let returned: [AcceptedTransaction]

    /// Who had it.
    let peer: PeerAddress

    /// Whether blocks were only added.
    var isExtension: Bool { commonLength == old.length }
}
