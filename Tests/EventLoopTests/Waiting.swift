internal import Testing

/// Polls until `condition` holds; records an issue when it doesn't within `seconds`.
func eventually(
    _ seconds: Int = 60, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("waited \(seconds) seconds in vain", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(1))
    }
}
