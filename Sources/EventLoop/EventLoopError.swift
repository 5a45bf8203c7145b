public import Wording

/// Why the operating system or libevent refused something a loop or a socket needs.
public struct EventLoopError: Error, Hashable, Sendable, Stated {
    /// Half a sentence for people.
    public let statement: Statement

    /// Makes an error of what is said.
    public init(_ statement: Statement) {
        self.statement = statement
    }

    /// Makes an error from a system call's `errno` and what was being done: words with a place for the `problem`.
    public init(_ number: Int32, while doing: Statement.Code) {
        statement = Statement(doing, ["problem": .statement(Statement(systemError: number))])
    }
}
