/// One of the sets of rules that a network may have. Where they differ stands here.
public enum RuleSet: String, CaseIterable, Sendable {
    /// Those of the tutorial's program: a guess is the last proof, the proof, and the last block's hash.
    case tutorial
    /// Those of the article as it was published in 2017, and of its translations: a guess is the last proof and the
    /// proof. The program had the hash added later.
    case article

    /// What a network has that does not say so, be it a person, a directory or a node: once there was only this set.
    public static let standard = RuleSet.tutorial

    /// The name, by which people choose a set.
    public var name: String { rawValue }

    /// Whether a guess ends with the hash of the last block.
    var guessHasLastHash: Bool { self == .tutorial }

    /// What sets its guesses apart, as half a sentence.
    var saysOfGuess: String {
        guessHasLastHash ? "its guess ends with the last hash" : "its guess leaves the last hash out"
    }
}
