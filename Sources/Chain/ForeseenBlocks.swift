/// Blocks read out of a part of an answer to `GET /chain` before anybody knows what comes before that part.
///
/// A reader has to take an answer in order, but most of its work, hashing, needs no order. So the parts of an
/// answer can be looked through beside each other, on several processors, and ``ChainReader/read(_:foreseen:)``
/// takes over what was found when it comes to the very place. If it never does (what looked like a block lay
/// elsewhere in the document), or a block has another shape or breaks a rule, it reads the bytes itself: this
/// decides nothing.
public struct ForeseenBlocks: Sendable {
    /// Blocks of the usual shape, one behind the other; each but the first was checked against the one before it.
    let blocks: [Block]

    /// Where they lie in the part, commas between them.
    let range: Range<Int>

    /// How a block of the usual shape begins. Inside a string its quotes would have a backslash before them.
    private static let beginning = Array(#"{"index":"#.utf8)

    /// Looks through a part of an answer. Takes about a microsecond a block.
    public init(in part: [UInt8], difficulty: Difficulty) {
        var blocks: [Block] = []
        var recognizer = BlockRecognizer()
        let start = Self.firstBeginning(in: part)
        var (position, end) = (start, start)
        while let (block, blockEnd) = recognizer.block(in: part.span.bytes, at: position) {
            if let last = blocks.last, !block.follows(last, difficulty: difficulty) { break }
            blocks.append(block)
            end = blockEnd
            guard blockEnd < part.count, part[blockEnd] == UInt8(ascii: ",") else { break }
            position = part[(blockEnd + 1)...].firstIndex { !$0.isJSONWhitespace } ?? part.count
        }
        self.blocks = blocks
        range = start..<end
    }

    private static func firstBeginning(in part: [UInt8]) -> Int {
        part.indices.first { part[$0] == UInt8(ascii: "{") && part[$0...].starts(with: beginning) } ?? part.count
    }
}

extension Block {
    fileprivate func follows(_ last: Block, difficulty: Difficulty) -> Bool {
        let height = last.index + 1
        guard (try? checkLink(to: last, at: height)) != nil else { return false }
        return (try? checkProof(after: last, difficulty: difficulty, at: height)) != nil
    }
}
