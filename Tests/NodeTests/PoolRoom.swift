internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

extension Mempool {
    /// Room must be taken for exactly these, to the byte, of what clients have posted and of what others have brought.
    func checkRoom(
        admitted: [AcceptedTransaction], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (isPosted, room) in [(true, posted), (false, relayed)] {
            var use = MempoolRoom.Use()
            for accepted in admitted where accepted.isPosted == isPosted {
                use.add(accepted.transaction.text.bytes.count)
            }
            try #require(room.used == use, sourceLocation: sourceLocation)
        }
        try #require(brokenInvariant == nil, sourceLocation: sourceLocation)
    }
}

extension MempoolError {
    /// One client has so many pending, and gets no more.
    static func one(_ count: Int) -> MempoolError { .shareIsFull(count: count, MempoolLimits()) }
}

extension Transaction {
    /// A payment with a text of this many bytes.
    static func payment(ofBytes bytes: Int) throws -> Transaction {
        let least = try Transaction.payment(1, to: "x").text.bytes.count - 1
        return try .payment(1, to: String(repeating: "x", count: bytes - least))
    }
    /// A payment with an `id` and a text of this many bytes.
    static func identified(_ number: Int, ofBytes bytes: Int) throws -> Transaction {
        let least = try Transaction.identified(number, to: "x").text.bytes.count - 1
        return try .identified(number, to: String(repeating: "x", count: bytes - least))
    }
}
