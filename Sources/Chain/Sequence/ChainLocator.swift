/// A chain's identity, given as a few of its blocks, from which a node with another chain finds what the two share.
///
/// It has the newest ten blocks, and then ever fewer down to the first: the 11th, 13th, 17th, 25th ... from the end. So
/// the newest shared place is at most as far below the fork as the fork is below the tip, and a chain of a billion
/// blocks has 40 places.
public struct ChainLocator: Hashable, Sendable {
    /// The maximum number of places; more than the longest chain has.
    public static let maximumPlaces = 64

    /// A block, by its height and hash.
    public struct Place: Hashable, Sendable {
        /// From 1.
        public let height: Int
        /// The hash of the block at that height.
        public let hash: BlockHash
    }

    /// The places, newest first, at least one.
    public let places: [Place]

    /// How many of the newest blocks are all included, because most forks are that recent.
    private static let newestPlaces = 10

    /// The places of a chain.
    public init(of chain: Blockchain) {
        places = Self.heights(of: chain.length).map { Place(height: $0, hash: chain.blocks.hash(at: $0 - 1)) }
    }

    private static func heights(of length: Int) -> [Int] {
        var heights: [Int] = []
        var (height, step) = (length, 1)
        while height > Block.firstIndex {
            heights.append(height)
            height -= step
            if heights.count >= newestPlaces { step *= 2 }
        }
        return heights + [Block.firstIndex]
    }
}

// MARK: - As text

extension ChainLocator: CustomStringConvertible {
    /// The maximum length of a text: 19 digits, 64 hex digits and two separators per place.
    private static let maximumTextBytes = maximumPlaces * (19 + BlockHash.digitCount + 2)

    /// `height-hash,height-hash,...`, which needs no escapes in a query.
    public var description: String {
        places.map { "\($0.height)-\($0.hash)" }.joined(separator: ",")
    }

    /// Parses a text; nil unless it is ``description`` of at most ``maximumPlaces`` places with falling heights.
    public init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.maximumTextBytes + 1))
        guard bytes.count <= Self.maximumTextBytes else { return nil }
        var places: [Place] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard places.count < Self.maximumPlaces, let place = Place(part) else { return nil }
            if let last = places.last, last.height <= place.height { return nil }
            places.append(place)
        }
        self.places = places
    }
}

extension ChainLocator.Place {
    fileprivate init?(_ text: ArraySlice<UInt8>) {
        let digits = text.prefix { $0 != UInt8(ascii: "-") }
        // Int would accept a plus, and leading zeros.
        guard let first = digits.first, first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let height = Int(String(decoding: digits, as: UTF8.self)),
            let hash = BlockHash(hexDigits: text.dropFirst(digits.count + 1))
        else { return nil }
        self.init(height: height, hash: hash)
    }
}

// MARK: - Another chain's places

extension Blockchain {
    /// The height of the newest place that is also in this chain; 0 if none is. Takes time linear in the number of
    /// places.
    public func commonHeight(with locator: ChainLocator) -> Int {
        let common = locator.places.first { $0.height <= length && blocks.hash(at: $0.height - 1) == $0.hash }
        return common?.height ?? 0
    }
}
