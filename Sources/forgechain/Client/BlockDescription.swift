internal import API
internal import Chain
internal import NodeClient
internal import Terminal
internal import Wording

/// An explained block as lines: its content, the text that was hashed, and each check.
struct BlockDescription {
    private(set) var lines: [Line] = []
    private let columns: Int

    /// How many lines of a block's text, and how many of its transactions, are shown.
    private static let maximumTextLines = 24
    private static let maximumTransactions = 100

    private static let indent = "    "

    init(_ report: Explanation, columns: Int) {
        self.columns = columns
        let details = report.details
        addTitle(report, details.index, details.timestamp)
        addTransactions(details.transactions, in: details.index)
        addText(report)
        if let guess = report.guess { addGuess(guess) }
        if let ledger = report.ledger { addLedger(ledger, report.guess) }
        addChecks(report.checks)
    }

    private mutating func addTitle(_ report: Explanation, _ index: Int?, _ timestamp: Double?) {
        var line = Line(Phrase.blockMined.text(["height": index.map(String.init) ?? "?"]), .strong)
        line.add(Phrase.madeAt.text(["time": Phrases.moment(timestamp)]))
        if report.isInChain == false { line.add(Phrase.notInChain.text(), .bad) }
        lines.append(line)
        if let verdict = report.verdict { lines.append(Self.line(verdict)) }
    }

    private static func line(_ verdict: BlockExplanation.Verdict) -> Line {
        switch verdict {
        case .fits: Line(Phrase.everyRuleHolds.text(), .good)
        case .nextDoesNotFit: Line(Phrase.nextDoesNotFit.text(), .bad)
        case .broken: Line(Phrase.ruleIsBroken.text(), .bad)
        case .unknown: Line(Phrase.verdictUnknown.text(), .faint)
        }
    }

    private mutating func addLedger(_ ledger: Explanation.Ledger, _ guess: Explanation.Guess?) {
        addHeading(Phrase.proofSeals.text())
        let work = ledger.work.flatMap { UInt256(hexDigits: Array($0.utf8)[...]) }
        var rows: [(Phrase, String?)] = [
            (.sealRow, ledger.seal), (.target, ledger.target), (.guessRow, guess?.hash),
            (.work, work.map { Phrase.workAbout.text(["n": $0.description]) }),
        ]
        if let reward = ledger.reward, let fees = ledger.fees {
            rows.append((.paysRow, Phrase.paysReward.text(["fees": "\(fees)", "reward": "\(reward)"])))
        }
        let width = rows.reduce(0) { max($0, $1.0.text().columns) }
        for case (let name, let text?) in rows {
            let name = name.text()
            addText(name + String(repeating: " ", count: width - name.columns + 2) + text)
        }
    }

    private mutating func addTransactions(_ transactions: [Payment], in height: Int?) {
        addHeading(Phrases.count(transactions.count, .transactions))
        for transaction in transactions.prefix(Self.maximumTransactions) {
            var line = Line(Self.indent + Phrases.payment(transaction, in: height))
            if let id = transaction.id { line.add("  id \(id)", .faint) }
            lines.append(line)
        }
        let rest = transactions.count - Self.maximumTransactions
        if rest > 0 { lines.append(Line(Self.indent + Phrase.andMore.text(["n": Phrases.grouped(rest)]), .faint)) }
    }

    private mutating func addText(_ report: Explanation) {
        guard let text = report.blockText, let hash = report.hash else { return }
        addHeading(Phrase.isThisText.text())
        let pieces = Self.cut(text, columns: columns - Self.indent.count)
        for piece in pieces.prefix(Self.maximumTextLines) { addText(piece) }
        if pieces.count > Self.maximumTextLines {
            let more = Phrase.andSoOn.text(["n": Phrases.grouped(text.utf8.count)])
            lines.append(Line(Self.indent + more, .faint))
        }
        addHeading(Phrase.hashRepeated.text())
        lines.append(Line(Self.indent + hash, .special))
    }

    private mutating func addGuess(_ guess: Explanation.Guess) {
        addHeading((guess.lastHash == nil ? Phrase.puzzleOfProofs : .puzzleOfHash).text())
        for piece in Self.cut(guess.text, columns: columns - Self.indent.count) { addText(piece) }
        let isEnough = guess.zeros >= guess.difficulty
        addHeading(
            Phrase.zerosOfGuess.text([
                "count": "\(guess.zeros)", "difficulty": "\(guess.difficulty)", "n": Phrases.grouped(guess.zeros),
            ]))
        let zeros = max(min(guess.zeros, guess.hash.count), 0)
        var line = Line(Self.indent)
        line.add(String(guess.hash.prefix(zeros)), isEnough ? .good : .bad)
        line.add(String(guess.hash.dropFirst(zeros)))
        lines.append(line)
        if zeros > 0 {
            lines.append(Line(Self.indent + String(repeating: "^", count: zeros), isEnough ? .good : .bad))
        }
    }

    private mutating func addChecks(_ checks: [Explanation.Check]) {
        addHeading(Phrase.checksTitle.text())
        let width = checks.reduce(0) { max($0, $1.rule.columns) }
        let start = Self.indent.count + 7 + width + 2
        for check in checks {
            let says = check.statement?.text(.ofUser) ?? check.says
            let sentence = says.wrapped(columns: max(columns - start, 20))
            for (number, piece) in sentence.enumerated() {
                var line = Line(Self.indent)
                if number == 0 {
                    let (word, style): (String, Style) =
                        switch check.holds {
                        case true?: (Phrase.checkHolds.text(), .good)
                        case false?: (Phrase.checkBroken.text(), .bad)
                        case nil: ("-", .faint)
                        }
                    line.add(word, style, columns: 7)
                    line.add(check.rule, .strong, columns: width + 2)
                } else {
                    line.add("", columns: 7 + width + 2)
                }
                line.add(verbatim: piece)
                lines.append(line)
            }
        }
    }

    private mutating func addText(_ piece: String) {
        var line = Line(Self.indent)
        line.add(verbatim: piece, .faint)
        lines.append(line)
    }

    private mutating func addHeading(_ text: String) {
        lines.append(Line())
        for piece in text.wrapped(columns: columns) { lines.append(Line(piece, .strong)) }
    }

    /// In pieces of equal length: the hashed text is shown as it is.
    private static func cut(_ text: String, columns: Int) -> [String] {
        var (pieces, rest) = ([String](), text[...])
        while !rest.isEmpty, pieces.count <= maximumTextLines {
            pieces.append(String(rest.prefix(max(columns, 20))))
            rest = rest.dropFirst(max(columns, 20))
        }
        return pieces
    }
}
