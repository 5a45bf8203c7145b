public import Chain
public import Storage

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

/// How a node keeps things. Owned by the node, so that a simulated disk can stand in.
public protocol Store: Sendable {
    /// Keeps the changes, in order, all or none; returns when nothing can undo them.
    func commit(_ changes: [Change]) async throws(StorageError)

    /// The blocks forged here above a height, in the chain or not, and what they carry.
    func carriages(above height: Int) async throws(StorageError) -> [Carriage]

    /// The height of the chain's block with this hash, if there is one.
    func height(of block: BlockHash) async throws(StorageError) -> Int?

    /// Transactions of the chain whose sender or recipient is `address`: at most `limit`, from the one at `from` on,
    /// which counts from 1, and at most `textBytes` of texts unless one alone is longer.
    func history(of address: String, from: Int, limit: Int, textBytes: Int) async throws(StorageError) -> History
}
