internal import ArgumentParser
internal import Glibc
internal import NodeClient
internal import Terminal

/// What the commands that ask a node end with, for scripts; as in sysexits.h where that has a word for it.
enum ExitStatus {
    /// A chain or a block was found wrong.
    static let wrong = ExitCode(2)

    /// What the help says of all commands.
    static let help = """
        Exit status: 0 when it was done; 1 when a node refused, or a directory could not be used or is not sound, with \
        the reason on standard error; 2 when a block or a chain was found wrong; 64 for wrong arguments; 69 when no \
        node answers, or it goes away; 70 when what answers is no node; 74 when standard output cannot be written; 130 \
        when it was interrupted.

        Environment: FORGECHAIN_NODE names the node to ask; NO_COLOR, if it is not empty, keeps colours off terminals.
        """

    /// What the help of each says.
    static let hint = "The exit status is 0 when it was done; what else it may be is said by forgechain --help."

    /// What stands for an error; nil where it is not of these commands.
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
