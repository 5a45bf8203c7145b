internal import Chain
internal import GRDB
internal import Records
internal import Wording

/// A check of everything a directory stores, against every rule that applies.
///
/// It reads one snapshot and changes nothing, so it can run beside a node, or after a crash. The node's log grows until
/// it ends. It holds one segment at a time, and all accounts of a ledger; SQLite sorts through a temporary file.
public enum Audit {
    /// How many findings are reported individually; any more are only counted.
    public static let maximumFindings = 100

    /// How far an audit has got.
    public struct Progress: Hashable, Sendable {
        /// The parts of an audit, in order.
        public enum Stage: Hashable, Sendable {
            /// SQLite checks its file, without reporting how far it has got.
            case database
            /// Blocks are checked.
            case blocks
            /// Accepted transactions are checked.
            case transactions
        }

        /// The current part.
        public let stage: Stage
        /// How many were checked.
        public let done: Int
        /// How many there are; 0 if unknown.
        public let total: Int
    }

    /// What an audit found.
    public struct Summary: Hashable, Sendable {
        /// How many blocks are stored.
        public internal(set) var blocks = 0
        /// How many accepted transactions are stored.
        public internal(set) var accepted = 0
        /// How many of those are pending.
        public internal(set) var pending = 0
        /// How many things are wrong.
        public internal(set) var findings = 0
    }

    /// Checks what a directory stores.
    ///
    /// Calls `finding` for each thing wrong, at most ``maximumFindings`` times. An error means that the check could not
    /// be made. Calls `progress` often.
    ///
    /// - Parameter isPeer: whether a text is a peer's address, which the database doesn't know.
    public static func run(
        directory: String, isPeer: @escaping (String) -> Bool, finding: @escaping (Finding) -> Void,
        progress: @escaping (Progress) -> Void
    ) throws(OpenError) -> Summary {
        try run(
            directory: directory, upTo: LedgerParameters.easiestOfAll, isPeer: isPeer, finding: finding,
            progress: progress)
    }

    /// The same, where the target of a ledger's network may be easier than any that people use.
    static func run(
        directory: String, upTo easiest: UInt256, isPeer: @escaping (String) -> Bool,
        finding: @escaping (Finding) -> Void, progress: @escaping (Progress) -> Void
    ) throws(OpenError) -> Summary {
        var summary = Summary()
        do throws(OpenError) {
            let snapshot = try Snapshot(directory: directory)
            try snapshot.read { db in
                guard try Schema.migrator.hasCompletedMigrations(db) else {
                    throw OpenError.older(path: snapshot.path)
                }
                var auditor = Auditor(
                    db: db, path: snapshot.path, easiestTarget: easiest, isPeer: isPeer, finding: finding,
                    progress: progress)
                defer { summary = auditor.summary }
                try auditor.run()
            }
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            summary.count(.database(damage.problem), finding)
        }
        return summary
    }
}

extension Audit.Summary {
    /// Counts a finding, and reports it unless there have been too many.
    mutating func count(_ finding: Finding, _ tell: (Finding) -> Void) {
        findings += 1
        if findings <= Audit.maximumFindings { tell(finding) }
    }
}

/// An audit in progress.
struct Auditor {
    let db: Database
    let path: String
    let easiestTarget: UInt256
    let isPeer: (String) -> Bool
    let finding: (Finding) -> Void
    let progress: (Audit.Progress) -> Void
    var summary = Audit.Summary()

    /// How many of the chain's blocks have to be in the histories.
    var historyLength = Int.max

    /// What the blocks come to, if they are a ledger's.
    var ledger: RecomputedLedger?

    mutating func run() throws {
        try stage { auditor in try auditor.checkDatabase() }
        try stage { auditor in try auditor.checkTables() }
        var rules: Rules?
        try stage { auditor in rules = try auditor.checkParameters() }
        try stage { auditor in try auditor.checkHistories() }
        try stage { auditor in try auditor.checkBlocks(by: rules) }
        try stage { auditor in try auditor.checkAccounts(by: rules) }
        try stage { auditor in try auditor.checkTransactions() }
        try stage { auditor in try auditor.checkBranches() }
        try stage { auditor in try auditor.checkPeers() }
    }

    mutating func report(_ finding: Finding) {
        summary.count(finding, self.finding)
    }

    func count(_ table: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
    }

    /// Unreadable data is a finding, and the next stage may see more.
    private mutating func stage(_ body: (inout Auditor) throws -> Void) throws {
        do {
            try body(&self)
        } catch {
            guard case .damaged(let damage) = StorageError(error, path: path) else { throw error }
            report(.database(damage.problem))
        }
    }
}

// MARK: - The database, the peers

extension Auditor {
    /// Makes SQLite check its own file.
    private mutating func checkDatabase() throws {
        progress(Audit.Progress(stage: .database, done: 0, total: 0))
        let messages = try String.fetchCursor(db, sql: "PRAGMA integrity_check(\(Audit.maximumFindings))")
        while let message = try messages.next() {
            guard message != "ok" else { continue }
            // Some messages have several lines, and a headline.
            for line in message.split(separator: "\n") where !line.hasPrefix("***") {
                report(.database(.init(said: String(line))))
            }
        }
    }

    /// Compares the tables with those of a new database. SQLite finds no fault with a name or a default value that has
    /// changed, nor, where it only reads, with a check of a column that isn't there; but a node can't use such a table,
    /// or reads something else in it.
    private mutating func checkTables() throws {
        let new = try DatabaseQueue()
        try new.write { try Schema.create(in: $0) }
        let kept = Set(try TableColumn.fetchAll(db, sql: TableColumn.all))
        let wanted = try new.read { try TableColumn.fetchAll($0, sql: TableColumn.all) }
        // What reads a table that isn't there says so.
        let tables = Set(kept.map(\.table))
        var reported: Set<String> = []
        for column in wanted where tables.contains(column.table) && !kept.contains(column) {
            report(
                .database(
                    .init(.keptColumn, ["column": .text(column.name), "table": .text(column.table)])))
            reported.insert(column.table)
        }
        let definitions = try Definition.fetchAll(db, sql: Definition.all)
        let demands = Dictionary(definitions.map { ($0.name, $0.demands) }) { first, _ in first }
        for definition in try new.read({ try Definition.fetchAll($0, sql: Definition.all) }) {
            let name = definition.name
            guard let kept = demands[name], kept != definition.demands, !reported.contains(name) else { continue }
            report(.database(.init(.keptTable, ["table": .text(name)])))
        }
    }

    private mutating func checkPeers() throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT position, address FROM peer ORDER BY position")
        while let row = try rows.next() {
            let address: String = try row.decode(atIndex: 1)
            if !isPeer(address) { report(.peer(position: try row.decode(atIndex: 0), address: address)) }
        }
    }
}
