internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

@Suite struct `A directory` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func opened(_ rules: Rules = .easy, path: String? = nil) throws -> ChainStore {
        try ChainStore(directory: path ?? folder.path, rules: rules)
    }

    private func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }

    // MARK: The directory itself

    @Test func `is made with those above it, for its owner only`() throws {
        let path = folder.path(of: "a/b//c/")
        let store = try opened(path: path)
        #expect(try store.load(rules: .easy).chain.length == 1)
        for made in ["a", "a/b", "a/b/c"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: made))
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `has the database, its log and a lock, and nothing else`() throws {
        let store = try opened()
        #expect(
            try files().isSubset(of: ["forgechain.sqlite", "forgechain.sqlite-wal", "forgechain.sqlite-shm", "lock"]))
        store.close()
        #expect(try files() == ["forgechain.sqlite", "lock"])
    }

    @Test(arguments: [
        ("file", "file"), ("file/below", "file"), ("link", "link"), ("link/below/that", "link"),
    ])
    func `that is none is refused`(name: String, culprit: String) async throws {
        try Data().write(to: URL(filePath: folder.path(of: "file")))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(of: "link"), withDestinationPath: folder.path(of: "nowhere"))
        #expect(
            await openError { _ = try opened(path: folder.path(of: name)) }
                == .unusable(path: folder.path(of: culprit), reason: Wording.Statement(.notADirectory)))
    }

    @Test func `that cannot be made is refused with the reason`() async throws {
        let path = folder.path(of: "below/" + String(repeating: "x", count: 300))
        let error = await openError { _ = try opened(path: path) }
        #expect(error == .unusable(path: path, reason: Wording.Statement(.systemNameTooLong)))
        #expect(
            await openError { _ = try opened(path: "") }
                == .unusable(path: "", reason: Wording.Statement(.systemNoSuchFile)))
    }

    // MARK: One store at a time

    @Test func `is one store's at a time, and tells whose`() async throws {
        let first = try opened()
        let user = "\(ProcessInfo.processInfo.processIdentifier)"
        #expect(await openError { _ = try opened() } == .inUse(directory: folder.path, by: user))
        // Whatever rules it asks for.
        #expect(await openError { _ = try opened(Rules()) } == .inUse(directory: folder.path, by: user))
        try await first.commit([.accepted(.payment(1))])
        first.close()
        #expect(try opened().load(rules: .easy).lastNumber == 1)
    }

    @Test func `is free when its store goes`() async throws {
        do {
            let first = try opened()
            try await first.commit([.accepted(.payment(1))])
        }
        // What follows a commit, on another queue, may hold the store for a moment.
        var second: ChainStore?
        try await eventually {
            second = try? opened()
            return second != nil
        }
        #expect(try second?.load(rules: .easy).lastNumber == 1)
    }

    @Test func `is free after a store could not be opened`() throws {
        try opened().close()
        #expect(throws: OpenError.self) { try opened(Rules()) }
        try opened().close()
    }

    @Test(arguments: ["", "not a number", "\n"])
    func `in use by somebody who doesn't say is refused as well`(content: String) async throws {
        let first = try opened()
        try Data(content.utf8).write(to: URL(filePath: folder.path(of: "lock")), options: [])
        #expect(await openError { _ = try opened() } == .inUse(directory: folder.path, by: nil))
        first.close()
    }

    // MARK: What it belongs to

    @Test func `of another difficulty is refused with both`() async throws {
        try opened().close()
        let path = folder.path(of: "forgechain.sqlite")
        let error = await openError { _ = try opened(Rules()) }
        #expect(error == .otherNetwork(.difficulty, kept: "1", wanted: "4", path: path))
        #expect(error?.description.contains("difficulty 1, and this node has difficulty 4") == true)
    }

    @Test func `of other rules is refused with both, and what to do`() async throws {
        try opened().close()
        let path = folder.path(of: "forgechain.sqlite")
        let error = await openError { _ = try opened(Rules(.article, difficulty: .standard)) }
        #expect(error == .otherNetwork(.rules, kept: "tutorial", wanted: "article", path: path))
        #expect(
            error?.description
                == "\(path) was made with rules tutorial, and this node has rules article. "
                + "Start it with --rules tutorial, or give it another --data-dir.")
    }

    @Test(arguments: RuleSet.withoutNetwork)
    func `goes on by the rules it was made with`(set: RuleSet) throws {
        let rules = Rules(set, difficulty: .easy)
        try opened(rules).close()
        #expect(try opened(rules).load(rules: rules).chain == Blockchain(rules: rules))
    }

    /// Made by a version that had one set of rules and stored no parameter for it.
    @Test func `without rules has the tutorial's`() async throws {
        try opened().close()
        try sql("DELETE FROM parameter WHERE name = 'rules'")
        let path = folder.path(of: "forgechain.sqlite")
        let error = await openError { _ = try opened(Rules(.article, difficulty: .easy)) }
        #expect(error == .otherNetwork(.rules, kept: "tutorial", wanted: "article", path: path))
        #expect(try opened().load(rules: .easy).chain.length == 1)
    }

    @Test func `of another genesis block is refused with both`() async throws {
        try opened().close()
        try sql("UPDATE parameter SET value = 'another' WHERE name = 'genesis'")
        let (path, genesis) = (folder.path(of: "forgechain.sqlite"), Block.genesis.hash.description)
        #expect(
            await openError { _ = try opened() }
                == .otherNetwork(.genesis, kept: "another", wanted: genesis, path: path))
    }

    @Test func `of a later version is refused`() async throws {
        try opened().close()
        try sql("INSERT INTO grdb_migrations VALUES ('of a later version')")
        #expect(await openError { _ = try opened() } == .newer(path: folder.path(of: "forgechain.sqlite")))
    }

    @Test func `of a version before the first release is refused with what to do`() async throws {
        try opened().close()
        try sql("INSERT INTO grdb_migrations VALUES ('chain, transactions and peers')")
        let path = folder.path(of: "forgechain.sqlite")
        let error = await openError { _ = try opened() }
        #expect(error == .unreleased(path: path))
        #expect(
            error?.description
                == "\(path) was written by a version before the first release, in another form. Export its chain with "
                + "that version, import it with this one, and give it another --data-dir.")
    }

    // MARK: Starts and ends that were cut short

    @Test func `of a start that was cut short is begun anew`() async throws {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            try Data("half of something".utf8).write(
                to: URL(filePath: folder.path(of: "forgechain.sqlite.new\(suffix)")))
        }
        try Data("123\n".utf8).write(to: URL(filePath: folder.path(of: "lock")))
        let store = try opened()
        try await store.commit([.accepted(.payment(1))])
        store.close()
        #expect(try files() == ["forgechain.sqlite", "lock"])
        #expect(try opened().load(rules: .easy).lastNumber == 1)
    }

    /// The disk's content at one moment is what a crash leaves.
    @Test func `of a node that was killed has every commit`() async throws {
        let store = try opened()
        let other = try TemporaryFolder()
        let chain = try Blockchain.paying(length: 30)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
        for number in 1...20 {
            try await store.commit([.accepted(.payment(number))])
            for file in ["forgechain.sqlite", "forgechain.sqlite-wal"] {
                try? FileManager.default.removeItem(atPath: other.path(of: file))
                try FileManager.default.copyItem(atPath: folder.path(of: file), toPath: other.path(of: file))
            }
            let copy = try opened(path: other.path)
            let kept = try copy.load(rules: .easy)
            #expect(kept.chain == chain && kept.pending.count == number)
            copy.close()
        }
        store.close()
    }

    private func sql(_ statement: String) throws {
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try queue.write { try $0.execute(sql: statement) }
        try queue.close()
    }
}
