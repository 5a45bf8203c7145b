@testable internal import Chain
internal import TestSupport

/// An answer to `GET /chain` that is made by instructions.
///
/// Changing a text at random breaks a hash at once. So these instructions make blocks that fit, with odd content, and
/// then perhaps break something.
struct ChainRecipe {
    static let rules = RuleSet.withoutNetwork.map { Rules($0, difficulty: .easy) }

    private let rules: Rules
    private var blocks = [Block.genesis.text.bytes]
    private var separator = Array(", ".utf8)
    private var before: [UInt8] = []
    private var after: [UInt8] = []

    /// Follows instructions until none is left, or the chain is long enough.
    init(_ draws: inout Draws, rules: Rules) {
        self.rules = rules
        while !draws.isEmpty, blocks.count < 12 { follow(&draws) }
    }

    /// The answer.
    var answer: [UInt8] {
        Array("{".utf8) + before + Array(#""chain": ["#.utf8) + Array(blocks.joined(separator: separator))
            + Array("]".utf8) + after + Array("}".utf8)
    }

    private mutating func follow(_ draws: inout Draws) {
        let last = blocks.count - 1
        switch draws.number(below: 12) {
        case 0, 1: append(timestamp: Array("1.5".utf8), transactions: [], extra: [])
        case 2:
            append(timestamp: draws.bytes(draws.number(below: 12)), transactions: [], extra: [])
        case 3:
            append(timestamp: Array("7".utf8), transactions: draws.bytes(draws.number(below: 64)), extra: [])
        case 4:
            append(timestamp: Array("-0.0".utf8), transactions: [], extra: draws.bytes(draws.number(below: 64)))
        case 5:
            guard last >= 0, !blocks[last].isEmpty else { return }
            blocks[last][draws.number(below: blocks[last].count)] = draws.byte()
        case 6: if last >= 0 { blocks.append(blocks[draws.number(below: blocks.count)]) }
        case 7: if last >= 0 { blocks.remove(at: draws.number(below: blocks.count)) }
        case 8: separator = Array([",", " ,\n", ",  ", ",\t\r\n "][draws.number(below: 4)].utf8)
        case 9: before = draws.bytes(draws.number(below: 32)) + Array(",".utf8)
        case 10: after = Array(",".utf8) + draws.bytes(draws.number(below: 32))
        default: if last >= 0 { blocks[last] = Self.withoutSpaces(blocks[last]) }
        }
    }

    /// Adds a block that follows the last one, if that is one. The texts come between the brackets, unquoted.
    private mutating func append(timestamp: [UInt8], transactions: [UInt8], extra: [UInt8]) {
        let previous = blocks.last.flatMap { try? Block(JSONDocument(parsing: $0).root) } ?? .genesis
        let proof = (try? rules.work(after: previous).smallestProof()) ?? 0
        let (index, _) = previous.index.addingReportingOverflow(1)
        var text = Array(#"{"index": \#(index), "previous_hash": "\#(previous.hash)", "proof": \#(proof), "#.utf8)
        text += Array(#""timestamp": "#.utf8) + timestamp
        text += Array(#", "transactions": ["#.utf8) + transactions + Array("]".utf8)
        if !extra.isEmpty { text += Array(", ".utf8) + extra }
        blocks.append(text + Array("}".utf8))
    }

    /// As Python's nodes send it, if its strings contain no spaces.
    private static func withoutSpaces(_ text: [UInt8]) -> [UInt8] { text.filter { $0 != 0x20 } }
}
