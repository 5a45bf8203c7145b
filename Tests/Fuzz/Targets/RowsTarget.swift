internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import Storage
internal import TestSupport
internal import Wording

/// Damage to what is stored, in rows or in the file. An audit ends, opening ends with what was stored or with an error
/// of a type, and whatever is asked afterwards ends as well.
final class RowsTarget: FuzzTarget {
    static let name = "rows"

    /// Not as `Data`, whose pointers LeakSanitizer doesn't see.
    private let whole: [UInt8]
    private let chain: Blockchain

    init() throws {
        let folder = try TemporaryFolder()
        let directory = folder.path
        let filled: Result<Blockchain, any Error> = wait {
            do { return .success(try await Self.fill(directory)) } catch { return .failure(error) }
        }
        chain = try filled.get()
        whole = [UInt8](try Data(contentsOf: URL(filePath: folder.path(of: "forgechain.sqlite"))))
    }

    /// Stores some of everything: paid, pending, orphaned and found, in a segment and after it.
    private static func fill(_ directory: String) async throws -> Blockchain {
        let store = try ChainStore(directory: directory, rules: .easy)
        defer { store.close() }
        try store.setIdentifier("ada")
        for number in 1...3 {
            try await store.commit([.accepted(.init(number: number, transaction: .payment(number)))])
        }
        try await store.commit([.accepted(.init(number: 4, transaction: .identified(4)))])
        try await store.commit([.registered(["a:1", "b:2"]), .registered(["c:3"], areFound: true)])
        var chain = Blockchain(rules: .easy)
        try chain.mine([.payment(1), .reward(to: "ada")])
        try await store.commit([.forged(chain.lastBlock, including: [1])])
        var fallen = chain
        try fallen.mine([.payment(2)], timestamp: 2.5)
        try await store.commit([.forged(fallen.lastBlock, including: [2])])
        let longer = try chain.extended(to: 259)
        try await store.commit([.replaced(Replacement(chain: longer, commonLength: 2, returned: [2], confirmed: []))])
        return longer
    }

    func run(_ input: [UInt8]) throws {
        var draws = Draws(input)
        let damagesFile = draws.byte() & 3 == 0
        var bytes = whole
        while damagesFile, !draws.isEmpty {
            bytes[draws.number(below: bytes.count)] = draws.byte()
        }
        // A connection may outlive its store for a moment, so no two inputs share a file.
        let folder = try TemporaryFolder()
        let path = folder.path(of: "forgechain.sqlite")
        try Data(bytes).write(to: URL(filePath: path))
        if !damagesFile { try change(path, &draws) }
        let findings = try audit(folder.path)
        try open(folder.path, isSound: findings == 0)
    }

    private func audit(_ directory: String) throws -> Int? {
        do throws(OpenError) {
            return try Audit.run(
                directory: directory, isPeer: { $0.contains(":") }, finding: { _ in }, progress: { _ in }
            ).findings
        } catch {
            try demand(!error.description.isEmpty, "an error without words")
            return nil
        }
    }

    private func open(_ directory: String, isSound: Bool) throws {
        let (store, kept): (ChainStore, KeptState)
        do throws(OpenError) {
            store = try ChainStore(directory: directory, rules: .easy)
        } catch {
            return try demandRefusal(error, isSound)
        }
        defer { store.close() }
        do throws(OpenError) {
            kept = try store.load(rules: .easy)
        } catch {
            return try demandRefusal(error, isSound)
        }
        do throws(ChainError) {
            _ = try Blockchain(validating: kept.chain.blocks, rules: .easy)
        } catch {
            throw Disagreement("an invalid chain is loaded: \(error)")
        }
        // Without the last rows it is an earlier one.
        try demand(
            !isSound || kept.chain.commonLength(with: chain) == kept.chain.length,
            "an audit finds nothing, and another chain is loaded: \(kept.chain.blocks.map(\.text))")
        wait { await Self.use(store, kept) }
    }

    private func demandRefusal(_ error: OpenError, _ isSound: Bool) throws {
        try demand(!error.description.isEmpty, "an error without words")
        switch error {
        // Whether the file may be written, and whose network it is, an audit doesn't ask.
        case .unusable, .otherNetwork, .unread: break
        default: try demand(!isSound, "an audit finds nothing, and opening: \(error)")
        }
    }

    /// What a node does next; each may find damage, and ends.
    private static func use(_ store: ChainStore, _ kept: KeptState) async {
        _ = try? await store.inclusions(in: kept.chain, above: 0)
        _ = try? await store.accepted([1, 2, 3, 4])
        for address in ["alice", "bob", "ada", "0"] { _ = try? await store.history(of: address, from: 1, limit: 9) }
        guard kept.lastNumber < .max, let payment = try? Transaction.payment(9) else { return }
        _ = try? await store.commit([.accepted(.init(number: kept.lastNumber + 1, transaction: payment))])
        // From within the segment, if there is one.
        let common = max(kept.chain.length - 5, 1)
        guard let longer = try? kept.chain.prefix(common).extended(to: kept.chain.length + 1, timestamp: 9.5) else {
            return
        }
        _ = try? await store.commit([
            .replaced(Replacement(chain: longer, commonLength: common, returned: [], confirmed: []))
        ])
    }

    // MARK: Rows

    /// The columns, the first of which say which row it is.
    private static let tables: [(name: String, columns: [String])] = [
        ("parameter", ["name", "value"]), ("tail", ["height", "hash", "text"]),
        ("segment", ["height", "hashes", "places", "texts"]),
        ("history", ["address", "height", "position", "count", "places"]),
        ("accepted", ["number", "text", "id", "posted"]), ("pending", ["number"]),
        ("carriage", ["height", "hash", "number"]), ("peer", ["position", "address", "found"]),
    ]

    private func change(_ path: String, _ draws: inout Draws) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            for _ in 0..<6 where !draws.isEmpty {
                // What the tables' own rules don't let happen doesn't.
                try? Self.change(&draws, in: db)
            }
        }
        try queue.close()
    }

    private static func change(_ draws: inout Draws, in db: Database) throws {
        let table = tables[draws.number(below: tables.count)]
        let column = table.columns[draws.number(below: table.columns.count)]
        let keys = table.columns.prefix(table.name == "history" || table.name == "carriage" ? 3 : 1)
        let offset = draws.number(below: 8)
        let order = keys.joined(separator: ", ")
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM \(table.name) ORDER BY \(order) LIMIT 1 OFFSET ?", arguments: [offset])
        else { return }
        let place = keys.map { "\($0) IS ?" }.joined(separator: " AND ")
        let values = keys.map { row[$0] as DatabaseValue }
        let set = "UPDATE OR IGNORE \(table.name) SET \(column) = ? WHERE \(place)"
        let new: DatabaseValue
        switch draws.number(below: 8) {
        case 0:
            return try db.execute(
                sql: "DELETE FROM \(table.name) WHERE \(place)", arguments: StatementArguments(values))
        case 1: new = .null
        case 2: new = draws.bytes(draws.number(below: 24)).reduce(Int64(0)) { $0 << 8 | Int64($1) }.databaseValue
        case 3: new = String(decoding: draws.bytes(draws.number(below: 24)), as: UTF8.self).databaseValue
        case 4: new = Data(draws.bytes(draws.number(below: 24))).databaseValue
        case 5:
            let other = draws.number(below: 8)
            new =
                try DatabaseValue.fetchOne(
                    db, sql: "SELECT \(column) FROM \(table.name) ORDER BY \(order) LIMIT 1 OFFSET ?",
                    arguments: [other]) ?? .null
        case 6: new = Double(bitPattern: draws.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }).databaseValue
        default:
            var text = Array((String.fromDatabaseValue(row[column]) ?? "").utf8)
            guard !text.isEmpty else { return }
            text[draws.number(below: text.count)] = draws.byte()
            new = String(decoding: text, as: UTF8.self).databaseValue
        }
        try db.execute(sql: set, arguments: StatementArguments([new] + values))
    }

    static func seeds() -> [[UInt8]] {
        let tables = UInt8(Self.tables.count)
        var changes: [[UInt8]] = []
        for table in 0..<tables {
            for kind in UInt8(0)..<8 { changes.append([1, table, 2, 1, kind, 3, 0x31, 0x32, 0x33]) }
        }
        return changes + [[0, 0, 18, 7], [0, 16, 10, 1, 20, 0, 255, 48, 60, 66], [1]]
    }
}
