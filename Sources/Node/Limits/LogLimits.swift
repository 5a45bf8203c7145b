/// What a node's log may cost, whoever causes its lines: by requests, or as a peer.
public enum LogLimits {
    /// Lines that may wait to be written; any more are dropped and counted.
    public static let waitingLines = 10_000

    /// Lines of one kind that may come at once: as many as found peers, and more.
    public static let burst = 200

    /// Lines of one kind a second after that.
    public static let linesPerSecond = 2

    /// Kinds told apart; the others count as one. The program has fewer.
    public static let kinds = 64
}
