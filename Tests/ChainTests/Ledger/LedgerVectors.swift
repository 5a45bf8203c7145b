internal import Foundation

import Cryptography
import Testing

@testable import Chain

/// The vectors beside `Tests/Ledger/reference.py`, which prints them.
struct LedgerVectors {
    let root: JSONValue

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Ledger/vectors.json")
        root = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
    }

    func member(_ key: String) throws -> JSONValue { try #require(root[key]) }

    func elements(_ key: String) throws -> JSONElements { try #require(try member(key).elements) }

    func strings(_ value: JSONValue?) throws -> [String] { try #require(value?.elements).compactMap(\.string) }

    /// The chain of the example, from its first block.
    func chain() throws -> [JSONValue] { Array(try elements("chain")) }

    /// The keys of alice or bob.
    func keys(_ name: String) throws -> Ed25519.Keys {
        let seed = try #require(try member("keys")[name]?.characters.flatMap { [UInt8](hexDigits: $0) })
        return try Ed25519().keys(seed: seed)
    }

    func address(_ name: String) throws -> Address {
        try #require(try member("addresses")[name].flatMap { Address($0) })
    }
}

extension LedgerState {
    /// The state behind a whole chain.
    init(_ chain: some Sequence<JSONValue>, now: Double? = nil) throws {
        var blocks = chain.makeIterator()
        let first = blocks.next()
        self.init(try LedgerNetwork(genesis: #require(first)))
        let ed25519 = try Ed25519()
        while let block = blocks.next() { try append(block, now: now, checking: ed25519) }
    }

    /// Why a block is refused as the next one; nil if it is taken. The state stays as it is.
    func fault(of block: JSONValue, now: Double? = nil) throws -> LedgerFault? {
        var state = self
        let ed25519 = try Ed25519()
        do throws(LedgerFault) {
            try state.append(block, now: now, checking: ed25519)
            return nil
        } catch {
            #expect(state.tip == tip && state.accounts == accounts && state.lastHash == lastHash)
            return error
        }
    }
}

extension BlockTemplate {
    /// The block with the smallest nonce that solves it.
    func mined() throws -> Block {
        let nonce = try #require((0..<10_000_000 as Range<UInt128>).first { isSolved(by: $0) })
        return block(nonce: nonce)
    }
}
