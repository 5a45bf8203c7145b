internal import API
internal import Chain

/// Something that happened on a node, for those who watch it.
struct NodeEvent: Sendable {
    /// What kind of thing, in a word.
    let name: StaticString

    /// The rest, as an object on one line.
    let data: CanonicalText

    /// As a server-sent event (WHATWG HTML, section 9.2).
    func text(number: Int) -> [UInt8] {
        Array("id: \(number)\nevent: \(name)\ndata: ".utf8) + data.bytes + Array("\n\n".utf8)
    }
}

// MARK: - The chain

extension NodeEvent {
    /// A block was added on top.
    ///
    /// - Parameter source: who brought it, in words.
    static func block(_ block: BlockSummary, by source: CanonicalText) -> NodeEvent {
        NodeEvent(
            name: "block",
            data: .object([
                "by": source,
                "hash": .string(block.hash.description),
                "index": .integer(block.index),
                "proof": block.proof,
                "timestamp": block.timestamp,
                "transactions": .integer(block.transactionCount),
            ]))
    }

    /// How many bytes of blocks are read for their events on the loop: some tens of microseconds' work.
    static let bytesReadAtOnce = 64 * 1024

    /// How many blocks on top are told one by one.
    static let maximumBlocks = 16

    /// How many blocks that fell out are named.
    static let maximumFallen = 100

    /// A longer chain took the place of another.
    static func replaced(_ adopted: AdoptedChain, source: CanonicalText) -> NodeEvent {
        let fallen = (adopted.commonLength..<adopted.old.length).suffix(maximumFallen).map { position in
            CanonicalText.object([
                "hash": .string(adopted.old.blocks.hash(at: position).description), "index": .integer(position + 1),
            ])
        }
        return NodeEvent(
            name: "replaced",
            data: .object([
                "by": source,
                "common": .integer(adopted.commonLength),
                "fell_out": .array(fallen),
                "length": .integer(adopted.new.length),
                "pending_again": .integer(adopted.returned.count),
                "tip": .string(adopted.new.tipHash.description),
                "was": .integer(adopted.old.length),
            ]))
    }
}

// MARK: - What is on its way there

extension NodeEvent {
    /// The longest text of a transaction that is repeated, in bytes.
    static let maximumTextBytes = 4096

    /// One more transaction waits for a block.
    static func transaction(_ transaction: Transaction, pending: Int) -> NodeEvent {
        let isShort = transaction.text.bytes.count <= maximumTextBytes
        return NodeEvent(
            name: "transaction",
            data: .object([
                "id": transaction.id.map { .string($0.description) } ?? .null,
                "pending": .integer(pending),
                "transaction": isShort ? transaction.text : .null,
            ]))
    }

    /// A search for a proof goes on or has ended.
    static func mining(_ progress: SearchProgress, _ state: SearchProgress.State) -> NodeEvent {
        NodeEvent(name: "mining", data: progress.text(state))
    }
}

// MARK: - Others

extension NodeEvent {
    /// What became of a peer.
    enum PeerChange: String {
        case added, removed, changed
    }

    /// A peer is there, is gone, or is another than it was.
    static func peer(_ address: PeerAddress, _ change: PeerChange, _ peer: Peer?) -> NodeEvent {
        NodeEvent(
            name: "peer",
            data: .object([
                "address": .string(address.description),
                "change": .string(change.rawValue),
                "peer": peer?.info.text ?? .null,
            ]))
    }

    /// What a node says of itself.
    static func status(_ text: CanonicalText) -> NodeEvent { NodeEvent(name: "status", data: text) }

    /// So many events were left out, since the client did not take them.
    static func missed(_ count: Int) -> NodeEvent {
        NodeEvent(name: "missed", data: .object(["count": .integer(count)]))
    }
}
