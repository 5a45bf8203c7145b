internal import Chain
internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

import Records
@testable import Storage
import Wording

/// What happens to a store while it is in use.
struct InterferenceTests {
    @Test func `a commit ends when the store closes, and nothing of it is kept`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let genesis = Blockchain(rules: .easy)
        store.closing.cancel()
        await #expect(throws: StorageError.failed(reason: "the node is stopping")) {
            try await store.commit([
                .accepted(.payment(1)), .replaced(Replacement(of: genesis, by: .paying(length: 9))),
            ])
        }
        store.close()
        let kept = try ChainStore(directory: folder.path, rules: .easy).load(rules: .easy)
        #expect(kept.chain == genesis)
        #expect(kept.pending.isEmpty)
    }

    @Test func `a question that waits ends when who asked has left`() async throws {
        let store = try ChainStore(inMemoryBy: .easy)
        let asking = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.height(of: Block.genesis.hash)
        }
        await #expect(throws: StorageError.self) { try await asking.value }
        #expect(try await store.height(of: Block.genesis.hash) == 1)
    }

    @Test(arguments: ["forgechain.sqlite", "lock", ""])
    func `nothing is kept in files that are gone`(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "node")
        let store = try ChainStore(directory: path, rules: .easy)
        try await store.commit([.accepted(.payment(1))])
        let gone = name.isEmpty ? path : "\(path)/\(name)"
        try FileManager.default.moveItem(atPath: gone, toPath: folder.path(of: "elsewhere"))
        let error = await #expect(throws: StorageError.self) { try await store.commit([.accepted(.payment(2))]) }
        #expect(error?.description.contains("moved or removed") == true)
        try FileManager.default.moveItem(atPath: folder.path(of: "elsewhere"), toPath: gone)
        try await store.commit([.accepted(.payment(3))])
        #expect(try store.load(rules: .easy).pending.map(\.number) == [1, 3])
    }

    @Test func `the log is begun anew when it has grown too far`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        for number in 1...50 { try await store.commit([.accepted(.payment(number))]) }
        let grown = store.logBytes
        store.logLimit.store(0, ordering: .relaxed)
        for number in 51...60 { try await store.commit([.accepted(.payment(number))]) }
        // After one of them, the later ones fit where fifty had been.
        #expect(store.logBytes < grown + grown / 10)
        #expect(store.logLimit.load(ordering: .relaxed) == ChainStore.logBytesKept)
    }
}
