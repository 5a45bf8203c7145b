extension BlockExplanation {
    /// What is checked in a block.
    public enum Rule: Hashable, Sendable {
        /// A rule of a ledger. The tutorial has four of these, too: the shape, the index, the previous hash and the
        /// proof.
        case of(LedgerRule)
        /// It was sent as exactly the text that is hashed. Breaking this is harmless: another spelling of the same
        /// values has the same hash.
        case canonical
        /// The next block gives its hash. Breaking this is harmless: the block itself may be right, but it isn't the
        /// one in the chain.
        case sealed

        /// What everybody calls it.
        public var name: String {
            switch self {
            case .of(let rule): rule.rawValue
            case .canonical: "canonical"
            case .sealed: "sealed"
            }
        }

        /// Those of the tutorial and of the article, in order.
        public static let ofTutorial: [Rule] = [
            .of(.shape), .canonical, .of(.index), .of(.previousHash), .of(.proof), .sealed,
        ]

        /// Those of a ledger, in order.
        public static let ofLedger: [Rule] =
            [.of(.shape), .canonical]
            + LedgerRule.allCases.filter { ![.genesis, .network, .shape].contains($0) }.map(Rule.of) + [.sealed]

        /// Those of a ledger's first block.
        public static let ofFirst: [Rule] = [.of(.genesis), .canonical, .of(.network), .sealed]
    }
}
