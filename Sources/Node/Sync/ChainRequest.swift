internal import API
package import Chain

/// What a node asks a peer for: the blocks behind the fork of their chains, if the peer's is longer.
///
/// It says so in the query of a `GET /chain`, which a tutorial node ignores: that one answers its whole chain. So the
/// fork is found and what follows it is fetched by one request, whoever is asked.
package struct ChainRequest: Sendable {
    /// Places of the asker's chain.
    package let locator: ChainLocator

    /// The length that a chain has to have more than to be worth sending.
    package let length: Int

    /// What a node with this chain asks for.
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
    /// The answer of a node with this chain. It says who answers before the blocks, so that the asker can give up.
    init(answering request: ChainRequest, _ chain: Blockchain, _ status: NodeStatus) {
        let height = chain.commonHeight(with: request.locator)
        self.init(
            prefix: #"{"\#(NodeStatus.key)": \#(status.text), "after": \#(height), "chain": ["#,
            chain, (chain.length > request.length ? height : chain.length)..<chain.length,
            suffix: "], \"length\": \(chain.length)}\n")
    }
}

extension Node {
    /// What this node answers, all at once; for networks that carry no more than they have to.
    package func answer(to request: ChainRequest) -> [UInt8] {
        ChainPieces(answering: request, chain, status).joined()
    }
}
