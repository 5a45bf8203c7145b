internal import API
internal import Chain
internal import HTTP
internal import Node
internal import TestSupport

/// Liars in a ledger's network.
extension World {
    /// How much of their answers is longer than a block may be: those take long to make and to read.
    private static let longShare = 0.02

    /// A chain that has, or seems to have, more work in it than all others, apart from the lie.
    func falseChain(
        _ lie: Lie, _ request: Request, of ledger: LedgerPlan, among chains: [Blockchain], at machine: Int
    ) -> [UInt8] {
        var chain = chains.max { $0.weight < $1.weight } ?? Blockchain(rules: plan.rules)
        if random.chance(0.3) { chain = random.pick(chains + [chain]) }
        if lie == .wrongLength { return Self.answer(of: chain, []) }
        // Of these, the beginning may be as good as anybody's, and only as good as the work that is in it.
        let isFork = random.chance(0.3) && chain.length > 2
        guard lie == .breaking else {
            let length = max(1, chain.length - random.integer(in: 1...3))
            let goal = chain.length
            return Self.answer(of: extended(chain.prefix(length), to: goal, ledger), [])
        }
        let rule = rule()
        if rule == .network { return falseNetwork(of: chain, ledger) }
        if isFork, rule != .future {
            chain = extended(chain.prefix(chain.length - 1), to: chain.length + random.integer(in: 0...1), ledger)
        }
        var block = BrokenBlock(after: chain, of: ledger, at: SimulatedClock.beginning + now)
        let broken = block?.text(breaking: rule, by: &random)
        note("liar \(machine): breaks \(rule.rawValue)\(broken == nil ? ", or would" : "")")
        let locator = (try? Query(request.query)["after"]).flatMap { $0 }.flatMap { ChainLocator($0) }
        guard let locator, random.chance(0.7) else { return Self.answer(of: chain, [broken].compactMap(\.self)) }
        let status = falseStatus(lie, at: machine)
        return Self.answer(of: chain, [broken].compactMap(\.self), after: chain.commonHeight(with: locator), status)
    }

    private func rule() -> LedgerRule {
        let rule = random.pick(BrokenBlock.rules + [.network])
        return rule == .size && !random.chance(Self.longShare) ? .signature : rule
    }

    /// The same chain behind another first block.
    private func falseNetwork(of chain: Blockchain, _ ledger: LedgerPlan) -> [UInt8] {
        let first = ledger.network.genesis.text.description.replacing(#""proof": 100"#, with: #""proof": 101"#)
        let rest = chain.blocks.dropFirst().map(\.text.description)
        return Array("{\"chain\": [\(([first] + rest).joined(separator: ", "))], \"length\": \(chain.length)}\n".utf8)
    }

    /// With blocks that keep all rules, by the world's time.
    private func extended(_ chain: Blockchain, to length: Int, _ ledger: LedgerPlan) -> Blockchain {
        var chain = chain
        while chain.length < length, let tip = chain.ledger {
            guard let timestamp = tip.header.timestamp.next(now: SimulatedClock.beginning + now) else { break }
            let payments = (try? ledger.people.payments(random.integer(in: 0...2), after: chain, by: &random)) ?? []
            let template = BlockTemplate(
                after: tip.header, lastHash: chain.tipHash, timestamp: timestamp, payments: payments,
                payingTo: random.pick(ledger.people.people), parameters: ledger.network.parameters)
            guard let nonce = NonceSearch.nonce(for: template),
                (try? chain.append(template.block(nonce: UInt128(nonce)))) != nil
            else { break }
        }
        return chain
    }

    /// An answer to `GET /chain`: in a tutorial node's format, or to a node that sent its places, in our nodes'.
    private static func answer(
        of chain: Blockchain, _ more: [CanonicalText], after height: Int = 0, _ status: NodeStatus? = nil
    ) -> [UInt8] {
        let texts = chain.blocks.dropFirst(height).map(\.text.description) + more.map(\.description)
        let head = status.map { "\"forgechain\": \($0.text), \"after\": \(height), " } ?? ""
        let length = chain.length + more.count
        return Array("{\(head)\"chain\": [\(texts.joined(separator: ", "))], \"length\": \(length)}\n".utf8)
    }

    /// Some are what clients have signed, and some what nobody allows.
    func falsePayments(count: Int, of ledger: LedgerPlan) -> [Transaction] {
        let people = ledger.people.people.count
        return (0..<count).compactMap { _ in
            if !signedPayments.isEmpty, random.chance(0.5) { return Transaction(random.pick(signedPayments)) }
            let sender = random.integer(in: 0...people - 1)
            let payment = try? ledger.people.payment(
                from: sender, to: random.integer(in: 0...people - 1), amount: random.integer(in: 1...2_000),
                nonce: random.integer(in: 0...5), signedBy: random.integer(in: 0...people - 1))
            return payment.map { Transaction($0) }
        }
    }
}
