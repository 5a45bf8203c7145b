internal import ArgumentParser
internal import Glibc
internal import Node
internal import NodeClient
internal import Terminal
internal import Wording

/// The command line.
@main struct Forgechain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain",
        abstract: "A proof-of-work blockchain node that speaks the API of \"Learn Blockchains by Building One\".",
        discussion: "\(Examples.root)\n\n\(ExitStatus.help)", version: Build.text,
        groupedSubcommands: [
            CommandGroup(name: "Node", subcommands: [Serve.self, ShowLimits.self]),
            CommandGroup(
                name: "Client",
                subcommands: [
                    Mine.self, Send.self, ShowChain.self, ShowBlock.self, ExplainBlock.self, ShowForks.self,
                    ShowPending.self, ShowTransaction.self, ShowHistory.self, Peers.self, Resolve.self, Watch.self,
                    ShowStatus.self,
                ]),
            CommandGroup(
                name: "Ledger",
                subcommands: [
                    MakeGenesis.self, ManageKeys.self, ShowBalance.self, ShowAccounts.self, ShowReceipt.self,
                ]),
            CommandGroup(name: "Teaching", subcommands: [RunClassroom.self, ShowDemo.self]),
            CommandGroup(
                name: "Data directory", subcommands: [Verify.self, Export.self, Import.self, ResetDirectory.self]),
        ],
        defaultSubcommand: Serve.self)

    /// Parses and runs. An error becomes one line on standard error and an exit status.
    static func main() {
        do {
            let words = try Arguments.prepared(Array(CommandLine.arguments.dropFirst()), of: Self.self)
            var command = try parseAsRoot(words)
            try command.run()
        } catch {
            guard exitCode(for: error) != .success else { exit(withError: error) }
            let unwritten = error as? WriteError
            unwritten?.endIfNobodyReads()
            let message =
                unwritten.map { Phrase.outputUnwritten.text(["problem": $0.words]) }
                ?? (error as? NodeError)?.text(.ofUser) ?? (error as? any Stated)?.statement.text(.ofUser)
                ?? message(for: error)
            let text = message.split(separator: "\n").joined(separator: " ")
            // Some errors are only a status.
            if !text.isEmpty { StandardError.write("forgechain: \(error is NodeError ? text.verbatim : text)") }
            Glibc.exit(ExitStatus.status(of: error) ?? exitCode(for: error).rawValue)
        }
    }
}

/// Exit statuses of the commands that ask a node, for scripts; from sysexits.h where it has one that fits.
enum ExitStatus {
    /// A chain or a block is invalid.
    static let wrong = ExitCode(2)

    /// What the help says about all commands.
    static let help = """
        Exit status: 0 when it was done; 1 when a node refused, or a directory could not be used or is not sound, with \
        the reason on standard error; 2 when a block or a chain was found wrong; 64 for wrong arguments; 69 when no \
        node answers, or it goes away; 70 when what answers is no node; 74 when standard output cannot be written; 130 \
        when it was interrupted.

        Environment: FORGECHAIN_NODE names the node to ask; FORGECHAIN_PAGER, or else PAGER, what shows long lists \
        on a terminal; NO_COLOR, if it is not empty, keeps colours off terminals.
        """

    /// What the help of each command says.
    static let hint = "The exit status is 0 when it was done; what else it may be is said by forgechain --help."

    /// The exit status for an error; nil if it isn't from these commands.
    static func status(of error: any Error) -> Int32? {
        switch error {
        case let error as NodeError:
            switch error.kind {
            case .refused: 1
            case .unreachable: EX_UNAVAILABLE
            case .noAnswer: EX_SOFTWARE
            case .interrupted: 128 + SIGINT
            }
        case is WriteError: EX_IOERR
        default: nil
        }
    }
}
