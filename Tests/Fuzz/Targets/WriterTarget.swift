@testable internal import Chain

/// What is read and written is read again as the same, and written again as the same; and what is built from Swift's
/// values says these values.
final class WriterTarget: FuzzTarget {
    static let name = "writer"

    init() {}

    func run(_ input: [UInt8]) throws {
        try build(input)
        guard let value = try? JSONDocument(parsing: input).root else { return }
        let text = value.canonicalText
        try demand(text.bytes.allSatisfy { (0x20...0x7E).contains($0) }, "canonical text is printable ASCII: \(text)")
        let again: JSONValue
        do throws(JSONError) {
            again = try JSONDocument(parsing: text.bytes).root
        } catch {
            throw Disagreement("canonical text is refused, \(error): \(text)")
        }
        try demandEqual(again.canonicalText, text, "canonical text, written again")
        try demandEqual(try Self.rebuilt(value), text, "canonical text of the same values")
        try demandEqual(try Self.cutOut(input).canonicalText, text, "canonical text of the same value in a larger text")
        try recognize(text)
    }

    /// The fast reader of blocks takes every canonical text as a transaction's part, and leaves it as it is.
    private func recognize(_ text: CanonicalText) throws {
        let block = Block(
            index: 7, timestamp: 1.5, transactions: [], proof: Proof(9), previousHash: Block.genesis.hash)
        let payment = Array(#"[{"x": "#.utf8) + text.bytes + Array("}]".utf8)
        let bytes = Array(block.text.bytes.dropLast(3)) + payment + Array("}".utf8)
        var recognizer = BlockRecognizer()
        guard let found = recognizer.block(in: bytes.span.bytes, at: 0) else {
            // Deep values, and keys with escapes, are for the other reader.
            let slow = try? Block(JSONDocument(parsing: bytes).root)
            return try demand(
                slow?.text.bytes != bytes || Self.isDeep(text) || text.bytes.contains(UInt8(ascii: "\\")),
                "a canonical block isn't recognized")
        }
        try demandEqual(found.block.text.bytes, bytes, "a recognized block")
        try demandEqual(found.end, bytes.count, "the end of a recognized block")
        try demandEqual(found.block.hash, BlockHash(of: found.block.text), "the hash of a recognized block")
    }

    private static func isDeep(_ text: CanonicalText) -> Bool {
        text.bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") } > 8
    }

    /// A double's, a string's and an integer's text from the bytes.
    private func build(_ input: [UInt8]) throws {
        let word = input.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let double = Double(bitPattern: word)
        if double.isFinite {
            let text = CanonicalText.double(double)
            let read = Double(text.description)
            try demandEqual(read?.bitPattern, word, "the double \(text)")
            try demandEqual(try JSONDocument(parsing: text.bytes).root.canonicalText, text, "the double's text")
        }
        try demandEqual(
            try JSONDocument(parsing: CanonicalText.integer(word).bytes).root.unsignedInteger, word, "an integer")
        let string = String(decoding: input, as: UTF8.self)
        let value = try JSONDocument(parsing: CanonicalText.string(string).bytes).root
        guard let again = value.string else { throw Disagreement("a string isn't read again") }
        try demand(again.utf8.elementsEqual(string.utf8), "the string \(string) is read as \(again)")
    }

    /// The same value, written from its parts.
    private static func rebuilt(_ value: JSONValue, depth: Int = 0) throws -> CanonicalText {
        // Its own depth has a limit, but the stack of this function has a lower one.
        if depth > 100 { return value.canonicalText }
        switch value.kind {
        case .array:
            return .array(try (value.elements.map(Array.init) ?? []).map { try rebuilt($0, depth: depth + 1) })
        case .string: return value.string.map { .string($0) } ?? value.canonicalText
        case .boolean: return .boolean(value.boolean ?? false)
        case .null: return .null
        case .integer: return value.integer.map { .integer($0) } ?? value.canonicalText
        case .double, .object: return value.canonicalText
        }
    }

    /// The same text as a part of a larger one.
    private static func cutOut(_ input: [UInt8]) throws -> JSONValue {
        let larger = Array("[\"".utf8) + input + Array("\",1".utf8)
        return try JSONDocument(parsing: larger, in: 2..<2 + input.count, offset: 100, depth: 0).root
    }

    static func seeds() throws -> [[UInt8]] { JSONTarget.seeds() + [Block.genesis.text.bytes] }
}
