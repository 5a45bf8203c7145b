internal import API
internal import Chain
internal import HTTP

extension Event {
    /// How many bytes of blocks are read on the loop for their events: a few tens of microseconds' work.
    static let bytesReadAtOnce = 64 * 1024

    /// How many blocks that were added at once get an event each.
    static let maximumBlocks = 16

    /// As a server-sent event (WHATWG HTML, section 9.2).
    func serverSentText(number: Int) -> [UInt8] {
        Array("id: \(number)\nevent: \(name)\ndata: ".utf8) + text.bytes + Array("\n\n".utf8)
    }
}

extension ReplacementEvent {
    /// The maximum number of orphaned blocks listed.
    private static let maximumFallen = 100

    /// A longer chain replaced ours.
    init(_ adopted: AdoptedChain) {
        let fallen = (adopted.commonLength..<adopted.old.length).suffix(Self.maximumFallen).map { position in
            Fallen(index: position + 1, hash: adopted.old.blocks.hash(at: position).description)
        }
        self.init(
            common: adopted.commonLength, previousLength: adopted.old.length, length: adopted.new.length,
            tip: adopted.new.tipHash.description, fallen: fallen, pendingAgain: adopted.returned.count,
            source: adopted.peer.description)
    }
}

extension PeerEvent {
    /// A peer was added or removed, or its state changed.
    init(_ peer: Peer, _ change: Change) {
        self.init(
            address: peer.address.description, change: change, peer: change == .removed ? nil : peer.info)
    }
}
