internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

@Suite struct `An export` {
    private func exported(_ directory: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let isComplete = try Export.run(
            directory: directory,
            write: { piece in
                #expect((1...Export.pieceBytes).contains(piece.count))
                bytes += piece
                return true
            }, progress: { _, _ in })
        #expect(isComplete)
        return bytes
    }

    private func answer(_ chain: Blockchain) -> [UInt8] {
        let text = CanonicalText.object(["chain": .array(chain.blocks.map(\.text)), "length": .integer(chain.length)])
        return text.bytes + Array("\n".utf8)
    }

    @Test func `is what a node answers`() async throws {
        let damaged = try await Damaged()
        #expect(try exported(damaged.folder.path) == answer(damaged.chain))
        let empty = try TemporaryFolder()
        try ChainStore(directory: empty.path, rules: .easy).close()
        #expect(try exported(empty.path) == answer(Blockchain(rules: .easy)))
    }

    @Test func `is cut into pieces of one size, whatever the blocks' sizes`() async throws {
        var chain = Blockchain(rules: .easy)
        for length in [1, Export.pieceBytes - 300, 3 * Export.pieceBytes, 10, 100_000] {
            try chain.mine(texts: [.object(["sender": .string(String(repeating: "x", count: length))])])
        }
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
        var (sizes, steps, bytes): ([Int], [[Int]], [UInt8]) = ([], [], [])
        let isComplete = try Export.run(
            directory: folder.path,
            write: {
                sizes.append($0.count)
                bytes += $0
                return true
            }, progress: { steps.append([$0, $1]) })
        #expect(isComplete && bytes == answer(chain))
        #expect(sizes.dropLast().allSatisfy { $0 == Export.pieceBytes } && sizes.count > 4)
        #expect(steps == (1...6).map { [$0, 6] })

        // It stops when told to.
        var count = 0
        let isWhole = try Export.run(
            directory: folder.path,
            write: { _ in
                count += 1
                return count < 3
            }, progress: { _, _ in })
        #expect(!isWhole && count == 3)
    }

    @Test func `is of one moment, beside a node`() async throws {
        let damaged = try await Damaged()
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        let other = try DatabaseQueue(path: damaged.databasePath)
        var bytes: [UInt8] = []
        _ = try Export.run(
            directory: damaged.folder.path,
            write: {
                bytes += $0
                return true
            },
            progress: { done, _ in
                guard done == 2 else { return }
                do {
                    try other.write { try $0.execute(sql: "DELETE FROM tail WHERE height > 2") }
                } catch {
                    Issue.record("\(error)")
                }
            })
        #expect(bytes == answer(damaged.chain))
        #expect(try exported(damaged.folder.path) == answer(damaged.chain.prefix(2)))
        store.close()
    }

    @Test(arguments: [
        (
            "UPDATE tail SET text = replace(text, 'alice', 'malic') WHERE height = 5",
            "block 5 is kept under a hash that is not its text's"
        ),
        ("DELETE FROM tail WHERE height = 3", "block 3 is missing"), ("DELETE FROM tail", "it has no blocks"),
        ("DROP TABLE tail", "no such table: tail"),
    ])
    func `of a damaged chain ends with an error`(statement: String, finding: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql(statement)
        #expect(
            await openError { _ = try exported(damaged.folder.path) }?.description
                == saying(finding, of: damaged.databasePath))
    }

    @Test func `needs something that is kept`() async throws {
        let folder = try TemporaryFolder()
        #expect(await openError { _ = try exported(folder.path) } == .nothingKept(directory: folder.path))
    }
}
