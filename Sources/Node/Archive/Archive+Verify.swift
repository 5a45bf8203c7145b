internal import Storage

/// What was checked.
public struct Verification: Hashable, Sendable {
    /// How many findings are told one by one; the others are only counted.
    public static let maximumFindings = Audit.maximumFindings

    /// How many blocks are kept.
    public let blocks: Int
    /// How many accepted transactions are kept.
    public let accepted: Int
    /// How many of them are pending.
    public let pending: Int
    /// How much is wrong.
    public let findings: Int
}

extension Archive {
    /// Checks everything that is kept: the database, every block by every rule, the histories, and that each accepted
    /// transaction is pending or else in the chain once.
    ///
    /// It changes nothing, and a node may run on the directory. `finding` is told what is wrong, a sentence at a time
    /// that names the place; an error means that it could not be checked.
    public func verify(
        finding: @escaping (String) -> Void, progress: @escaping (ArchiveProgress) -> Void
    ) throws(ArchiveError) -> Verification {
        do throws(StorageError) {
            let summary = try Audit.run(
                directory: directory, isPeer: { (try? PeerAddress($0)) != nil }, finding: { finding($0.description) },
                progress: { progress(ArchiveProgress(step: $0.stage.step, done: $0.done, total: $0.total)) })
            return Verification(
                blocks: summary.blocks, accepted: summary.accepted, pending: summary.pending,
                findings: summary.findings)
        } catch {
            throw ArchiveError(error)
        }
    }
}

extension Audit.Progress.Stage {
    fileprivate var step: String {
        switch self {
        case .database: "checking the database"
        case .blocks: "checking blocks"
        case .transactions: "checking transactions"
        }
    }
}
