internal import API
package import Chain

/// A node's request to a peer: for the blocks after the fork of their chains, if the peer's is heavier.
///
/// It is made in the query of a `GET /chain`, which a tutorial node ignores, answering with its whole chain. So one
/// request finds the fork and fetches what follows, whatever kind of node is asked.
package struct ChainRequest: Sendable {
    /// Places of the requesting node's chain.
    package let locator: ChainLocator

    /// A chain is worth sending only if it is longer than this.
    package let length: Int

    /// The same of a ledger's chain: if there is more work in it. Nodes with other rules go by the length.
    package let work: UInt256?

    /// The request of a node with this chain.
    package init(beyond ours: Blockchain) {
        self.init(locator: ChainLocator(of: ours), length: ours.length, work: ours.ledger?.header.work)
    }

    init(locator: ChainLocator, length: Int, work: UInt256? = nil) {
        (self.locator, self.length, self.work) = (locator, length, work)
    }

    /// Path and query, visible ASCII: about two thousand bytes for a million blocks.
    package var target: String {
        "/chain?after=\(locator)&above=\(length)" + (work.map { "&work=\($0.hexText)" } ?? "")
    }

    /// Whether a chain is what was asked for.
    fileprivate func wants(_ chain: Blockchain) -> Bool {
        guard let work, let ours = chain.ledger?.header.work else { return chain.length > length }
        return ours > work
    }
}

extension ChainPieces {
    /// The answer of a node with this chain. It gives the node's status before the blocks, so that the requesting node
    /// can give up early.
    init(answering request: ChainRequest, _ chain: Blockchain, _ status: NodeStatus) {
        let height = chain.commonHeight(with: request.locator)
        self.init(
            prefix: #"{"\#(NodeStatus.key)": \#(status.text), "after": \#(height), "chain": ["#,
            chain, (request.wants(chain) ? height : chain.length)..<chain.length,
            suffix: "], \"length\": \(chain.length)}\n")
    }
}
