internal import Chain
internal import GRDB

/// A check of everything a directory keeps, by everything that has to be so.
///
/// It reads one snapshot and changes nothing, so it can run beside a node, or on what a crash left. Until it ends, the
/// node's log grows. It holds one block at a time; what SQLite has to sort goes through a temporary file.
public enum Audit {
    /// How many findings are reported one by one; the others are only counted.
    public static let maximumFindings = 100

    /// How far an audit is.
    public struct Progress: Hashable, Sendable {
        /// The parts of an audit, in their order.
        public enum Stage: Hashable, Sendable {
            /// SQLite checks its file by itself, and doesn't say how far it is.
            case database
            /// Blocks are checked.
            case blocks
            /// Accepted transactions are checked.
            case transactions
        }

        /// What is checked.
        public let stage: Stage
        /// How many were.
        public let done: Int
        /// How many there are; 0 when nobody knows.
        public let total: Int
    }

    /// What an audit saw.
    public struct Summary: Hashable, Sendable {
        /// How many blocks are kept.
        public internal(set) var blocks = 0
        /// How many accepted transactions are kept.
        public internal(set) var accepted = 0
        /// How many of them are pending.
        public internal(set) var pending = 0
        /// How much is wrong.
        public internal(set) var findings = 0
    }

    /// Checks what a directory keeps.
    ///
    /// What is wrong goes to `finding`, at most ``maximumFindings`` times; an error means that it could not be checked.
    /// `progress` is called often.
    ///
    /// - Parameter isPeer: whether a text is the address of a peer, which is not for the database to know.
    public static func run(
        directory: String, isPeer: @escaping (String) -> Bool, finding: @escaping (Finding) -> Void,
        progress: @escaping (Progress) -> Void
    ) throws(StorageError) -> Summary {
        var summary = Summary()
        do throws(StorageError) {
            let snapshot = try Snapshot(directory: directory)
            try snapshot.read { db in
                guard try Schema.migrator.hasCompletedMigrations(db) else {
                    throw StorageError.older(path: snapshot.path)
                }
                var auditor = Auditor(db: db, path: snapshot.path, isPeer: isPeer, finding: finding, progress: progress)
                defer { summary = auditor.summary }
                try auditor.run()
            }
        } catch {
            guard case .damaged(_, let what) = error else { throw error }
            summary.count(.database(what), finding)
        }
        return summary
    }
}

extension Audit.Summary {
    /// Counts a finding, and reports it unless there were too many.
    mutating func count(_ finding: Finding, _ tell: (Finding) -> Void) {
        findings += 1
        if findings <= Audit.maximumFindings { tell(finding) }
    }
}

/// An audit under way.
struct Auditor {
    let db: Database
    let path: String
    let isPeer: (String) -> Bool
    let finding: (Finding) -> Void
    let progress: (Audit.Progress) -> Void
    var summary = Audit.Summary()

    mutating func run() throws {
        try stage { auditor in try auditor.checkDatabase() }
        var rules: Rules?
        try stage { auditor in rules = try auditor.checkParameters() }
        try stage { auditor in try auditor.checkHistories() }
        try stage { auditor in try auditor.checkBlocks(by: rules) }
        try stage { auditor in try auditor.checkTransactions() }
        try stage { auditor in try auditor.checkPeers() }
    }

    mutating func report(_ finding: Finding) {
        summary.count(finding, self.finding)
    }

    func count(_ table: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
    }

    /// What cannot be read is a finding, and the next stage may see more.
    private mutating func stage(_ body: (inout Auditor) throws -> Void) throws {
        do {
            try body(&self)
        } catch {
            let error = StorageError(error, path: path)
            guard case .damaged(_, let what) = error else { throw error }
            report(.database(what))
        }
    }
}

// MARK: - The database, its parameters, the peers

extension Auditor {
    /// Has SQLite check its own file.
    private mutating func checkDatabase() throws {
        progress(Audit.Progress(stage: .database, done: 0, total: 0))
        let messages = try String.fetchCursor(db, sql: "PRAGMA integrity_check(\(Audit.maximumFindings))")
        while let message = try messages.next() {
            guard message != "ok" else { continue }
            // Some have several lines, and a headline.
            for line in message.split(separator: "\n") where !line.hasPrefix("***") {
                report(.database(String(line)))
            }
        }
    }

    /// Gives the rules, if there are any.
    private mutating func checkParameters() throws -> Rules? {
        let name = try db.networkParameter(.rules)
        let set = name.flatMap(RuleSet.init)
        if set == nil {
            let names = RuleSet.allCases.map(\.name).joined(separator: " or ")
            report(.parameter(NetworkParameter.rules.rawValue, kept: name, wanted: names))
        }
        let text = try db.networkParameter(.difficulty)
        let difficulty = text.flatMap { Int($0) }.flatMap { Difficulty(hexZeros: $0) }
        if difficulty == nil || text != difficulty?.description {
            let range = Difficulty.range
            let wanted = "\(range.lowerBound) to \(range.upperBound)"
            report(.parameter(NetworkParameter.difficulty.rawValue, kept: text, wanted: wanted))
        }
        let rules = set.flatMap { set in difficulty.map { Rules(set, difficulty: $0) } }
        let genesis = try db.networkParameter(.genesis)
        let wanted = (rules ?? Rules()).genesis.hash.description
        if genesis != wanted { report(.parameter(NetworkParameter.genesis.rawValue, kept: genesis, wanted: wanted)) }
        return rules
    }

    private mutating func checkPeers() throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT position, address FROM peer ORDER BY position")
        while let row = try rows.next() {
            let address: String = try row.decode(atIndex: 1)
            if !isPeer(address) { report(.peer(position: try row.decode(atIndex: 0), address: address)) }
        }
    }
}
