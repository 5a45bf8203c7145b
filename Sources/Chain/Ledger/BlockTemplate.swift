/// The next block of a ledger, for which a nonce is still to be found.
///
/// It stays as it is while it is searched: all but the nonce is in the seal.
public struct BlockTemplate: Sendable {
    /// The header, which the seal is of.
    public let header: LedgerHeader
    /// With what the proof will begin.
    public let seal: UInt256
    /// The newest block's proof, with which a guess begins.
    public let lastProof: Proof

    private let payments: [CanonicalText]

    /// The last transaction, which pays the miner.
    public let reward: Transaction

    /// Puts the next block together.
    ///
    /// - Parameters:
    ///   - tip: what the header has to follow.
    ///   - lastHash: the hash of the newest block.
    ///   - timestamp: when it is made: later than the newest block, in milliseconds.
    ///   - payments: which the accounts allow, in this order.
    ///   - miner: who gets the reward and the fees.
    public init(
        after tip: HeaderTip, lastHash: BlockHash, timestamp: LedgerTimestamp, payments: [SignedPayment],
        payingTo miner: Address, parameters: LedgerParameters
    ) {
        let block = UnsealedBlock(
            after: tip, lastHash: lastHash, payments: payments.map(\.text),
            fees: payments.reduce(0) { $0 + $1.payment.fee }, parameters: parameters)
        self = block.template(payingTo: miner, at: timestamp)
    }

    /// - Parameter header: of these transactions.
    init(header: LedgerHeader, after lastProof: Proof, payments: [CanonicalText], reward: Transaction) {
        (self.header, self.lastProof, self.payments, self.reward) = (header, lastProof, payments, reward)
        seal = header.seal
    }

    /// The proof that a nonce makes. The nonce must be below ``SealedProof/nonceCount``.
    public func proof(nonce: UInt128) -> Proof { SealedProof(seal: seal, nonce: nonce).proof }

    /// Whether a nonce makes a proof that fits. Takes one SHA-256, and some allocations: it is for checking what a
    /// search found.
    public func isSolved(by nonce: UInt128) -> Bool { hash(ofGuess: nonce) <= header.target }

    /// The SHA-256 of the guess that a nonce makes, as a number.
    public func hash(ofGuess nonce: UInt128) -> UInt256 { header.guess(proof(nonce: nonce), after: lastProof) }

    /// The part of the guess before the nonce, the same for all nonces.
    package var guessPrefix: [UInt8] { lastProof.digits + (seal == .zero ? [] : seal.digits) }

    /// In how many digits each nonce stands in the guess; 0 if it has no leading zeros, as behind a seal of 0.
    package var nonceWidth: Int { seal == .zero ? 0 : SealedProof.nonceDigits }

    /// The part of the guess after the nonce.
    package var guessSuffix: [UInt8] { header.previousHash.hexDigits }

    /// The block with a nonce, which should solve it.
    public func block(nonce: UInt128) -> Block {
        let proof = proof(nonce: nonce)
        let transactions = CanonicalText.array(payments + [reward.text])
        let text = CanonicalText.object(header.members(with: proof) + [("transactions", transactions)])
        return Block(
            text: text, index: header.index, proof: proof, hash: BlockHash(of: text),
            previousHash: header.previousHash)
    }
}
