public import HTTP
public import Records
public import Wording

/// The result of a round of consensus.
public struct Resolution: Sendable {
    /// The result for one peer.
    public struct Finding: Hashable, Sendable {
        /// The peer.
        public let address: PeerAddress

        /// The length of its chain, if that is valid.
        public let length: Int?

        /// Such as "taken", "not longer", "timed out", "refused at block 7: its proof does not fit".
        public let verdict: Statement
    }

    /// Whether a peer's chain replaced ours.
    public let wasReplaced: Bool

    /// Why a longer chain could not be stored, and so was not taken.
    public let failure: StorageError?

    /// One for each peer, in the order of registration.
    public let findings: [Finding]
}
