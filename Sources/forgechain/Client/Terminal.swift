internal import Glibc

/// What a descriptor is connected to, as far as it matters for people who read what is written there.
struct Terminal {
    /// Whether somebody sees it.
    let isThere: Bool

    /// Whether it shows colours, and nobody said that they don't want any (no-color.org).
    let hasColours: Bool

    private let descriptor: Int32

    /// How long lines are that go elsewhere, in columns: enough for a name or two, and no file of long lines.
    private static let columnsElsewhere = 160

    /// How wide a terminal may be.
    private static let columnsPossible = 20...1_000

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isThere = isatty(descriptor) == 1
        hasColours = isThere && (Self.variable("NO_COLOR") ?? "").isEmpty && Self.variable("TERM") != "dumb"
    }

    /// How many columns a line may have now; a window may be resized.
    var columns: Int {
        guard isThere else { return Self.columnsElsewhere }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return min(max(Int(size.ws_col), Self.columnsPossible.lowerBound), Self.columnsPossible.upperBound)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
