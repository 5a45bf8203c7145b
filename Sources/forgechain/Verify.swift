internal import ArgumentParser
internal import HTTP
internal import Node
internal import Records
internal import Storage
internal import Terminal
internal import Wording

/// Checks what a node has stored.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check everything a node keeps; it may be running.",
        discussion: """
            Checks the database, every block by every rule, the histories of addresses, and that each accepted \
            transaction is pending or in the chain once. What is wrong goes to standard output, a line for each, and \
            the status is 1 then.

            \(Examples.verify)
            """)

    @OptionGroup var directory: DataDirectoryOptions

    func run() throws {
        WriteError.replaceSignals()
        let path = try directory.path()
        let (line, output) = (ProgressLine(), Output())
        defer { line.clear() }
        var failure: DirectoryError?
        let summary: Audit.Summary
        do throws(OpenError) {
            summary = try Audit.run(
                directory: path, isPeer: { (try? PeerAddress($0)) != nil },
                finding: { finding in
                    line.clear()
                    do throws(DirectoryError) {
                        try output.write(Array("\(finding.statement.text(.ofUser))\n".utf8)[...])
                    } catch {
                        failure = error
                    }
                }, progress: { line.show(Progress(step: $0.stage.step.text(), done: $0.done, total: $0.total)) })
        } catch {
            throw DirectoryError(error)
        }
        line.clear()
        if let failure { throw failure }
        StandardError.write("\(path): \(Self.sentence(of: summary))")
        if summary.findings > 0 { throw ExitCode.failure }
    }

    private static func sentence(of summary: Audit.Summary) -> String {
        let findings = summary.findings
        let result =
            switch findings {
            case 0: Phrase.verifiedSound.text()
            case ...Audit.maximumFindings: Phrases.count(findings, .verifiedFindings)
            default: Phrase.verifiedMany.text(["n": "\(findings)", "told": "\(Audit.maximumFindings)"])
            }
        return Phrase.verified.text([
            "accepted": Phrases.count(summary.accepted, .acceptedTransactions),
            "blocks": Phrases.count(summary.blocks, .blocks), "count": "\(summary.pending)",
            "n": "\(summary.pending)", "result": result,
        ])
    }
}

extension Audit.Progress.Stage {
    fileprivate var step: Phrase {
        switch self {
        case .database: .checkingDatabase
        case .blocks: .checkingBlocks
        case .transactions: .checkingTransactions
        }
    }
}
