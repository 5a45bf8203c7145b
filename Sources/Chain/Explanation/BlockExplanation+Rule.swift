extension BlockExplanation {
    /// What is checked in a block. Rules of a ledger have the names of ``LedgerRule``.
    public enum Rule: String, CaseIterable, Sendable {
        /// It is an object with its keys, each of its kind.
        case shape
        /// It was sent as exactly the text that is hashed. Breaking this is harmless: another spelling of the same
        /// values has the same hash.
        case canonical
        /// It is a first block of a ledger.
        case genesis
        /// It is the first block of this network.
        case network
        /// It is at its height.
        case index
        /// It is later than the previous block.
        case timestamp
        /// It isn't ahead of the clock.
        case future
        /// Its target follows from the blocks before.
        case target
        /// Its proof begins with its own header.
        case seal
        /// It gives the previous block's hash.
        case previousHash = "previous_hash"
        /// Its proof solves the previous block's puzzle.
        case proof
        /// It isn't too long.
        case size
        /// Its header names the root of the tree of its transactions.
        case merkleRoot = "merkle_root"
        /// Its payments have their keys and no others.
        case transaction
        /// Their senders and recipients are public keys.
        case address
        /// Their amounts, fees and nonces are integers in their ranges.
        case amount
        /// Their memos are short strings.
        case memo
        /// Their senders signed.
        case signature
        /// Their nonces are how many payments their senders have made before.
        case nonce
        /// Their senders have what is paid.
        case balance
        /// The last transaction pays the reward and the fees.
        case reward
        /// The next block gives its hash. Breaking this is harmless: the block itself may be right, but it isn't the
        /// one in the chain.
        case sealed

        init(_ rule: LedgerRule) {
            guard let same = Self(rawValue: rule.rawValue) else {
                preconditionFailure("rules of a ledger are rules of an explanation")
            }
            self = same
        }

        /// Those of the tutorial and of the article, in order.
        public static let ofTutorial: [Rule] = [.shape, .canonical, .index, .previousHash, .proof, .sealed]

        /// Those of a ledger, in order.
        public static let ofLedger: [Rule] = [
            .shape, .canonical, .index, .timestamp, .future, .target, .seal, .proof, .previousHash, .size, .merkleRoot,
            .transaction, .address, .amount, .memo, .signature, .nonce, .balance, .reward, .sealed,
        ]

        /// Those of a ledger's first block.
        public static let ofFirst: [Rule] = [.genesis, .canonical, .network, .sealed]
    }
}
