import TestSupport
import Testing

@testable import Chain

@Suite struct `A scanner of blocks` {
    private static let texts = [
        #"{"index": 2, "previous_hash": "ab", "proof": 3, "timestamp": 1.5, "transactions": []}"#,
        #"{"index": 2, "previous_hash": "ab", "proof": 3, "timestamp": 1.5, "transactions": [{"amount": 1, "id": "7", "recipient": "b", "sender": "a"}, {"amount": -2.5e-300, "recipient": "", "sender": "0123456789"}]}"#,
        #"{"a": ["]", {"proof": 1}], "index": 2, "j": "\"\\", "previous_hash": [1], "proof": 3, "timestamp": 1, "transactions": [{}, {"transactions": [{}, {}]}], "z": 1}"#,
    ]

    @Test(arguments: texts)
    func `finds the values that parsing finds`(text: String) throws {
        let (bytes, root) = (Array(text.utf8), try parse(text))
        var all = BlockScanner(bytes)
        for key in [Block.Key.index, .previousHash, .proof, .timestamp, .transactions] {
            let expected = root[key.rawValue]?.canonicalText.bytes
            var one = BlockScanner(bytes)
            #expect(one.value(of: key).map { Array(bytes[$0]) } == expected)
            #expect(all.value(of: key).map { Array(bytes[$0]) } == expected)
        }
        #expect(all.value(of: .index) == nil)
        var scanner = BlockScanner(bytes)
        var transactions: [[UInt8]] = []
        if scanner.find(.transactions) {
            while scanner.nextTransaction(), let (range, hasID) = scanner.transaction() {
                transactions.append(Array(bytes[range]))
                #expect(hasID == bytes[range].starts(with: #"{"amount": 1, "id": ""#.utf8))
            }
        }
        #expect(transactions == root["transactions"]?.elements.map { $0.map(\.canonicalText.bytes) })
    }

    @Test(arguments: texts)
    func `reads nothing outside of what is no block's text`(text: String) {
        var generator = SeededGenerator(seed: Seed.value)
        let bytes = Array(text.utf8)
        var damaged = bytes.indices.map { Array(bytes[..<$0]) }
        for position in bytes.indices {
            var copy = bytes
            copy[position] = #""\{}[],:0 "#.utf8.randomElement(using: &generator) ?? 0
            damaged.append(copy)
        }
        for bytes in damaged {
            // That it comes to an end, whatever it finds, is all that is asked.
            var scanner = BlockScanner(bytes)
            for key in Block.Key.allCases { _ = scanner.value(of: key) }
            scanner = BlockScanner(bytes)
            guard scanner.head() != nil else { continue }
            while scanner.nextTransaction(), scanner.payment() != nil || scanner.transaction() != nil {}
            _ = scanner.isAtEnd
        }
    }
}
