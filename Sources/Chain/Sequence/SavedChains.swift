/// What there was in files of saved chains.
public struct SavedChains: Sendable {
    /// The best valid chain, and the file in which it began, counted from 0; nil if there is none.
    public let best: (chain: Blockchain, file: Int)?
    /// What is wrong with files in which something is.
    public let faults: [Int: SavedFault]
}

/// Why there is no chain in a file, or none that is valid.
public struct SavedFault: Error, Hashable, Sendable {
    /// What is wrong; nil if nothing is.
    let error: ChainError?
    /// What the file has instead.
    public let contents: SavedContents

    /// Takes what is wrong, which may be that there is no chain, and what is there.
    public init(_ error: ChainError? = nil, _ contents: SavedContents = SavedContents()) {
        (self.error, self.contents) = (error, contents)
    }

    /// What is wrong.
    public var reason: ChainError { error ?? .noChain }
}

/// What is remembered of a file, to say what it is.
public struct SavedContents: Hashable, Sendable {
    /// The first keys of its objects, in their order.
    public internal(set) var keys: [String] = []
    /// Its first bytes, as UTF-8.
    public internal(set) var start: [UInt8] = []

    /// Makes that of a file of which nothing is known.
    public init() {}
}
