internal import Chain
internal import GRDB
internal import Wording

extension Auditor {
    /// Checks that the histories end in the chain, that each row of one is valid, and continues where the previous one
    /// ends.
    mutating func checkHistories() throws {
        try checkHistoryLength()
        var last: (address: [UInt8], place: Place)?
        let rows = try Row.fetchCursor(
            db, sql: "SELECT address, height, position, count, places FROM history ORDER BY address, height, position")
        while let row = try rows.next() {
            let address = try row.decode(StoredText.self, atIndex: 0).bytes
            let height: Int = try row.decode(atIndex: 1)
            let part = try? PostingList(
                height: height, position: row.decode(atIndex: 2), count: row.decode(atIndex: 3),
                text: row.decode(StoredText.self, atIndex: 4).bytes)
            guard let part, last.map({ $0.address != address || $0.place < part.first }) ?? true else {
                report(.historyPart(height: height, address: String(decoding: address, as: UTF8.self)))
                continue
            }
            last = (address, part.last)
        }
    }

    private mutating func checkHistoryLength() throws {
        let blocks = try db.lastHeight()
        let kept = try db.parameter("indexed")
        if let length = try? db.historyLength(), length <= blocks {
            historyLength = length
        } else {
            let wanted = Wording.Statement(.fromTo, ["first": .number(0), "last": .number(blocks)])
            report(.parameter("indexed", kept: kept, wanted: wanted))
        }
    }
}
