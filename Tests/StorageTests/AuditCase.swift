internal import Records
internal import Storage
internal import Testing

/// What an audit of a directory finds.
func audit(_ directory: String, at step: (Audit.Progress) -> Void = { _ in }) throws -> [Finding] {
    try withoutActuallyEscaping(step) { step in
        var findings: [Finding] = []
        let summary = try Audit.run(
            directory: directory, isPeer: { $0.contains(":") }, finding: { findings.append($0) }, progress: step)
        #expect(min(summary.findings, Audit.maximumFindings) == findings.count)
        return findings
    }
}

/// Expected findings for ``Damaged``.
extension Finding {
    static func stray(_ height: Int, _ payments: [(Int, String)]) -> [Finding] {
        payments.map { .strayPayment(height: height, position: $0.0, address: $0.1) }
    }

    static func missing(_ height: Int, _ payments: [(Int, String)]) -> [Finding] {
        payments.map { .missingPayment(height: height, position: $0.0, address: $0.1) }
    }
}

/// The payments in the third block of ``Damaged``, and in its last.
let thirdBlockPayments = [(1, "alice"), (1, "bob"), (2, "alice"), (2, "bob"), (3, "0"), (3, "ada")]
let lastBlockPayments = [(1, "alice"), (1, "bob"), (2, "0"), (2, "ada")]

/// SQL that does damage, and the expected findings.
struct AuditCase: CustomTestStringConvertible {
    let sql: String
    let findings: [Finding]
    var testDescription: String { sql }

    init(_ sql: String, _ findings: [Finding]) {
        self.sql = sql
        self.findings = findings
    }

    init(_ sql: String, _ findings: Finding...) {
        self.init(sql, findings)
    }
}
