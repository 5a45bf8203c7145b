internal import API
internal import ArgumentParser
internal import Chain
internal import HTTP
internal import NodeClient
internal import Terminal

/// What a light client has found, for people and for programs.
struct ReceiptReport {
    private let findings: LightClient.Findings
    private let id: Digest

    init(_ findings: LightClient.Findings, _ id: Digest) {
        (self.findings, self.id) = (findings, id)
    }

    private var best: HeaderChain? { findings.best.flatMap { findings.witnesses[$0].chain } }

    /// Why the command fails, if it does: no chain was shown, or the transaction isn't in it.
    var failure: (any Error)? {
        if findings.receipt != nil { return nil }
        if best != nil {
            return DirectoryError(
                "No node shows \(id) in the chain. It may wait for a block: GET /transactions/\(id) of a node says so.")
        }
        if findings.witnesses.contains(where: \.isWrong) { return ExitStatus.wrong }
        return DirectoryError("No node has shown a chain. Name another with --node.")
    }

    // MARK: For people

    var lines: [Line] {
        var lines: [Line] = []
        if let (proof, confirmation) = findings.receipt, let best {
            let header = confirmation.header
            lines.append(Line(Self.sentence(of: proof.content), .strong))
            lines.append(
                Line(
                    "In block \(Phrases.grouped(header.index)) of \(Phrases.grouped(best.length)), since "
                        + "\(Phrases.moment(header.timestamp.seconds)), as its miner says."))
            lines.append(
                Line(
                    "\(Phrases.count(confirmation.blocksOnTop, "block")) on top: who wants to take it back makes "
                        + Self.guesses(confirmation.workOnTop.adding(header.target.expectedGuesses))
                        + ", faster than everybody else."
                ))
        }
        let width = findings.witnesses.reduce(0) { max($0, $1.origin.url.utf8.count) }
        for (position, witness) in findings.witnesses.enumerated() {
            var line = Line("    ")
            line.add(witness.origin.url, .strong, columns: width + 2)
            let isBest = position == findings.best
            line.add(verdict(on: witness, isBest: isBest), isBest ? .good : witness.chain == nil ? .bad : .plain)
            lines.append(line)
        }
        return lines
    }

    private static func sentence(of content: InclusionProof.Content) -> String {
        switch content {
        case .reward(let reward):
            return "A reward of \(Phrases.grouped(reward.amount)) to \(reward.recipient)"
        case .payment(let signed):
            let payment = signed.payment
            return "\(payment.sender) pays \(Phrases.grouped(payment.amount)) to \(payment.recipient), with a fee of "
                + Phrases.grouped(payment.fee) + (payment.memo.map { ": \(Self.spoken($0))" } ?? "")
        }
    }

    /// A memo as whoever wrote it has typed it.
    private static func spoken(_ memo: CanonicalText) -> String {
        (try? JSONDocument(parsing: memo.bytes))?.root.string ?? memo.description
    }

    /// On average.
    private static func guesses(_ work: UInt256) -> String { "\(Phrases.grouped(digits: work.description)) guesses" }

    /// What a node's chain is, beside the best.
    private func verdict(on witness: LightClient.Witness, isBest: Bool) -> String {
        guard let chain = witness.chain, let best else { return "left out: \(witness.fault ?? "it has shown nothing")" }
        let size = "\(Phrases.count(chain.length, "block")), \(Self.guesses(chain.work))"
        let end = witness.fault.map { "; it ends there, since \($0)" } ?? ""
        let common = best.commonLength(with: chain)
        if isBest { return "\(size): the most work\(end)" }
        if common == chain.length {
            let isShorter = chain.length < best.length
            return "\(size): the same chain\(isShorter ? ", without the newest blocks" : "")\(end)"
        }
        let less = chain.work < best.work ? "with less work" : "with no more work"
        return "\(size): another chain behind block \(Phrases.grouped(common)), \(less)\(end)"
    }

    // MARK: For programs

    /// One object, and a line break.
    var json: [UInt8] {
        let nodes = findings.witnesses.enumerated().map { position, witness in
            CanonicalText.object([
                "length": .integer(witness.chain?.length), "node": .string(witness.origin.url),
                "verdict": .string(verdict(on: witness, isBest: position == findings.best)),
                "work": .string(witness.chain?.work.hexText),
            ])
        }
        var members: [(key: String, value: CanonicalText)] = [
            ("id", .string(id.description)), ("length", .integer(best?.length)), ("nodes", .array(nodes)),
        ]
        if let (proof, confirmation) = findings.receipt {
            members += [
                ("block", .integer(confirmation.header.index)), ("blocks_on_top", .integer(confirmation.blocksOnTop)),
                ("timestamp", confirmation.header.timestamp.text), ("transaction", proof.transaction),
                ("work_on_top", .string(confirmation.workOnTop.hexText)),
            ]
        }
        return CanonicalText.object(members.sorted { $0.key < $1.key }).bytes + [UInt8(ascii: "\n")]
    }
}
