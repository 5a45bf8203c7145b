public import Chain

/// Part of an address's history.
public struct History: Sendable {
    /// Histories are stored for names up to this length. A request could hardly ask for a longer one, and a chain may
    /// contain names of many megabytes.
    public static let maximumAddressBytes = 4096

    /// A transaction of the chain.
    public struct Entry: Hashable, Sendable {
        /// The index of the block that includes it.
        public let height: Int

        /// The transaction as it is in the block.
        public let transaction: CanonicalText

        /// Makes one from its parts.
        public init(height: Int, transaction: CanonicalText) {
            self.height = height
            self.transaction = transaction
        }
    }

    /// How many transactions of the chain name the address.
    public let total: Int

    /// Some of them, oldest first: fewer than requested if they or their blocks are very large.
    public let entries: [Entry]

    /// Makes one from its parts.
    public init(total: Int, entries: [Entry]) {
        self.total = total
        self.entries = entries
    }
}
