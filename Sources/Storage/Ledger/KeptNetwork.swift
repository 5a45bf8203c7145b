public import Chain
internal import GRDB
internal import Records
internal import Wording

extension ChainStore {
    /// The ledger's network whose chain a directory has; nil if nothing is kept there, or a chain of other rules.
    ///
    /// Changes nothing, and may be asked while a node runs there.
    public static func keptNetwork(in directory: String) throws(OpenError) -> LedgerNetwork? {
        try keptNetwork(in: directory, upTo: LedgerParameters.easiestOfAll)
    }

    /// The same, where a network's target may be easier than any that people use.
    static func keptNetwork(in directory: String, upTo easiest: UInt256) throws(OpenError) -> LedgerNetwork? {
        let snapshot: Snapshot
        do throws(OpenError) {
            snapshot = try Snapshot(directory: directory)
        } catch {
            guard case .nothingKept = error else { throw error }
            return nil
        }
        return try snapshot.read { db in
            guard try db.networkParameter(.rules) == RuleSet.ledger.name else { return nil }
            let network = try db.firstBlockNetwork(upTo: easiest)
            guard try db.networkParameter(.genesis) == network.id.description else {
                throw Damage(path: snapshot.path, problem: .init(.keptOtherFirstBlock))
            }
            return network
        }
    }
}

extension Database {
    /// The network that the stored first block describes.
    func firstBlockNetwork(upTo easiest: UInt256) throws -> LedgerNetwork {
        var blocks = try BlockReader(in: self)
        guard let first = try blocks.next() else { throw ChainError.empty }
        guard let document = try? JSONDocument(parsing: first.text) else {
            throw ChainError.fault(height: Block.firstIndex, .notCanonical)
        }
        do throws(LedgerFault) {
            return try LedgerNetwork(genesis: document.root, upTo: easiest)
        } catch {
            throw ChainError.ledger(height: Block.firstIndex, error)
        }
    }
}
