internal import ArgumentParser
internal import Chain
internal import Keys
internal import Service
internal import Terminal
internal import Wording

/// Makes the first block of a network.
struct MakeGenesis: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genesis", abstract: "Make a ledger's network of one's own: write its first block.",
        discussion: """
            All nodes of the network are started with it: forgechain --rules ledger --genesis FILE. It is stamped with \
            the present, and as hard as fits this machine, which is measured for a second. Exit status: 0 when it was \
            written; 1 when there is no such network; 64 for wrong arguments; 74 when standard output cannot be written.

            \(Examples.genesis)
            """)

    @Option(help: "How long a block should take, in seconds: 0.001 to 100000.")
    var blockTime = 10.0

    @Option(help: "Over how many blocks the target adapts, 2 to 10000.")
    var window = 144

    @Option(help: "What the first blocks pay to whoever makes them.")
    var reward = 50

    @Option(help: "After how many blocks the reward is halved, each time.")
    var halving = 210_000

    @Option(
        name: .customLong("grant"),
        help: ArgumentHelp(
            "Somebody who has money from the start: an address or a key's name, and how much. Repeatable.",
            valueName: "address=amount"))
    var grants: [String] = []

    @Option(
        help: ArgumentHelp(
            "What a block's hash is at most, in 64 hex digits; not measured then.", valueName: "hex"))
    var target: String?

    func validate() throws {
        func check(_ value: Int, _ flag: String, in range: ClosedRange<Int>) throws {
            guard range.contains(value) else {
                throw ValidationError(
                    "--\(flag) is \(value), but has to be \(range.lowerBound) to \(range.upperBound).")
            }
        }
        guard (0.001...100_000).contains(blockTime) else {
            throw ValidationError("--block-time is \(blockTime), but has to be 0.001 to 100000 seconds.")
        }
        try check(window, "window", in: 2...10_000)
        try check(reward, "reward", in: 0...Accounts.maximumAmount)
        try check(halving, "halving", in: 1...Accounts.maximumAmount)
        _ = try givenTarget()
        for grant in grants { _ = try parts(of: grant) }
    }

    func run() throws {
        let (target, rate) = try fittingTarget()
        let grants = try resolvedGrants()
        guard
            let parameters = LedgerParameters(
                blockTime: Int((blockTime * 1_000).rounded()), window: window, easiestTarget: target, reward: reward,
                halvingBlocks: halving)
        else { preconditionFailure("what was checked is in range") }
        let network: LedgerNetwork
        do throws(LedgerFault) {
            network = try LedgerNetwork(timestamp: Self.now(), parameters: parameters, grants: grants)
        } catch {
            throw DirectoryError(Phrase.noSuchNetwork.text(["problem": error.statement.text(.ofUser)]))
        }
        let printer = Printer()
        printer.write(network.genesis.text.bytes + [UInt8(ascii: "\n")])
        try printer.finish()
        StandardError.write("forgechain: \(sentence(about: network, rate))")
    }

    private func sentence(about network: LedgerNetwork, _ rate: UInt64?) -> String {
        let guesses = Phrases.grouped(network.parameters.easiestTarget.expectedGuesses.clamped)
        let (id, advice) = (network.id.description, Phrase.networkAdvice.text())
        guard let rate else {
            return Phrase.networkGiven.text(["advice": advice, "guesses": guesses, "network": id])
        }
        return Phrase.networkMeasured.text([
            "advice": advice, "guesses": guesses, "network": id, "rate": Phrases.rounded(rate),
        ])
    }

    // MARK: - What is in it

    /// The easiest target of the network, and the guesses a second that were measured for it.
    private func fittingTarget() throws -> (UInt256, rate: UInt64?) {
        if let target = try givenTarget() { return (target, nil) }
        let rate = SearchSpeed.measured()
        let guesses = UInt64(min(max(Double(rate) * blockTime, 1), 1e18))
        return (min(UInt256(expectingGuesses: guesses), LedgerParameters.easiestOfAll), rate)
    }

    private func givenTarget() throws -> UInt256? {
        guard let text = target else { return nil }
        guard let target = UInt256(hexDigits: Array(text.utf8)[...]), target != .zero,
            target <= LedgerParameters.easiestOfAll
        else {
            throw ValidationError(
                "--target is \"\(text.prefix(100))\", but has to be 64 lower-case hex digits from 1 to "
                    + "\(LedgerParameters.easiestOfAll.hexText).")
        }
        return target
    }

    private static func now() -> LedgerTimestamp {
        guard let timestamp = LedgerTimestamp(seconds: WallClock.secondsSince1970()) else {
            preconditionFailure("a clock shows a time after 1970")
        }
        return timestamp
    }

    private func parts(of grant: String) throws -> (recipient: Substring, amount: Int) {
        guard let equals = grant.lastIndex(of: "="), let amount = Int(grant[grant.index(after: equals)...]),
            (1...Accounts.maximumAmount).contains(amount)
        else {
            throw ValidationError(
                "--grant is \"\(grant.prefix(100))\", but has to be an address or a key's name, = and an amount from "
                    + "1, such as alice=1000.")
        }
        return (grant[..<equals], amount)
    }

    private func resolvedGrants() throws -> [LedgerNetwork.Grant] {
        guard !grants.isEmpty else { return [] }
        let keys = try UserKeys()
        return try grants.map { text in
            let (name, amount) = try parts(of: text)
            guard let grant = LedgerNetwork.Grant(recipient: try keys.address(of: String(name)), amount: amount) else {
                preconditionFailure("the amount was checked")
            }
            return grant
        }
    }
}
