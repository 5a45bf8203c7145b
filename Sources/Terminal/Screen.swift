internal import Glibc

/// What a descriptor is connected to, as far as that matters for text written to it.
public struct Screen: Sendable {
    /// Whether it is a terminal.
    public let isTerminal: Bool

    /// Whether it is a terminal that shows colours, and colours were not turned off.
    public let hasColours: Bool

    private let descriptor: Int32

    /// Maximum line length, in columns, when the output isn't a terminal: enough for a name or two without making files
    /// of long lines.
    private static let columnsElsewhere = 160

    /// The widths that a terminal may claim.
    private static let columnsPossible = 20...1_000

    /// Looks at a descriptor and at the environment.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        hasColours = Self.showsColours(isTerminal: isTerminal) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Whether to show colours: on a terminal that has them, unless `NO_COLOR` is set (no-color.org).
    static func showsColours(isTerminal: Bool, variable: (String) -> String?) -> Bool {
        isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }

    /// How many columns a line may have now; windows get resized.
    public var columns: Int {
        guard isTerminal else { return Self.columnsElsewhere }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return min(max(Int(size.ws_col), Self.columnsPossible.lowerBound), Self.columnsPossible.upperBound)
    }
}
