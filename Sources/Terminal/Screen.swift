internal import Glibc

/// What a descriptor is connected to, as far as it matters to people who read what is written there.
public struct Screen: Sendable {
    /// Whether it is a terminal.
    public let isTerminal: Bool

    /// Whether it is a terminal that shows colours, and nobody has asked for none.
    public let hasColours: Bool

    private let descriptor: Int32

    /// How long lines are that go elsewhere, in columns: enough for a name or two, and no file of long lines.
    private static let columnsElsewhere = 160

    /// How wide a terminal may be.
    private static let columnsPossible = 20...1_000

    /// Looks at a descriptor and at the environment.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        hasColours = Self.showsColours(isTerminal: isTerminal) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Whether colours are shown: on a terminal that has some, unless `NO_COLOR` is set (no-color.org).
    static func showsColours(isTerminal: Bool, variable: (String) -> String?) -> Bool {
        isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }

    /// How many columns a line may have now; a window may be resized.
    public var columns: Int {
        guard isTerminal else { return Self.columnsElsewhere }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return min(max(Int(size.ws_col), Self.columnsPossible.lowerBound), Self.columnsPossible.upperBound)
    }
}
