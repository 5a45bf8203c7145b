internal import ArgumentParser
internal import HTTP
internal import Node
internal import Records
internal import Storage
internal import Terminal

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
                        try output.write(Array("\(finding)\n".utf8)[...])
                    } catch {
                        failure = error
                    }
                }, progress: { line.show(Progress(step: $0.stage.step, done: $0.done, total: $0.total)) })
        } catch {
            throw DirectoryError(error)
        }
        line.clear()
        if let failure { throw failure }
        StandardError.write("\(path): \(Self.sentence(of: summary))")
        if summary.findings > 0 { throw ExitCode.failure }
    }

    private static func sentence(of summary: Audit.Summary) -> String {
        let kept =
            "\(count(summary.blocks, "block")), "
            + "\(count(summary.accepted, "accepted transaction")), \(summary.pending) pending"
        switch summary.findings {
        case 0: return "\(kept): sound."
        case ...Audit.maximumFindings: return "\(kept): \(count(summary.findings, "finding"))."
        default:
            return "\(kept): \(summary.findings) findings, of which the first \(Audit.maximumFindings) are told."
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
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
