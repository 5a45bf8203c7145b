internal import API
package import Chain

/// A node's request to a peer: for the blocks after the fork of their chains, if the peer's is longer.
///
/// It is made in the query of a `GET /chain`, which a tutorial node ignores, answering with its whole chain. So one
/// request finds the fork and fetches what follows, whatever kind of node is asked.
package struct ChainRequest: Sendable {
    /// Places of the requesting node's chain.
    package let locator: ChainLocator

    /// A chain is worth sending only if it is longer than this.
    package let length: Int

    /// The request of a node with this chain.
    package init(beyond ours: Blockchain) {
        self.init(locator: ChainLocator(of: ours), length: ours.length)
    }

    init(locator: ChainLocator, length: Int) {
        self.locator = locator
        self.length = length
    }

    /// Path and query, visible ASCII: about two thousand bytes for a million blocks.
    package var target: String { "/chain?after=\(locator)&above=\(length)" }
}

extension ChainPieces {
    /// The answer of a node with this chain. It gives the node's status before the blocks, so that the requesting node
    /// can give up early.
    init(answering request: ChainRequest, _ chain: Blockchain, _ status: NodeStatus) {
        let height = chain.commonHeight(with: request.locator)
        self.init(
            prefix: #"{"\#(NodeStatus.key)": \#(status.text), "after": \#(height), "chain": ["#,
            chain, (chain.length > request.length ? height : chain.length)..<chain.length,
            suffix: "], \"length\": \(chain.length)}\n")
    }
}
