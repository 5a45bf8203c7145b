import TestSupport
import Testing

@testable import Chain

/// The value of a JSON text.
func parse(_ text: String) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8)).root
}

/// The canonical text of a JSON text.
func canonical(_ text: String) throws(JSONError) -> String {
    try parse(text).canonicalText.description
}

/// Why a text is refused, or nil if it isn't.
func refusal(_ text: String) -> JSONError? {
    refusal(Array(text.utf8))
}

/// Why a text is refused, or nil if it isn't.
func refusal(_ bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes)
        return nil
    } catch {
        return error
    }
}

extension Proof {
    /// The largest with this many digits.
    static func ofNines(_ digitCount: Int) -> Proof {
        Proof(digits: [UInt8](repeating: UInt8(ascii: "9"), count: digitCount)) ?? Proof(0)
    }
}

extension Blockchain {
    /// The answer to `GET /chain`.
    var answer: [UInt8] {
        CanonicalText.object(["chain": .array(blocks.map(\.text)), "length": .integer(length)]).bytes
    }
}

/// Reads an answer cut into chunks of one length.
func readChain(
    _ answer: [UInt8], rules: Rules = .easy, chunkLength: Int
) throws(ChainError) -> Blockchain {
    var reader = ChainReader(rules: rules)
    for start in stride(from: 0, to: answer.count, by: chunkLength) {
        try reader.read(Array(answer[start..<min(start + chunkLength, answer.count)]))
    }
    return try reader.finish()
}

/// Reads an answer cut at random into parts that were scanned beforehand.
func readPrevalidatedChain(
    _ answer: [UInt8], rules: Rules = .easy, using generator: inout SeededGenerator
) throws(ChainError) -> Blockchain {
    var reader = ChainReader(rules: rules)
    var start = 0
    while start < answer.count {
        let end = min(start + Int.random(in: 1...2_000, using: &generator), answer.count)
        let part = Array(answer[start..<end])
        try reader.read(part, prevalidated: PrevalidatedBlocks(in: part, rules: rules))
        start = end
    }
    return try reader.finish()
}

/// Reads an answer cut at random, sometimes into empty chunks.
func readChain(
    _ answer: [UInt8], rules: Rules = .easy, using generator: inout SeededGenerator
) throws(ChainError) -> Blockchain {
    var reader = ChainReader(rules: rules)
    let longest = [1, 7, 64, 1_000].randomElement(using: &generator) ?? 1
    var start = 0
    while start < answer.count {
        let end = min(start + Int.random(in: 0...longest, using: &generator), answer.count)
        try reader.read(Array(answer[start..<end]))
        start = end
    }
    return try reader.finish()
}

/// Validates a complete answer by first parsing all of it.
func readWholeChain(_ answer: [UInt8], rules: Rules = .easy) throws -> Blockchain {
    let root = try JSONDocument(parsing: answer).root
    guard let elements = root["chain"]?.elements else { throw ChainError.noChain }
    return try Blockchain(validating: elements.map { try Block($0) }, rules: rules)
}
