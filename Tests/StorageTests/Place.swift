internal import Chain
internal import Records
internal import Storage
internal import TestSupport

/// Where a store keeps its data. Its promises hold for both.
enum Place: CaseIterable {
    case directory, memory
}

/// A store that a test may close and open again.
final class OpenStore {
    private let folder: TemporaryFolder?
    private(set) var store: ChainStore

    init(in place: Place) throws {
        switch place {
        case .directory:
            let folder = try TemporaryFolder()
            self.folder = folder
            store = try ChainStore(directory: folder.path, rules: .easy)
        case .memory:
            folder = nil
            store = try ChainStore(inMemoryBy: .easy)
        }
    }

    /// What a node would start with if it were restarted now.
    func reloaded() throws -> KeptState {
        if let folder {
            store.close()
            store = try ChainStore(directory: folder.path, rules: .easy)
        }
        return try store.load(rules: .easy)
    }

    /// Stores a chain in place of the genesis block's.
    func keep(_ chain: Blockchain) async throws {
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
    }
}
