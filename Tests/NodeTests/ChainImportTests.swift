internal import Chain
internal import Foundation
internal import Node
internal import Records
@testable import Service
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

/// A directory in which a node forged blocks: payment 1 in the second, 2 in the third; 3 is pending.
private final class ForgedHistory {
    let folder: TemporaryFolder
    let chain: Blockchain

    init() async throws {
        folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        var chain = Blockchain(rules: .easy)
        for number in 1...3 {
            let transaction = try Transaction.payment(number)
            try await store.commit([.accepted(AcceptedTransaction(number: number, transaction: transaction))])
            guard number < 3 else { continue }
            try chain.mine([transaction])
            try await store.commit([.forged(chain.lastBlock, including: [number])])
        }
        store.close()
        self.chain = chain
    }

    /// The numbers of pending transactions.
    func pending() throws -> [Int] {
        let store = try ChainStore(directory: folder.path, rules: .easy)
        defer { store.close() }
        return try store.load(rules: .easy).pending.map(\.number)
    }

    /// What an audit finds.
    func findings() throws -> [String] {
        try audited(folder.path).findings
    }

    @discardableResult
    func take(_ bytes: [UInt8]) throws(ImportError) -> ImportSummary {
        try ChainImport(directory: folder.path, rules: .easy).take(bytes)
    }
}

extension Blockchain {
    /// The answer to `GET /chain`.
    fileprivate var answer: [UInt8] {
        CanonicalText.object(["chain": .array(blocks.map(\.text)), "length": .integer(length)]).bytes
    }
}

extension ChainImport {
    /// Imports bytes, a few at a time.
    @discardableResult
    fileprivate func take(_ bytes: [UInt8]) throws(ImportError) -> ImportSummary {
        var rest = bytes[...]
        return try run([
            ImportSource("it") { () throws(ImportError) in
                defer { rest = rest.dropFirst(100) }
                return Array(rest.prefix(100))
            }
        ])
    }
}

private func sentence(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return (error as? ImportError)?.description ?? "another error: \(error)"
    }
}

@Suite struct `An imported chain` {
    @Test func `takes the place of a shorter one, and what falls out is pending again`() async throws {
        let history = try await ForgedHistory()
        let longer = try Blockchain(validating: history.chain.blocks.prefix(2), rules: .easy).extended(
            to: 5, timestamp: 2.5)
        let summary = try history.take(longer.answer)
        #expect(summary.length == 5 && summary.previousLength == 3)
        #expect(summary.returned == 1 && summary.confirmed == 0)
        #expect(try history.pending() == [2, 3])
        #expect(try history.findings() == [])

        // And back again.
        let back = try history.take(history.chain.extended(to: 6).answer)
        #expect(back.returned == 0 && back.confirmed == 1)
        #expect(try history.pending() == [3])
        #expect(try history.findings() == [])
    }

    @Test func `may begin with another block`() async throws {
        let history = try await ForgedHistory()
        let text = Block.genesis.text.description.replacing("100", with: "101")
        let other = try Block(JSONDocument(parsing: Array(text.utf8)).root)
        let longer = try Blockchain(first: other, rules: .easy).extended(to: 4)
        #expect(try history.take(longer.answer).returned == 2)
        #expect(try history.pending() == [1, 2, 3])
        #expect(try history.findings() == [])
    }

    @Test(arguments: [1, 2, 3])
    func `that is not longer is refused`(length: Int) async throws {
        let history = try await ForgedHistory()
        let other = try Blockchain.mined(length: length, timestamp: 2.5)
        #expect(
            sentence { try history.take(other.answer) }
                == "The chain has \(length) block\(length == 1 ? "" : "s") and the one kept has 3: "
                + "only a longer one takes its place.")
        #expect(try history.pending() == [3])
    }

    @Test func `that is not valid is refused with the reason`() async throws {
        let history = try await ForgedHistory()
        let chain = try Blockchain.mined(length: 6)
        let text = String(decoding: chain.answer, as: UTF8.self)
        let more = "behind the end of the JSON, at byte \(text.utf8.count), there is more. Leave that out."
        let cases = [
            (text.replacing(#""index": 4"#, with: #""index": 5"#), "The chain is refused: block 4: its index is 5."),
            (text + "x", "There is no chain: \(more)"),
            ("[]", "The chain is refused: the chain has no blocks."),
            ("", "There is no chain: the file is empty."),
            (
                "{}",
                "There is no chain: this is a list or an object without blocks. The chain is what GET /chain answers."
            ),
            (
                String(text.dropLast(30)),
                "There is no chain: the file was cut off: it ends in the middle, at byte \(text.utf8.count - 30). "
                    + "Save it once more."
            ),
        ]
        for (text, expected) in cases { #expect(sentence { try history.take(Array(text.utf8)) } == expected) }
        #expect(try history.pending() == [3])
    }

    @Test func `by other rules is refused with the flag that takes it`() throws {
        let folder = try TemporaryFolder()
        let chain = try Blockchain(rules: Rules(.article, difficulty: .easy)).extended(to: 20)
        let path = folder.path + "/new"
        let said = sentence { try ChainImport(directory: path, rules: .easy).take(chain.answer) }
        #expect(
            said?.hasSuffix(
                "by the tutorial's rules, but fits by the article's: its guess leaves the last hash out. "
                    + "Import with --rules article.") == true, "\(said ?? "nothing")")
        let summary = try ChainImport(directory: path, rules: Rules(.article, difficulty: .easy)).take(chain.answer)
        #expect(summary.length == 20)
        #expect(try audited(path).findings == [])
    }

    @Test func `of a lower difficulty is refused with both`() throws {
        let folder = try TemporaryFolder()
        let chain = try Blockchain.mined(length: 20)
        let said = sentence {
            _ = try ChainImport(directory: folder.path + "/new", rules: Rules()).take(chain.answer)
        }
        #expect(said?.hasSuffix("its proof does not fit at difficulty 4.") == true, "\(said ?? "nothing")")
        // It doesn't create the directory.
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    }

    @Test func `makes a directory that isn't there`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/some/where"
        let answer = try Blockchain.mined(length: 3).answer
        #expect(try ChainImport(directory: path, rules: .easy).take(answer).previousLength == 1)
        let (summary, findings) = try audited(path)
        #expect(summary.blocks == 3 && findings == [])
    }

    @Test func `is not taken where a node runs, or of another difficulty, before anything is read`() async throws {
        let history = try await ForgedHistory()
        func error(_ difficulty: Int) -> OpenError? {
            do throws(ImportError) {
                let rules = Rules(difficulty: Difficulty(hexZeros: difficulty) ?? .standard)
                let source = ImportSource("it") {
                    Issue.record("it reads")
                    return []
                }
                _ = try ChainImport(directory: history.folder.path, rules: rules).run([source])
            } catch .notOpened(let error) {
                return error
            } catch {
                Issue.record("another error: \(error)")
            }
            return nil
        }
        guard case .otherNetwork(.difficulty, "1", "2", _) = error(2) else {
            Issue.record("the difficulty is not looked at")
            return
        }
        let store = try ChainStore(directory: history.folder.path, rules: .easy)
        guard case .inUse = error(1) else {
            Issue.record("the directory is not locked")
            return
        }
        store.close()
    }

    @Test func `that cannot be read is given up`() async throws {
        let history = try await ForgedHistory()
        var count = 0
        let said = sentence {
            let source = ImportSource("it") { () throws(ImportError) in
                count += 1
                guard count == 1 else { throw .unread(Statement(said: "The tape is torn.")) }
                return Array("{".utf8)
            }
            _ = try ChainImport(directory: history.folder.path, rules: .easy).run([source])
        }
        #expect(said == "The tape is torn.")
        #expect(try history.pending() == [3])
    }

    @Test func `may be what another directory exports`() async throws {
        let history = try await ForgedHistory()
        let bytes = try exported(history.folder.path)
        #expect(bytes == history.chain.answer + [UInt8(ascii: "\n")])
        let folder = try TemporaryFolder()
        try ChainImport(directory: folder.path, rules: .easy).take(bytes)
        #expect(try exported(folder.path) == bytes)
    }

    private func exported(_ directory: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try Export.run(
            directory: directory,
            write: {
                bytes += $0
                return true
            }, progress: { _, _ in })
        return bytes
    }
}
