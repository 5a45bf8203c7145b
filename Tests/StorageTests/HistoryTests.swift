internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `A history` {
    private func kept(_ blocks: [[String]], in place: Place = .directory) async throws -> OpenStore {
        let open = try OpenStore(in: place)
        var chain = Blockchain(rules: .easy)
        for transactions in blocks { try chain.mine(texts: transactions.map { try CanonicalText($0) }) }
        try await open.keep(chain)
        return open
    }

    private func entries(
        _ address: String, in open: OpenStore, from: Int = 1, limit: Int = 1_000
    ) async throws -> [String] {
        let history = try await open.store.history(of: address, from: from, limit: limit)
        return history.entries.map { "\($0.height): \($0.transaction)" }
    }

    @Test(arguments: Place.allCases)
    func `has what an address sent and got, in the order of the chain`(place: Place) async throws {
        let open = try await kept(
            [
                [#"{"sender": "0", "recipient": "ada"}"#],
                [
                    #"{"sender": "ada", "recipient": "bob", "amount": 1}"#,
                    #"{"sender": "bob", "recipient": "cay"}"#, #"{"sender": "cay", "recipient": "ada"}"#,
                ],
                [#"{"sender": "ada", "recipient": "ada"}"#, #"{"sender": "ada", "recipient": "bob"}"#],
            ], in: place)
        #expect(
            try await entries("ada", in: open) == [
                #"2: {"recipient": "ada", "sender": "0"}"#,
                #"3: {"amount": 1, "recipient": "bob", "sender": "ada"}"#,
                #"3: {"recipient": "ada", "sender": "cay"}"#,
                // A payment to oneself is one transaction.
                #"4: {"recipient": "ada", "sender": "ada"}"#,
                #"4: {"recipient": "bob", "sender": "ada"}"#,
            ])
        #expect(try await open.store.history(of: "ada", from: 1, limit: 2).total == 5)
        let nobody = try await open.store.history(of: "dan", from: 1, limit: 10)
        #expect(nobody.total == 0 && nobody.entries.isEmpty)
    }

    @Test(arguments: Place.allCases)
    func `comes in pages`(place: Place) async throws {
        let payment = #"{"sender": "ada", "recipient": "bob"}"#
        let open = try await kept([[payment, payment, payment], [payment], [payment, payment, payment]], in: place)
        let all = try await entries("bob", in: open)
        #expect(all.count == 7)
        for limit in 1...8 {
            for from in 1...9 {
                let page = try await entries("bob", in: open, from: from, limit: limit)
                #expect(page == Array(all.dropFirst(from - 1).prefix(limit)), "from \(from), limit \(limit)")
            }
        }
        #expect(try await entries("bob", in: open, from: .max, limit: .max).isEmpty)
    }

    @Test func `is of strings only`() async throws {
        let open = try await kept([
            [
                #"{"sender": 1, "recipient": "1"}"#, #"{"sender": null, "recipient": ["ada"]}"#, "{}",
                #"{"sender": {"sender": "ada"}}"#, #"{"Sender": "ada", "to": "ada"}"#, #"{"recipient": "ada"}"#,
                #"{"sender": "", "recipient": true}"#,
            ]
        ])
        #expect(try await entries("1", in: open) == [#"2: {"recipient": "1", "sender": 1}"#])
        #expect(try await entries("ada", in: open) == [#"2: {"recipient": "ada"}"#])
        #expect(try await entries("", in: open) == [#"2: {"recipient": true, "sender": ""}"#])
        for other in ["null", "true", "[\"ada\"]"] { #expect(try await entries(other, in: open).isEmpty) }
    }

    /// What people see as one name may be several to a computer, and Swift compares strings as people do.
    @Test func `tells names apart byte by byte`() async throws {
        let names = ["\u{E9}", "e\u{301}", "E\u{301}", "e", " e", "e ", "%65"]
        let open = try await kept([
            names.map { #"{"sender": "\#($0)"}"# }, [#"{"sender": "\u00e9", "recipient": "e\u0301"}"#],
        ])
        for name in names {
            let entries = try await entries(name, in: open)
            #expect(entries.first == "2: \(CanonicalText.object(["sender": .string(name)]))")
            let isInBoth = name.utf8.elementsEqual("\u{E9}".utf8) || name.utf8.elementsEqual("e\u{301}".utf8)
            #expect(entries.count == (isInBoth ? 2 : 1))
        }
    }

    @Test(arguments: Place.allCases)
    func `tells names with NUL apart`(place: Place) async throws {
        let open = try await kept(
            [
                [#"{"sender": "a", "recipient": "a\u0000"}"#, #"{"sender": "a\u0000b", "recipient": "a\u0000c"}"#],
                [#"{"sender": "\u0000", "recipient": ""}"#],
            ], in: place)
        for (name, height) in [("a", 2), ("a\0", 2), ("a\0b", 2), ("a\0c", 2), ("\0", 3), ("", 3)] {
            let history = try await open.store.history(of: name, from: 1, limit: 10)
            #expect(history.total == 1 && history.entries.map(\.height) == [height], "\(name.debugDescription)")
        }
        // Removed in order of arrival.
        let chain = try open.reloaded().chain
        try await open.store.commit([
            .replaced(Replacement(of: chain, by: try chain.prefix(1).paying(to: 4, timestamp: 2.5)))
        ])
        for name in ["a", "a\0", "a\0b", "a\0c", "\0", ""] {
            #expect(try await open.store.history(of: name, from: 1, limit: 10).total == 0)
        }
    }

    @Test func `is not kept of names that no Swift string holds`() async throws {
        let open = try await kept([[#"{"sender": "\ud800", "recipient": "ada"}"#]])
        #expect(try await entries("ada", in: open) == [#"2: {"recipient": "ada", "sender": "\ud800"}"#])
        #expect(try await entries("\u{FFFD}", in: open).isEmpty)
    }

    @Test func `is not kept of very long names`() async throws {
        let longest = String(repeating: "é", count: History.maximumAddressBytes / 2)
        let open = try await kept([
            [#"{"sender": "\#(longest)"}"#, #"{"sender": "\#(longest)!", "recipient": "ada"}"#]
        ])
        #expect(try await open.store.history(of: longest, from: 1, limit: 10).total == 1)
        #expect(try await open.store.history(of: longest + "!", from: 1, limit: 10).total == 0)
        #expect(try await open.store.history(of: "ada", from: 1, limit: 10).total == 1)
    }

    /// A page is answered from memory, so it must not need the whole chain there.
    @Test func `has shorter pages where blocks are very large, and empty ones only at its end`() async throws {
        let filling = String(repeating: "x", count: ChainStore.historyBytes / 2)
        let payment = #"{"sender": "ada"}"#
        let large = #"{"sender": "ada", "filling": "\#(filling)"}"#
        let larger = #"{"sender": "ada", "filling": "\#(filling)\#(filling)"}"#
        let open = try await kept([[payment, large], [payment, large, payment], [larger], [payment], [payment]])
        for (from, heights) in [(1, [2, 2]), (2, [2]), (3, [3, 3, 3]), (6, [4]), (7, [5, 6]), (9, [])] {
            let history = try await open.store.history(of: "ada", from: from, limit: 1_000)
            #expect(history.total == 8)
            #expect(history.entries.map(\.height) == heights)
        }
    }

    @Test func `has shorter pages where transactions are very large`() async throws {
        let lengths = [10, 500, 500, 2_000, 10]
        let open = try await kept([
            lengths.map { #"{"sender": "ada", "filling": "\#(String(repeating: "x", count: $0))"}"# }
        ])
        for (from, count) in [(1, 2), (2, 1), (3, 1), (4, 1), (5, 1)] {
            let history = try await open.store.history(of: "ada", from: from, limit: 1_000, textBytes: 1_000)
            #expect(history.total == 5 && history.entries.count == count, "from \(from)")
        }
    }

    @Test func `can be read by a person in the shell, one payment a row`() async throws {
        let open = try await kept([[#"{"sender": "ada", "recipient": "bob"}"#, #"{"sender": "ada"}"#]])
        let rows = try await open.store.database.read { db in
            try Row.fetchAll(db, sql: "SELECT address, height, position FROM payment ORDER BY 1, 2, 3").map(
                \.description)
        }
        #expect(
            rows == [
                #"[address:"ada" height:2 position:1]"#, #"[address:"ada" height:2 position:2]"#,
                #"[address:"bob" height:2 position:1]"#,
            ])
    }
}
