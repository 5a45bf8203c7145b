import TestSupport
import Testing

@testable import Chain

@Suite struct `A locator of a chain` {
    private static let long: Result<Blockchain, any Error> = Result { try Blockchain.mined(length: 1_100) }

    @Test func `names the newest ten blocks, ever fewer of the older ones, and the first`() throws {
        let chain = try Self.long.get()
        let cases: [(Int, [Int])] = [
            (1, [1]), (2, [2, 1]), (10, Array((1...10).reversed())), (11, Array((1...11).reversed())),
            (12, Array((2...12).reversed()) + [1]), (13, Array((3...13).reversed()) + [1]),
            (100, Array((90...100).reversed()) + [88, 84, 76, 60, 28, 1]),
            (1_100, Array((1_090...1_100).reversed()) + [1_088, 1_084, 1_076, 1_060, 1_028, 964, 836, 580, 68, 1]),
        ]
        for (length, heights) in cases {
            let locator = ChainLocator(of: chain.prefix(length))
            #expect(locator.places.map(\.height) == heights)
            #expect(locator.places.allSatisfy { $0.hash == chain.blocks.hash(at: $0.height - 1) })
        }
    }

    @Test func `is read from its text as it was`() throws {
        let chain = try Self.long.get()
        for length in 1...chain.length {
            let locator = ChainLocator(of: chain.prefix(length))
            #expect(ChainLocator(locator.description) == locator)
        }
        let text = ChainLocator(of: chain.prefix(2)).description
        #expect(ChainLocator(of: chain).description.utf8.count < 1_500)
        #expect(text == "2-\(chain.blocks.hash(at: 1)),1-\(chain.blocks.hash(at: 0))")
    }

    @Test func `of a block at any height is read`() {
        let hash = Block.genesis.hash
        #expect(ChainLocator("\(Int.max)-\(hash),1-\(hash)")?.places.map(\.height) == [.max, 1])
    }

    private static let hash = Block.genesis.hash.description

    @Test(arguments: [
        "", ",", "1", "-", "1-", "-\(hash)", "0-\(hash)", "-1-\(hash)", "+1-\(hash)", "01-\(hash)", " 1-\(hash)",
        "1 -\(hash)", "1_0-\(hash)", "1.0-\(hash)", "x-\(hash)", "9223372036854775808-\(hash)",
        "99999999999999999999999999-\(hash)", "1-\(hash),", ",1-\(hash)", "2-\(hash),,1-\(hash)", "1-\(hash) ",
        "1-\(hash.uppercased())", "1-\(hash.dropLast())", "1-\(hash)0", "1-\(hash.dropLast())g", "1--\(hash)",
        "1-\(hash),2-\(hash)", "2-\(hash),2-\(hash)", "2-\(hash);1-\(hash)", "2-\(hash),1", "\u{0}1-\(hash)",
        "１-\(hash)",
    ])
    func `is nothing else`(text: String) {
        #expect(ChainLocator(text) == nil)
    }

    @Test func `has so many places and no more`() {
        func text(_ count: Int, from height: Int = .max) -> String {
            (0..<count).map { "\(height - $0)-\(Self.hash)" }.joined(separator: ",")
        }
        let most = ChainLocator.maximumPlaces
        #expect(ChainLocator(text(most))?.places.count == most)
        #expect(ChainLocator(text(most + 1)) == nil)
        #expect(ChainLocator(text(most + 1, from: most + 1)) == nil)
        #expect(ChainLocator(text(100_000)) == nil)
        #expect(ChainLocator(String(repeating: "1", count: 1 << 20)) == nil)
    }

    @Test func `is found in another chain at the newest place they share`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let trunk = try Self.long.get()
        for _ in 0..<rounds(60) {
            let common = Int.random(in: 1...trunk.length, using: &generator)
            var (ours, theirs) = (trunk.prefix(common), trunk.prefix(common))
            for _ in 0..<Int.random(in: 0...40, using: &generator) { try ours.mine(timestamp: 8) }
            for _ in 0..<Int.random(in: 0...40, using: &generator) { try theirs.mine(timestamp: 9) }
            let locator = ChainLocator(of: ours)
            let height = theirs.commonHeight(with: locator)
            let expected = locator.places.map(\.height).first { $0 <= common }
            #expect(height == expected, "seed \(Seed.value)")
            // At most as far below the fork as that is below the tip.
            #expect(common - height <= max(ours.length - common, 1), "seed \(Seed.value)")
        }
    }

    @Test func `of a chain that begins otherwise is not found`() throws {
        let first = try Block(parse(Block.genesis.text.description.replacing("100", with: "101")))
        var other = try Blockchain(first: first, rules: .easy)
        while other.length < 20 { try other.mine() }
        let chain = try Self.long.get()
        #expect(chain.commonHeight(with: ChainLocator(of: other)) == 0)
        #expect(other.commonHeight(with: ChainLocator(of: chain)) == 0)
        #expect(chain.commonHeight(with: try #require(ChainLocator("\(Int.max)-\(Self.hash)"))) == 0)
        #expect(chain.commonHeight(with: ChainLocator(of: chain)) == chain.length)
        #expect(chain.prefix(500).commonHeight(with: ChainLocator(of: chain)) == 68)
    }
}
