internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

/// A directory with some of everything, which a test changes without the store's knowledge.
///
/// Its chain has five blocks. The third was forged here and includes the transactions 1 and 2. Another block forged
/// here was orphaned; it included 3, which the fifth includes now. 4 is pending.
final class Damaged {
    let folder: TemporaryFolder
    let chain: Blockchain

    init() async throws {
        folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try store.setIdentifier("ada")
        for number in 1...4 { try await store.commit([.accepted(.payment(number))]) }
        try await store.commit([.registered(["a:1", "b:2"])])
        var ours = try Blockchain.paying(length: 2)
        try await store.commit([.forged(ours.lastBlock, including: [])])
        try ours.mine([.payment(1), .payment(2), .reward(to: "ada")])
        try await store.commit([.forged(ours.lastBlock, including: [1, 2])])
        var fallen = ours
        try fallen.mine([.payment(3), .reward(to: "ada")], timestamp: 2.5)
        try await store.commit([.forged(fallen.lastBlock, including: [3])])
        let longer = try ours.paying(to: 4)
        try await store.commit([
            .replaced(Replacement(chain: longer, commonLength: 3, returned: [3], confirmed: []))
        ])
        var last = longer
        try last.mine([.payment(3), .reward(to: "ada")])
        try await store.commit([.forged(last.lastBlock, including: [3])])
        chain = last
        store.close()
    }

    var databasePath: String { folder.path(of: "forgechain.sqlite") }

    /// Runs SQL with foreign keys unchecked.
    func sql(_ statements: String) throws {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: databasePath, configuration: configuration)
        try queue.write { try $0.execute(sql: statements) }
        try queue.close()
    }

    /// Runs SQL on a table `payment` in place of the view, and writes the result to histories, one row for each
    /// payment.
    func payments(_ statements: String) throws {
        try sql(
            """
            CREATE TEMPORARY TABLE payment AS SELECT * FROM main.payment;
            \(statements);
            DELETE FROM history;
            INSERT INTO history
                SELECT address, height, position, 1, '[[' || height || ',' || position || ']]' FROM temp.payment
            """)
    }

    /// Opens and loads it, as a node does when it starts.
    @discardableResult func load() throws -> KeptState {
        let store = try ChainStore(directory: folder.path, rules: .easy)
        defer { store.close() }
        return try store.load(rules: .easy)
    }

    func bytes() throws -> Data { try Data(contentsOf: URL(filePath: databasePath)) }

    func write(_ bytes: Data) throws { try bytes.write(to: URL(filePath: databasePath)) }
}
