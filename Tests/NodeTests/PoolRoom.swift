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
        for isPosted in [true, false] {
            try checkRoom(admitted.filter { $0.isPosted == isPosted }, isPosted: isPosted, sourceLocation)
        }
        try #require(brokenInvariant == nil, sourceLocation: sourceLocation)
    }

    private func checkRoom(
        _ admitted: [AcceptedTransaction], isPosted: Bool, _ sourceLocation: SourceLocation
    ) throws {
        var mempool = self
        func admit(_ transaction: Transaction) throws(MempoolError) {
            _ = try mempool.admit(transaction, isPosted: isPosted)
        }
        let oversized = try Self.oversized.get()
        let error = #expect(throws: MempoolError.self, sourceLocation: sourceLocation) { try admit(oversized) }
        try #require(error == .full(count: admitted.count), sourceLocation: sourceLocation)

        var room = Self.maximumBytes - admitted.reduce(0) { $0 + $1.transaction.text.bytes.count }
        for filler in try Self.fillers.get() {
            let bytes = filler.text.bytes.count
            while room >= bytes + 100 {
                try admit(filler)
                room -= bytes
            }
        }
        let last = room
        guard try last >= Transaction.payment(1, to: "x").text.bytes.count else {
            #expect(throws: MempoolError.self, sourceLocation: sourceLocation) { try admit(.payment(1, to: "x")) }
            return
        }
        #expect(throws: MempoolError.self, sourceLocation: sourceLocation) { try admit(.payment(ofBytes: last + 1)) }
        #expect(throws: Never.self, sourceLocation: sourceLocation) { try admit(.payment(ofBytes: last)) }
    }

    private static let oversized = Result { try Transaction.payment(ofBytes: maximumBytes + 1) }

    /// Of 1 MiB, half of that, and so on down to 128 bytes.
    private static let fillers = Result {
        try (7...20).reversed().map { try Transaction.payment(ofBytes: 1 << $0) }
    }
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
