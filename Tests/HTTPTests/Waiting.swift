internal import Glibc
internal import Testing

/// Polls until `condition` holds; records an issue if it doesn't within `seconds`.
///
/// Blocks the calling thread, which must not be one of Swift's.
func eventually(
    _ seconds: Int = 60, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("waited \(seconds) seconds in vain", sourceLocation: sourceLocation)
            return
        }
        usleep(1_000)
    }
}
