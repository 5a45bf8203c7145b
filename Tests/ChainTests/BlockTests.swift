import Testing

@testable import Chain

@Suite struct `A block` {
    /// A valid first block with one member replaced or left out.
    private static func text(_ key: Block.Key, _ value: String?) -> String {
        var members = [
            Block.Key.index: "1", .timestamp: "1.5", .transactions: "[]", .proof: "100",
            .previousHash: "\"1\"",
        ]
        members[key] = value
        return "{\(members.map { "\"\($0.rawValue)\": \($1)" }.joined(separator: ", "))}"
    }

    private static func fault(_ text: String) throws -> BlockFault? {
        let value = try parse(text)
        do throws(BlockFault) {
            _ = try Block(value)
            return nil
        } catch {
            return error
        }
    }

    @Test func `that is the genesis block hashes as in Python`() {
        #expect(
            Block.genesis.text.description == #"""
                {"index": 1, "previous_hash": "1", "proof": 100, \#
                "timestamp": 1506057125.900785, "transactions": []}
                """#)
        #expect(
            Block.genesis.hash.description
                == "9bd58252bbed62b0af795f7c177c9b115bbb161f41df0ac728443cfb2b9e2067")
        #expect(Block.genesis.previousHash == nil)
    }

    @Test func `that was forged reads back as itself`() throws {
        let payment = try Transaction(parse(#"{"sender": "a", "recipient": "é", "amount": 0.5}"#))
        let forged = Block(
            index: 7, timestamp: 1e10, transactions: [payment, .reward(to: "node")], proof: Proof(.max),
            previousHash: Block.genesis.hash)
        let read = try Block(JSONDocument(parsing: forged.text.bytes).root)
        #expect(read == forged)
        #expect(read.text == forged.text)
        #expect(read.index == 7)
        #expect(read.proof == Proof(.max))
        #expect(read.previousHash == Block.genesis.hash)
        #expect(forged.timestampText.description == "10000000000.0")
        #expect(forged.previousHashText == .string(Block.genesis.hash.description))
        #expect(
            forged.transactionsText.description == #"""
                [{"amount": 0.5, "recipient": "\u00e9", "sender": "a"}, \#
                {"amount": 1, "recipient": "node", "sender": "0"}]
                """#)
    }

    @Test func `keeps further keys, and they are hashed`() throws {
        let plain = try Block(parse(Self.text(.index, "1")))
        let more = try Block(parse(Self.text(.index, #"1, "zeta": [1e5], "alpha": null"#)))
        #expect(more.text.description.hasPrefix(#"{"alpha": null, "index": 1, "#))
        #expect(more.text.description.hasSuffix(#""zeta": [100000.0]}"#))
        #expect(more.hash != plain.hash)
    }

    @Test(arguments: Block.Key.allCases)
    func `has all five keys`(key: Block.Key) throws {
        #expect(try Self.fault(Self.text(key, "null")) != .missing(key))
        #expect(try Self.fault(Self.text(key, nil)) == .missing(key))
    }

    @Test(arguments: ["[]", "1", "\"{}\"", "null"])
    func `is an object`(text: String) throws {
        #expect(try Self.fault(text) == .notAnObject)
    }

    @Test(arguments: ["1.0", "\"1\"", "true", "null", "[1]", "9223372036854775808"])
    func `has an integer as index`(value: String) throws {
        #expect(try Self.fault(Self.text(.index, value)) == .indexNotAnInteger)
    }

    @Test(arguments: ["\"1.5\"", "true", "null", "[]", "{}"])
    func `has a number as timestamp`(value: String) throws {
        #expect(try Self.fault(Self.text(.timestamp, value)) == .timestampNotANumber)
        #expect(try Self.fault(Self.text(.timestamp, "-5")) == nil)
    }

    @Test(arguments: ["{}", "null", "\"\"", "0"])
    func `has an array as transactions`(value: String) throws {
        #expect(try Self.fault(Self.text(.transactions, value)) == .transactionsNotAnArray)
    }

    @Test(arguments: ["1", "null", "[]", "\"a\""])
    func `has only objects as transactions, with anything in them`(value: String) throws {
        #expect(
            try Self.fault(Self.text(.transactions, "[{}, \(value), {}]"))
                == .transactionNotAnObject(position: 2))
        #expect(try Self.fault(Self.text(.transactions, "[{}, {\"amount\": \(value)}]")) == nil)
    }

    @Test(arguments: ["-1", "-18446744073709551616", "1.0", "1e3", "\"1\"", "true", "false", "null", "[1]"])
    func `has a non-negative integer as proof`(value: String) throws {
        #expect(try Self.fault(Self.text(.proof, value)) == .proofNotAnInteger)
    }

    @Test(arguments: [0, 1, 18, 19, 20, 21, 98, 4_300])
    func `has a proof of any length that Python reads`(digitCount: Int) throws {
        let digits = digitCount == 0 ? "0" : String(repeating: "9", count: digitCount)
        let block = try Block(parse(Self.text(.proof, digits)))
        #expect(block.proof.description == digits)
        #expect(block.text.description.contains("\"proof\": \(digits), "))
        #expect(Proof(ofBlock: block.text.bytes) == block.proof)
    }

    @Test func `has zero as proof when minus zero is written, as Python reads it`() throws {
        let block = try Block(parse(Self.text(.proof, "-0")))
        #expect(block.proof == Proof(0))
        #expect(block == (try Block(parse(Self.text(.proof, "0")))))
    }

    @Test(arguments: ["1", "null", "[]", "true"])
    func `has a string as previous hash, except the first`(value: String) throws {
        let first = Self.text(.previousHash, value)
        #expect(try Self.fault(first) == nil)
        let second = first.replacing("\"index\": 1", with: "\"index\": 2")
        #expect(try Self.fault(second) == .previousHashNotAString)
    }

    @Test func `takes 104 bytes`() {
        #expect(MemoryLayout<Block>.stride == 104)
    }
}

@Suite struct `A block hash` {
    @Test func `is read from 64 lower-case hex digits only`() {
        let digits = "0123456789abcdef" + String(repeating: "f0", count: 24)
        #expect(BlockHash(hexDigits: Array(digits.utf8)[...])?.description == digits)
        for wrong in [
            String(digits.dropLast()), digits + "0", digits.uppercased(), "g" + digits.dropFirst(),
            digits.dropLast() + ":", "", "1",
        ] {
            #expect(BlockHash(hexDigits: Array(wrong.utf8)[...]) == nil)
        }
    }

    /// Sixteen digits are read at a time; here one by one.
    @Test(arguments: [0, 7, 15, 16, 40, 63]) func `has no other digit at any place`(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var digits = Array(String(repeating: "0123456789abcdef", count: 4).utf8)
            digits[place] = byte
            let isDigit = byte.hexDigitValue.map { $0.lowHexDigit == byte } ?? false
            #expect(BlockHash(hexDigits: digits[...])?.hexDigits == (isDigit ? digits : nil), "\(byte) at \(place)")
        }
    }

    @Test func `is SHA-256`() {
        #expect(
            BlockHash(of: CanonicalText(uncheckedBytes: Array("abc".utf8))).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
