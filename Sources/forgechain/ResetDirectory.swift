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
        guard ChainStore.isKept(in: path) else { throw DirectoryError(Phrase.nothingKept.text(["path": path])) }
        if !yes {
            guard Prompt.isPossible else {
                throw DirectoryError(Phrase.nobodyToAsk.text(["path": path]))
            }
            guard Prompt.confirms(.resetQuestion, ["path": path]) else {
                throw DirectoryError(Phrase.nothingDeleted.text())
            }
        }
        do throws(OpenError) {
            _ = try Reset.run(directory: path)
        } catch {
            throw DirectoryError(error)
        }
        StandardError.write(Phrase.beginsAnew.text(["path": path]))
    }
}
