/// How hard a proof is to find: the number of hex zeros with which its hash must begin.
public struct Difficulty: Hashable, Sendable, CustomStringConvertible {
    /// The possible difficulties. At 16 the first word of the hash is zero; nobody finds that.
    public static let range = 1...16

    /// Four zeros: 65,536 guesses on average.
    public static let standard = Difficulty(unchecked: 4)

    /// The number of zeros.
    public let hexZeros: Int

    /// How many guesses a search takes on average: one in this many has enough zeros.
    public var expectedGuesses: UInt128 { 1 << (4 * hexZeros) }

    /// A difficulty of 1 to 16 zeros; nil for other numbers.
    public init?(hexZeros: Int) {
        guard Self.range.contains(hexZeros) else { return nil }
        self.init(unchecked: hexZeros)
    }

    private init(unchecked hexZeros: Int) {
        self.hexZeros = hexZeros
    }

    /// The number of zeros.
    public var description: String { String(hexZeros) }
}
