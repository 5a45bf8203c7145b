internal import API
internal import ArgumentParser
internal import Chain
internal import HTTP
internal import NodeClient
internal import Terminal
internal import Wording

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
            return DirectoryError(Phrase.notInAnyChain.text(["id": id.description]))
        }
        if findings.witnesses.contains(where: \.isWrong) { return ExitStatus.wrong }
        return DirectoryError(Phrase.noChainShown.text())
    }

    // MARK: For people

    var lines: [Line] {
        var lines: [Line] = []
        if let (proof, confirmation) = findings.receipt, let best {
            let header = confirmation.header
            lines.append(Line(Self.sentence(of: proof.content), .strong))
            let place = Phrase.receiptPlace.text([
                "height": Phrases.grouped(header.index), "length": Phrases.grouped(best.length),
                "time": Phrases.moment(header.timestamp.seconds),
            ])
            let onTop = Phrase.receiptOnTop.text([
                "blocks": Phrases.count(confirmation.blocksOnTop, .blocks),
                "guesses": Self.guesses(confirmation.workOnTop.adding(header.target.expectedGuesses), .ofUser),
            ])
            lines += [Line(place), Line(onTop)]
        }
        let width = findings.witnesses.reduce(0) { max($0, $1.origin.url.utf8.count) }
        for (position, witness) in findings.witnesses.enumerated() {
            var line = Line("    ")
            line.add(witness.origin.url, .strong, columns: width + 2)
            let isBest = position == findings.best
            let style: Style = isBest ? .good : witness.chain == nil ? .bad : .plain
            line.add(verdict(on: witness, isBest: isBest, in: .ofUser), style)
            lines.append(line)
        }
        return lines
    }

    private static func sentence(of content: InclusionProof.Content) -> String {
        switch content {
        case .reward(let reward):
            return Phrase.receiptReward.text([
                "amount": Phrases.grouped(reward.amount), "recipient": "\(reward.recipient)",
            ])
        case .payment(let signed):
            let payment = signed.payment
            let words = Phrase.receiptPayment.text([
                "amount": Phrases.grouped(payment.amount), "fee": Phrases.grouped(payment.fee),
                "recipient": "\(payment.recipient)", "sender": "\(payment.sender)",
            ])
            guard let memo = payment.memo else { return words }
            return Phrase.detailed.text(["detail": spoken(memo), "what": words])
        }
    }

    /// A memo as whoever wrote it has typed it.
    private static func spoken(_ memo: CanonicalText) -> String {
        (try? JSONDocument(parsing: memo.bytes))?.root.string ?? memo.description
    }

    // MARK: For programs

    /// One object, and a line break.
    var json: [UInt8] {
        let nodes = findings.witnesses.enumerated().map { position, witness in
            CanonicalText.object([
                "length": .integer(witness.chain?.length), "node": .string(witness.origin.url),
                "verdict": .string(verdict(on: witness, isBest: position == findings.best, in: .english)),
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

// MARK: - What is said of a node

extension ReceiptReport {
    /// What a node's chain is, beside the best.
    private func verdict(on witness: LightClient.Witness, isBest: Bool, in language: Language) -> String {
        guard let chain = witness.chain, let best else {
            let problem = witness.fault?.text(language) ?? Phrase.shownNothing.text(language)
            return Phrase.leftOut.text(language, ["problem": problem])
        }
        let size = Phrase.listed.text(
            language,
            ["item": Self.guesses(chain.work, language), "list": Phrases.count(chain.length, .blocks, in: language)])
        let end = witness.fault.map { Phrase.endsThere.text(language, ["problem": $0.text(language)]) } ?? ""
        let detail = isBest ? Phrase.mostWork.text(language) : Self.comparison(of: chain, with: best, language)
        return Phrase.detailed.text(language, ["detail": detail, "what": size]) + end
    }

    private static func comparison(of chain: HeaderChain, with best: HeaderChain, _ language: Language) -> String {
        let common = best.commonLength(with: chain)
        guard common != chain.length else {
            return (chain.length < best.length ? Phrase.sameButNewest : .sameChain).text(language)
        }
        let what: Phrase = chain.work < best.work ? .otherWithLess : .otherWithNoMore
        return what.text(language, ["common": Phrases.grouped(common)])
    }

    /// On average.
    private static func guesses(_ work: UInt256, _ language: Language) -> String {
        Phrase.guesses.text(language, ["n": Phrases.grouped(digits: work.description)])
    }
}

extension LightClient.Fault {
    /// A sentence, or half of one.
    fileprivate func text(_ language: Language) -> String {
        func breaks(_ phrase: Phrase, _ fault: LedgerFault, height: Int = 0) -> String {
            let problem = fault.statement.text(language)
            return phrase.text(
                language, ["height": "\(height)", "problem": problem, "rule": fault.rule.rawValue])
        }
        return switch self {
        case .node(let error): error.text(language)
        case .proof(let fault): breaks(.proofBreaks, fault)
        case .proofByItsHeaders(let fault): breaks(.proofRefuted, fault)
        case .header(let height, let fault): breaks(.headerBreaks, fault, height: height)
        case .late(let seconds): Phrase.headersLate.text(language, ["n": "\(seconds)"])
        case .tooLong(let length):
            Phrase.headersTooMany.text(language, ["limit": "\(LightClient.maximumLength)", "n": "\(length)"])
        case .tooFew(let length, let sent):
            Phrase.headersTooFew.text(language, ["n": "\(length)", "sent": "\(sent)"])
        }
    }
}
