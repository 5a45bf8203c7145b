internal import Glibc
package import Testing

/// Polls until `condition` holds; records an issue when it doesn't within `seconds`.
package func eventually(
    _ seconds: Int = Patience.usualSeconds, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async -> Bool
) async throws {
    var patience = Patience(seconds: seconds)
    while await !condition() {
        guard let pause = patience.nextPause(sourceLocation) else { return }
        try await Task.sleep(for: pause)
    }
}

/// The same for a thread that is none of Swift's own: it is blocked meanwhile.
package func blockUntil(
    _ seconds: Int = Patience.usualSeconds, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
) throws {
    var patience = Patience(seconds: seconds)
    while try !condition() {
        guard let pause = patience.nextPause(sourceLocation) else { return }
        usleep(UInt32(pause / .microseconds(1)))
    }
}

/// How long to wait until the next look: the longer it took so far the longer, since hundreds of tests look at once.
package struct Patience {
    /// Nearly always it takes milliseconds. On a machine with other work it took more than a minute.
    package static let usualSeconds = 240

    private static let longestPause = Duration.milliseconds(16)

    private let seconds: Int
    private let deadline: ContinuousClock.Instant
    private var pause = Duration.microseconds(500)

    init(seconds: Int) {
        self.seconds = seconds
        deadline = .now + .seconds(seconds)
    }

    /// Nil, and an issue, when there is no time left.
    mutating func nextPause(_ sourceLocation: SourceLocation) -> Duration? {
        guard ContinuousClock.now < deadline else {
            Issue.record("waited \(seconds) seconds in vain", sourceLocation: sourceLocation)
            return nil
        }
        defer { pause = min(pause * 5 / 4, Self.longestPause) }
        return pause
    }
}
