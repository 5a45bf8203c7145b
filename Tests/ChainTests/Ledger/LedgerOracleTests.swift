import Cryptography
import TestSupport
import Testing

@testable import Chain

/// The ledger's rules against `Tests/Ledger/reference.py`: same numbers, same verdicts, same rules broken.
@Suite struct `The ledger's reference agrees` {
    static let numberCount = rounds(4_000)
    static let chainCount = rounds(2_000)
    private static let script = "../Ledger/random_cases.py"
    /// Python's blocks are found within a few guesses.
    private static let easiest = UInt256(high: .max >> 4, low: .max)

    @Test func `on random targets and their work`() throws {
        let cases = try Oracle.cases("targets", "\(Seed.value)", "\(Self.numberCount)", from: Self.script)
        try #require(cases.count == Self.numberCount)
        for fields in cases {
            let rules = try JSONDocument(parsing: Oracle.bytes(fields[0])).root
            let parameters = try LedgerParameters(rules, upTo: Self.easiest)
            let target = try #require(UInt256(hexDigits: fields[1]))
            let elapsed = try #require(Int(text(fields[2])))
            let next = parameters.target(after: target, elapsed: elapsed)
            #expect(next.hexDigits == Array(fields[3]), "\(parameters), \(target), \(elapsed) ms")
            #expect(target.expectedGuesses.digits == Array(fields[4]), "\(target)")
        }
    }

    @Test func `on which values are timestamps, and on their milliseconds`() throws {
        let cases = try Oracle.cases("timestamps", "\(Seed.value)", "\(Self.numberCount)", from: Self.script)
        try #require(cases.count == Self.numberCount)
        for fields in cases {
            let value = try JSONDocument(parsing: Oracle.bytes(fields[0])).root
            let milliseconds = LedgerTimestamp(value)?.milliseconds
            #expect(milliseconds.map { "\($0)" } ?? "none" == text(fields[1]), "\(value.canonicalText)")
            if let timestamp = LedgerTimestamp(value) { #expect(timestamp.text == value.canonicalText) }
        }
    }

    @Test func `on random chains of which most break a rule: on the rule and on the block, or on all accounts`() throws
    {
        let cases = try Oracle.cases("chains", "\(Seed.value)", "\(Self.chainCount)", from: Self.script)
        try #require(cases.count == Self.chainCount)
        var seen: [String: Int] = [:]
        for fields in cases {
            let now = try #require(Double(text(fields[0])))
            let chain = Oracle.bytes(fields[1])
            let expected = fields[2...].map(text).joined(separator: " ")
            let document = try JSONDocument(parsing: chain)
            let blocks = try #require(document.root.elements)
            let found = try verdict(on: blocks, now: now)
            #expect(try verdict(reading: blocks, now: now) == found, "read as a whole: \(blocks.map(\.canonicalText))")
            seen[text(fields[2]), default: 0] += 1
            #expect(
                found == expected, "seed \(Seed.value), now \(now): \(String(decoding: chain, as: UTF8.self))")
        }
        // Those that a block of a few lines can break. If one never was, this test would say less than it seems to.
        let rules = Set(LedgerRule.allCases).subtracting([.network, .size]).map(\.rawValue)
        if Self.chainCount >= 2_000 { #expect(rules.allSatisfy { seen[$0] != nil }, "\(seen)") }
        #expect((Self.chainCount / 10...Self.chainCount * 3 / 4).contains(seen["valid"] ?? 0), "\(seen)")
    }

    /// As the script prints it.
    private func verdict(on chain: JSONElements, now: Double) throws -> String {
        let ed25519 = try Ed25519()
        var height = 1
        do throws(LedgerFault) {
            var state = LedgerState(try LedgerNetwork(genesis: chain[0], upTo: Self.easiest))
            for block in chain.dropFirst() {
                height += 1
                try state.append(block, now: now, checking: ed25519)
            }
            return Self.valid(state.tip.work, state.accounts)
        } catch {
            return "\(error.rule.rawValue) \(height)"
        }
    }

    /// The same of a chain that is read as a node does.
    private func verdict(reading chain: JSONElements, now: Double) throws -> String {
        let network: LedgerNetwork
        do throws(LedgerFault) {
            network = try LedgerNetwork(genesis: chain[0], upTo: Self.easiest)
        } catch {
            return "\(error.rule.rawValue) 1"
        }
        let joined = chain.map(\.canonicalText.description).joined(separator: ", ")
        do {
            var reader = ChainReader(rules: Rules(LedgerRules(network, checking: try Ed25519()) { now }))
            try reader.read(Array(#"{"chain": [\#(joined)]}"#.utf8))
            let tip = try #require(try reader.finish().ledger)
            return Self.valid(tip.header.work, tip.accounts)
        } catch ChainError.ledger(let height, let fault) {
            return "\(fault.rule.rawValue) \(height)"
        }
    }

    private static func valid(_ work: UInt256, _ accounts: Accounts) -> String {
        let rows = accounts.all.sorted { $0.key.description < $1.key.description }.map { address, account in
            #""\#(address)": [\#(account.balance), \#(account.nonce)]"#
        }
        return "valid \(work) \(Digest(of: Array("{\(rows.joined(separator: ", "))}".utf8)))"
    }

    private func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field, as: UTF8.self) }
}
