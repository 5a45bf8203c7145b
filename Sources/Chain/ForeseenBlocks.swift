/// Blocks read out of a part of an answer to `GET /chain` before anybody knows what comes before that part.
///
/// A reader has to take an answer in order, but most of its work, hashing, needs no order. So the parts of an
/// answer can be looked through beside each other, on several processors, and ``ChainReader/read(_:foreseen:)``
/// takes over what was found when it comes to the very place. If it never does (what looked like a block lay
/// elsewhere in the document), or a block has another shape or breaks a rule, it reads the bytes itself: this
/// decides nothing.
public struct ForeseenBlocks: Sendable {
    /// Blocks of the usual shape, one behind the other; each but the first was checked against the one before it.
    struct Found: Sendable {
        let first: Block
        /// Those behind it, if there are any.
        let run: BlockRun?
        /// The bytes of all texts, and of the longest.
        let textLength: Int
        let longestTextLength: Int
        /// Where they lie in the part, commas between them.
        let range: Range<Int>
    }

    /// Nil if no block lies whole in the part.
    let found: Found?

    /// What the blocks were checked against.
    let rules: Rules

    /// How a block of the usual shape begins. Inside a string its quotes would have a backslash before them.
    private static let beginning = Array(#"{"index":"#.utf8)

    /// Looks through a part of an answer. Takes about a microsecond a block.
    public init(in part: [UInt8], rules: Rules) {
        let start = part.indices.first { part[$0] == Self.beginning[0] && part[$0...].starts(with: Self.beginning) }
        self.rules = rules
        var recognizer = BlockRecognizer()
        found = start.flatMap { Found(in: part, from: $0, rules: rules, by: &recognizer) }
    }
}

extension ForeseenBlocks.Found {
    /// The blocks that follow each other from a place on; nil if none is there.
    init?(in part: [UInt8], from start: Int, rules: Rules, by recognizer: inout BlockRecognizer) {
        guard var last = recognizer.recognize(in: part.span.bytes, at: start) else { return nil }
        first = recognizer.block(last)
        var (textLength, longestTextLength) = (last.textLength, last.textLength)
        var draft: BlockRun.Draft?
        while let place = Self.placeOfNext(in: part, after: last.end),
            let next = recognizer.recognize(in: part.span.bytes, at: place), rules.allow(next, after: last)
        {
            if draft == nil {
                // Python's nodes leave the spaces out, which are a fourteenth of a block.
                let textLength = (part.count - start) * 9 / 8
                draft = BlockRun.Draft(start: first.index, previousHash: first.hash, textLength: textLength)
            }
            recognizer.withText(of: next) { draft?.append($0, hash: next.hash, proof: next.proof) }
            textLength += next.textLength
            longestTextLength = max(longestTextLength, next.textLength)
            last = next
        }
        run = draft.map(BlockRun.init)
        range = start..<last.end
        (self.textLength, self.longestTextLength) = (textLength, longestTextLength)
    }

    private static func placeOfNext(in part: [UInt8], after end: Int) -> Int? {
        guard end < part.count, part[end] == UInt8(ascii: ",") else { return nil }
        return part[(end + 1)...].firstIndex { !$0.isJSONWhitespace }
    }
}

extension Rules {
    fileprivate func allow(_ block: some ChainLink, after last: some ChainLink) -> Bool {
        (try? check(block, after: last, at: last.index + 1)) != nil
    }
}
