public import Chain

/// How a node asks a peer for its chain. Owned by the node, so that a simulated network can stand in.
public protocol PeerNetwork: Sendable {
    /// The peer's chain, fetched and validated in full, or why there is none. Returns soon when cancelled.
    func chain(of peer: PeerAddress, difficulty: Difficulty) async -> Result<Blockchain, PeerFault>
}

/// How a node finds proofs.
public protocol Prover: Sendable {
    /// The smallest proof (the tutorial's `proof_of_work`); nil when cancelled.
    func smallestProof(for work: ProofOfWork) async -> UInt64?
}

/// How a node knows the time of a block.
public protocol WallClock: Sendable {
    /// Seconds since 1970.
    var secondsSince1970: Double { get }
}
