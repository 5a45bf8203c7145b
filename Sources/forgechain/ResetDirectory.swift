internal import ArgumentParser
internal import Storage
internal import Terminal

/// Empties a data directory.
struct ResetDirectory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Delete what a node keeps, so that it begins anew; it must not be running.",
        discussion: """
            Its chain, accepted transactions, peers and name go for good; export keeps a copy of the chain. The key of \
            a ledger's node stays. It asks before.

            \(Examples.reset)
            """)

    @OptionGroup var directory: DataDirectoryOptions

    @Flag(help: "Don't ask.")
    var yes = false

    func run() throws {
        let path = try directory.path()
        guard ChainStore.isKept(in: path) else { throw DirectoryError("Nothing is kept in \(path).") }
        if !yes {
            guard Prompt.isPossible else {
                throw DirectoryError("Nobody can be asked whether \(path) is to be emptied: say it with --yes.")
            }
            guard Prompt.confirms("Delete what is kept in \(path) for good?") else {
                throw DirectoryError("Nothing was deleted.")
            }
        }
        do throws(OpenError) {
            _ = try Reset.run(directory: path)
        } catch {
            throw DirectoryError(error)
        }
        StandardError.write("\(path): the next node begins anew.")
    }
}
