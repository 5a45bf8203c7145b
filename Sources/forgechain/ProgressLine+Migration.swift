internal import Terminal

extension ProgressLine {
    /// Shows how many blocks of an earlier version's directory are brought over, and goes after the last.
    @Sendable func showMigration(done: Int, total: Int) {
        show(Progress(step: Phrase.migratingBlocks.text(), done: done, total: total))
        if done == total { clear() }
    }
}
