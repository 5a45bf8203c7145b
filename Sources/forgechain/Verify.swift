internal import ArgumentParser
internal import Node

/// Checks what a node keeps.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check everything a node keeps; it may be running.",
        discussion: """
            Checks the database, every block by every rule, the histories of addresses, and that each accepted \
            transaction is pending or in the chain once. What is wrong goes to standard output, a line for each, and \
            the status is 1 then.
            """)

    @OptionGroup var directory: KeptDirectory

    func run() throws {
        WriteSignals.ignore()
        let path = try directory.path()
        let (bar, output) = (ProgressBar(), Output())
        var failure: ArchiveError?
        let verification = try Archive(directory: path).verify(
            finding: { finding in
                bar.clear()
                do throws(ArchiveError) {
                    try output.write(Array("\(finding)\n".utf8)[...])
                } catch {
                    failure = error
                }
            }, progress: bar.show)
        bar.clear()
        if let failure { throw failure }
        StandardError.write("\(path): \(Self.summary(of: verification))")
        if verification.findings > 0 { throw ExitCode.failure }
    }

    static func summary(of verification: Verification) -> String {
        let kept =
            "\(count(verification.blocks, "block")), "
            + "\(count(verification.accepted, "accepted transaction")), \(verification.pending) pending"
        switch verification.findings {
        case 0: return "\(kept): sound."
        case ...Verification.maximumFindings: return "\(kept): \(count(verification.findings, "finding"))."
        default:
            return "\(kept): \(verification.findings) findings, of which the first \(Verification.maximumFindings) "
                + "are told."
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
