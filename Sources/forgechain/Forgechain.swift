internal import ArgumentParser
internal import Glibc
internal import Node
internal import NodeClient
internal import Terminal

/// The command line.
@main struct Forgechain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain",
        abstract: "A proof-of-work blockchain node that speaks the API of \"Learn Blockchains by Building One\".",
        discussion: ExitStatus.help, version: NodeStatus.currentVersion,
        groupedSubcommands: [
            CommandGroup(name: "Node", subcommands: [Serve.self]),
            CommandGroup(
                name: "Client",
                subcommands: [
                    Mine.self, Send.self, ShowChain.self, ShowBlock.self, Peers.self, Resolve.self, Watch.self,
                    ShowStatus.self,
                ]),
            CommandGroup(name: "Teaching", subcommands: [ShowDemo.self]),
            CommandGroup(name: "Data directory", subcommands: [Verify.self, Export.self, Import.self]),
        ],
        defaultSubcommand: Serve.self)

    /// Parses and runs; what goes wrong becomes one line on standard error and a status.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) != .success else { exit(withError: error) }
            let unwritten = error as? WriteError
            unwritten?.endIfNobodyReads()
            let message = unwritten.map { "Standard output cannot be written: \($0)." } ?? message(for: error)
            let text = message.split(separator: "\n").joined(separator: " ")
            // A status may be all there is to say.
            if !text.isEmpty { StandardError.write("forgechain: \(error is NodeError ? text.verbatim : text)") }
            Glibc.exit(ExitStatus.status(of: error) ?? exitCode(for: error).rawValue)
        }
    }
}
