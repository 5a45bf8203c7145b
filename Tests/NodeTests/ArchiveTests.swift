internal import Chain
internal import Foundation
internal import Node
internal import Storage
internal import Testing

/// A directory in which a node forged blocks: payment 1 in the second, 2 in the third; 3 is pending.
private final class ForgedHistory {
    let folder: TemporaryFolder
    let chain: Blockchain
    var archive: Archive { Archive(directory: folder.path) }

    init() async throws {
        folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, difficulty: .easy)
        var chain = Blockchain(difficulty: .easy)
        for number in 1...3 {
            let transaction = try Transaction.payment(number)
            try await store.commit([.accepted(AcceptedTransaction(number: number, transaction: transaction))])
            guard number < 3 else { continue }
            try chain.mine([transaction])
            try await store.commit([.forged(chain.lastBlock, carrying: [number])])
        }
        store.close()
        self.chain = chain
    }

    /// The numbers of what is pending.
    func pending() throws -> [Int] {
        let store = try ChainStore(directory: folder.path, difficulty: .easy)
        defer { store.close() }
        return try store.load(difficulty: .easy).pending.map(\.number)
    }

    /// What an audit finds.
    func findings() throws -> [String] {
        var findings: [String] = []
        _ = try archive.verify(finding: { findings.append($0) }, progress: { _ in })
        return findings
    }
}

extension Blockchain {
    /// The answer to `GET /chain`.
    fileprivate var answer: [UInt8] {
        CanonicalText.object(["chain": .array(blocks.map(\.text)), "length": .integer(length)]).bytes
    }
}

extension Archive {
    /// Imports bytes, some at a time.
    @discardableResult
    fileprivate func take(_ bytes: [UInt8], difficulty: Int = 1) throws(ArchiveError) -> Importation {
        var rest = bytes[...]
        return try importChain(difficulty: difficulty) { () throws(ArchiveError) in
            defer { rest = rest.dropFirst(100) }
            return Array(rest.prefix(100))
        }
    }
}

private func sentence(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return (error as? ArchiveError)?.description ?? "another error: \(error)"
    }
}

@Suite struct `An imported chain` {
    @Test func `takes the place of a shorter one, and what falls out is pending again`() async throws {
        let history = try await ForgedHistory()
        let longer = try Blockchain(validating: history.chain.blocks.prefix(2), difficulty: .easy).extended(
            to: 5, timestamp: 2.5)
        let importation = try history.archive.take(longer.answer)
        #expect(importation.length == 5 && importation.previousLength == 3)
        #expect(importation.reopened == 1 && importation.settled == 0)
        #expect(try history.pending() == [2, 3])
        #expect(try history.findings() == [])

        // And back again.
        let back = try history.archive.take(history.chain.extended(to: 6).answer)
        #expect(back.reopened == 0 && back.settled == 1)
        #expect(try history.pending() == [3])
        #expect(try history.findings() == [])
    }

    @Test func `may begin with another block`() async throws {
        let history = try await ForgedHistory()
        let text = Block.genesis.text.description.replacing("100", with: "101")
        let other = try Block(JSONDocument(parsing: Array(text.utf8)).root)
        let longer = try Blockchain(first: other, difficulty: .easy).extended(to: 4)
        #expect(try history.archive.take(longer.answer).reopened == 2)
        #expect(try history.pending() == [1, 2, 3])
        #expect(try history.findings() == [])
    }

    @Test(arguments: [1, 2, 3])
    func `that is not longer is refused`(length: Int) async throws {
        let history = try await ForgedHistory()
        let other = try Blockchain.mined(length: length, timestamp: 2.5)
        #expect(
            sentence { try history.archive.take(other.answer) }
                == "The chain has \(length) block\(length == 1 ? "" : "s") and the one kept has 3: "
                + "only a longer one takes its place.")
        #expect(try history.pending() == [3])
    }

    @Test func `that is not valid is refused with the reason`() async throws {
        let history = try await ForgedHistory()
        let chain = try Blockchain.mined(length: 6)
        let text = String(decoding: chain.answer, as: UTF8.self)
        let cases = [
            (text.replacing(#""index": 4"#, with: #""index": 5"#), "block 4: its index is 5."),
            (String(text.dropLast(30)), "the text ends too early."), ("", "the text ends too early."),
            ("{}", "no chain in the answer."), ("[]", "no chain in the answer."), (text + "x", "."),
        ]
        for (text, end) in cases {
            let said = sentence { try history.archive.take(Array(text.utf8)) } ?? "nothing"
            #expect(said.hasPrefix("The chain is refused: ") && said.hasSuffix(end), "\(said)")
        }
        #expect(try history.pending() == [3])
    }

    @Test func `of a lower difficulty is refused with both`() throws {
        let folder = try TemporaryFolder()
        let chain = try Blockchain.mined(length: 20)
        let said = sentence { try Archive(directory: folder.path + "/new").take(chain.answer, difficulty: 4) }
        #expect(said?.hasSuffix("its proof does not fit at difficulty 4.") == true, "\(said ?? "nothing")")
        // Nothing is made for it.
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    }

    @Test func `makes a directory that isn't there`() throws {
        let folder = try TemporaryFolder()
        let archive = Archive(directory: folder.path + "/some/where")
        #expect(try archive.take(Blockchain.mined(length: 3).answer).previousLength == 1)
        let verification = try archive.verify(finding: { Issue.record("\($0)") }, progress: { _ in })
        #expect(verification.blocks == 3 && verification.findings == 0)
    }

    @Test func `is not taken where a node runs, or of another difficulty, before anything is read`() async throws {
        let history = try await ForgedHistory()
        func said(_ difficulty: Int) -> String? {
            sentence {
                _ = try history.archive.importChain(difficulty: difficulty) { () throws(ArchiveError) in
                    Issue.record("it reads")
                    return []
                }
            }
        }
        #expect(said(2)?.hasSuffix("was made with difficulty 1. Import with --difficulty 1.") == true)
        let store = try ChainStore(directory: history.folder.path, difficulty: .easy)
        #expect(said(1)?.hasSuffix("Stop that one first.") == true)
        store.close()
    }

    @Test func `that cannot be read is given up`() async throws {
        let history = try await ForgedHistory()
        var count = 0
        let said = sentence {
            _ = try history.archive.importChain(difficulty: 1) { () throws(ArchiveError) in
                count += 1
                guard count == 1 else { throw ArchiveError("The tape is torn.") }
                return Array("{".utf8)
            }
        }
        #expect(said == "The tape is torn.")
        #expect(try history.pending() == [3])
    }
}

@Suite struct `An exported chain` {
    @Test func `is what was kept, and can be imported elsewhere`() async throws {
        let history = try await ForgedHistory()
        var (bytes, steps): ([UInt8], [ArchiveProgress]) = ([], [])
        try history.archive.export(write: { bytes += $0 }, progress: { steps.append($0) })
        #expect(bytes == history.chain.answer + [UInt8(ascii: "\n")])
        #expect(steps == (1...3).map { ArchiveProgress(step: "writing blocks", done: $0, total: 3) })

        let folder = try TemporaryFolder()
        let other = Archive(directory: folder.path)
        try other.take(bytes)
        var copy: [UInt8] = []
        try other.export(write: { copy += $0 }, progress: { _ in })
        #expect(copy == bytes)
    }

    @Test func `that cannot be written is given up`() async throws {
        let history = try await ForgedHistory()
        let said = sentence {
            try history.archive.export(
                write: { _ throws(ArchiveError) in throw ArchiveError("The disk is full.") }, progress: { _ in })
        }
        #expect(said == "The disk is full.")
    }

    @Test func `needs something that is kept`() throws {
        let folder = try TemporaryFolder()
        let archive = Archive(directory: folder.path)
        let said = [
            sentence { try archive.export(write: { _ in }, progress: { _ in }) },
            sentence { _ = try archive.verify(finding: { _ in }, progress: { _ in }) },
        ]
        #expect(said.allSatisfy { $0?.contains("no node has kept anything there") == true })
    }
}

@Suite struct `A verification` {
    @Test func `says how much there is, and of everything how far it is`() async throws {
        let history = try await ForgedHistory()
        var steps: [ArchiveProgress] = []
        let verification = try history.archive.verify(
            finding: { Issue.record("\($0)") }, progress: { steps.append($0) })
        #expect(
            (verification.blocks, verification.accepted, verification.pending, verification.findings) == (3, 3, 1, 0))
        #expect(Set(steps.map(\.step)) == ["checking the database", "checking blocks", "checking transactions"])
        #expect(steps.last == ArchiveProgress(step: "checking transactions", done: 3, total: 3))
    }

    @Test func `knows what a peer's address is`() async throws {
        let history = try await ForgedHistory()
        let store = try ChainStore(directory: history.folder.path, difficulty: .easy)
        try await store.commit([.registered(["node2:5000", "not an address"])])
        store.close()
        #expect(try history.findings() == [#"peer 2: "not an address" is no address"#])
    }
}
