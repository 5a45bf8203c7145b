internal import Chain
internal import GRDB

/// A block as it is stored.
struct StoredBlock: FetchableRecord {
    let height: Int

    /// Nil if something else is stored in its place.
    let hash: BlockHash?

    let text: [UInt8]

    init(height: Int, hash: BlockHash?, text: [UInt8]) {
        (self.height, self.hash, self.text) = (height, hash, text)
    }

    /// From a row of `height`, `hash` and `text`. In a damaged file there may be no text, which is none of a block.
    init(row: Row) throws {
        let digits = try row.decode(StoredText?.self, atIndex: 1)?.bytes ?? []
        self.init(
            height: try row.decode(atIndex: 0), hash: BlockHash(hexDigits: digits[...]),
            text: try row.decode(StoredText?.self, atIndex: 2)?.bytes ?? [])
    }
}
