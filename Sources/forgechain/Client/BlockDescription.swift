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
        addTransactions(details.transactions)
        addText(report)
        if let guess = report.guess { addGuess(guess) }
        if let ledger = report.ledger { addLedger(ledger, report.guess) }
        addChecks(report.checks)
    }

    private mutating func addTitle(_ report: Explanation, _ index: Int?, _ timestamp: Double?) {
        var line = Line("Block \(index.map(String.init) ?? "?")", .strong)
        line.add(", made \(Phrases.moment(timestamp))")
        if report.isInChain == false { line.add(", not in this node's chain", .bad) }
        lines.append(line)
        if let verdict = report.verdict { lines.append(Self.line(verdict)) }
    }

    private static func line(_ verdict: BlockExplanation.Verdict) -> Line {
        switch verdict {
        case .fits: Line("Every rule holds.", .good)
        case .nextDoesNotFit:
            Line("It fits the block before, but the next one of the chain no longer fits it.", .bad)
        case .broken: Line("A rule is broken: a node that is offered this block refuses it.", .bad)
        case .unknown: Line("Something that it has to be compared with is not known to the node.", .faint)
        }
    }

    private mutating func addLedger(_ ledger: Explanation.Ledger, _ guess: Explanation.Guess?) {
        addHeading("Its proof begins with the SHA-256 of its header, and so seals it")
        addText("seal    \(ledger.seal)")
        addText("target  \(ledger.target)")
        if let hash = guess?.hash { addText("guess   \(hash)") }
        if let work = ledger.work.flatMap({ UInt256(hexDigits: Array($0.utf8)[...]) }) {
            addText("work    about \(work) guesses")
        }
        if let reward = ledger.reward, let fees = ledger.fees { addText("pays    \(reward), and \(fees) in fees") }
    }

    private mutating func addTransactions(_ transactions: [Payment]) {
        addHeading(Phrases.count(transactions.count, "transaction"))
        for transaction in transactions.prefix(Self.maximumTransactions) {
            var line = Line(Self.indent + Phrases.payment(transaction))
            if let id = transaction.id { line.add("  id \(id)", .faint) }
            lines.append(line)
        }
        let rest = transactions.count - Self.maximumTransactions
        if rest > 0 { lines.append(Line("\(Self.indent)and \(Phrases.grouped(rest)) more", .faint)) }
    }

    private mutating func addText(_ report: Explanation) {
        guard let text = report.blockText, let hash = report.hash else { return }
        addHeading("The block is this text")
        let pieces = Self.cut(text, columns: columns - Self.indent.count)
        for piece in pieces.prefix(Self.maximumTextLines) { addText(piece) }
        if pieces.count > Self.maximumTextLines {
            lines.append(Line("\(Self.indent)and so on; \(Phrases.grouped(text.utf8.count)) bytes, by --json", .faint))
        }
        addHeading("Its SHA-256 is its hash, which the next block repeats")
        lines.append(Line(Self.indent + hash, .special))
    }

    private mutating func addGuess(_ guess: Explanation.Guess) {
        let parts = guess.lastHash == nil ? "last proof and proof" : "last proof, proof and last hash"
        addHeading("Its proof solves the puzzle of the block before: \(parts), joined end to end")
        for piece in Self.cut(guess.text, columns: columns - Self.indent.count) { addText(piece) }
        let isEnough = guess.zeros >= guess.difficulty
        addHeading("Its SHA-256 begins with \(Phrases.count(guess.zeros, "zero")), and has to with \(guess.difficulty)")
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
        addHeading("Checks")
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
                        case true?: ("ok", .good)
                        case false?: ("WRONG", .bad)
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
