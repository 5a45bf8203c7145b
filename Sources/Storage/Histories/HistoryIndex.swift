internal import Chain
internal import GRDB
internal import Wording

/// Which transactions of the chain's first blocks name which address, for histories.
///
/// It may end before the chain does: the blocks of a long replacement follow later.
///
/// The payments of many blocks are collected by address and written in the order of the database's own tree, each part
/// of it once. In chain order they would be scattered all over it.
struct HistoryIndex {
    /// How many bytes of addresses, and of places at 16 bytes each, are collected before they are written; or of
    /// addresses before their payments are removed. Enough for a million payments with short names.
    static let gatheredBytes = 64 << 20

    private let database: Database
    private let closing: Cancellation
    private let insert: RepeatedStatement
    private let update: RepeatedStatement
    private let last: RepeatedStatement
    private let delete: RepeatedStatement
    private let setLength: RepeatedStatement
    private var gathered = PostingBuffer()

    /// How many of the chain's blocks are in it.
    private(set) var length: Int

    init(in database: Database, unless closing: Cancellation) throws {
        self.database = database
        self.closing = closing
        length = try database.historyLength()
        insert = try RepeatedStatement(
            "INSERT INTO history (address, height, position, count, places) VALUES (?, ?, ?, ?, ?)", in: database)
        update = try RepeatedStatement(
            "UPDATE history SET count = ?, places = ? WHERE address = ? AND height = ? AND position = ?", in: database)
        last = try RepeatedStatement(
            """
            SELECT height, position, count, places FROM history WHERE address = ?
            ORDER BY height DESC, position DESC LIMIT 1
            """, in: database)
        delete = try RepeatedStatement("DELETE FROM history WHERE address = ? AND height > ?", in: database)
        setLength = try RepeatedStatement("UPDATE parameter SET value = ? WHERE name = 'indexed'", in: database)
    }

    /// Adds the payments of the next block; they are written at the latest by ``finish()``.
    mutating func add(_ payments: [Payment], height: Int) throws {
        guard height == length + 1 else { throw BlockFault(height: length + 1, problem: .init(.keptNone)) }
        for payment in payments { gathered.add(payment, height: height) }
        length = height
        if gathered.bytes >= Self.gatheredBytes { try finish() }
    }

    /// Writes what was added.
    mutating func finish() throws {
        try add(gathered.places)
        gathered.removeAll()
        try setLength.run(Array("\(length)".utf8))
    }

    private func add(_ gathered: [Address: [Place]]) throws {
        let isFirst = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT * FROM history)") ?? false
        for (address, places) in gathered.sorted(by: { $0.key < $1.key }) {
            try closing.check()
            var rest = places[...]
            if !isFirst, let part = try lastPart(of: address) {
                // Otherwise the length that is kept is not the histories'.
                guard let next = rest.first, part.last < next else { throw HistoryFault(height: part.first.height) }
                let fitting = rest.prefix(max(PostingList.maximumCount - part.places.count, 0))
                rest = rest.dropFirst(fitting.count)
                if !fitting.isEmpty { try replace(part, of: address, by: PostingList(part.places + fitting)) }
            }
            while !rest.isEmpty {
                let part = PostingList(rest.prefix(PostingList.maximumCount))
                rest = rest.dropFirst(part.places.count)
                try insert.run(address.bytes, part.first.height, part.first.position, part.places.count, part.text)
            }
        }
    }

    /// Ends with this block, if it didn't end before; ``finish()`` writes it. All payments above must be removed.
    mutating func end(at height: Int) {
        length = min(length, height)
    }

    /// Removes the payments of blocks above a height; `addresses` are all that those blocks name.
    func remove(above height: Int, of addresses: Set<Address>) throws {
        for address in addresses.sorted() {
            try closing.check()
            try delete.run(address.bytes, height)
            guard let part = try lastPart(of: address) else { continue }
            // The part begins at this height or below, so something is left.
            let staying = part.places.prefix { $0.height <= height }
            if staying.count < part.places.count { try replace(part, of: address, by: PostingList(staying)) }
        }
    }

    private func lastPart(of address: Address) throws -> PostingList? {
        var part: PostingList?
        try last.run(address.bytes) { row in
            part = try PostingList(
                height: row.integer(0), position: row.integer(1), count: row.integer(2), text: row.text(3))
            return true
        }
        return part
    }

    private func replace(_ part: PostingList, of address: Address, by other: PostingList) throws {
        try update.run(other.places.count, other.text, address.bytes, part.first.height, part.first.position)
    }
}

extension Database {
    /// How many of the chain's blocks are in the histories.
    func historyLength() throws -> Int {
        var length: Int?
        try RepeatedStatement("SELECT value FROM parameter WHERE name = 'indexed'", in: self).run() { row in
            length = Int(String(decoding: row.text(0), as: UTF8.self))
            return false
        }
        guard let length, length >= 0 else { throw HistoryLengthFault() }
        return length
    }
}

/// It isn't known how much of the chain the histories have.
struct HistoryLengthFault: KeptFault {
    var statement: Wording.Statement { .init(.keptIndexed) }
}
