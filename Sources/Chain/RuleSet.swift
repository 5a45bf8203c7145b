internal import Wording

/// A set of rules that a network may have. All differences between the sets are defined here.
public enum RuleSet: String, CaseIterable, Sendable {
    /// The rules of the tutorial's program: a guess is the last proof, the proof, and the last block's hash.
    case tutorial
    /// The rules of the article as published in 2017, and of its translations: a guess is the last proof and the proof.
    /// The program got the hash later.
    case article
    /// The tutorial's, and what makes money of it: signatures, balances, and a proof that seals its own block. It is a
    /// soft fork: the tutorial's nodes take its chains.
    case ledger

    /// The rules of a network that doesn't name any, in options, a directory or a node's status: once there was only
    /// this set.
    public static let standard = RuleSet.tutorial

    /// The sets that a difficulty says all about; a ledger is of a network.
    public static let withoutNetwork: [RuleSet] = [.tutorial, .article]

    /// The name by which people choose a set.
    public var name: String { rawValue }

    /// Whether one set takes chains of another, whose blocks do more than it asks for: a soft fork's.
    public static func takes(chainsOf other: String, by ours: String) -> Bool {
        other == ledger.name && ours == tutorial.name
    }

    /// Whether a guess ends with the hash of the last block.
    var guessHasLastHash: Bool { self != .article }

    /// How its guesses differ, as half a sentence.
    var saysOfGuess: Statement {
        Statement(guessHasLastHash ? .guessEndsWithHash : .guessLeavesHashOut)
    }
}
