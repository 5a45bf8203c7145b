internal import API
internal import Chain
internal import Terminal
internal import Wording

/// Chains as boxes, side by side, with the fork marked.
struct ChainDrawing {
    private static let boxColumns = 30
    private static let gapColumns = 12

    let left: (name: String, blocks: [Block])
    let right: (name: String, blocks: [Block])
    let language: Language
    /// What to call senders and recipients of payments that have longer names.
    var nicknames: [String: String] = [:]

    /// How many blocks the chains share, from the first on.
    var common: Int { zip(left.blocks, right.blocks).prefix { $0 == $1 }.count }

    var lines: [String] {
        var lines = [row("  \(left.name)", "", "  \(right.name)")]
        let forks = common < max(left.blocks.count, right.blocks.count)
        for place in 0..<max(left.blocks.count, right.blocks.count) {
            let pair = [left.blocks, right.blocks].map { place < $0.count ? box($0[place]) : [] }
            if place == common, forks { lines.append(Self.fork(language)) }
            if place > 0 { lines.append(row(link(pair[0]), "", link(pair[1]))) }
            for line in 0..<4 {
                let sign = place < common && (line == 1 || line == 2) ? "  ========" : ""
                lines.append(row(pair[0].element(line), sign, pair[1].element(line)))
            }
        }
        return lines
    }

    private static func fork(_ language: Language) -> String {
        let text = language.pick(
            " the fork: from here on they differ ", " 分叉点：从这里开始不同 ", " la bifurcación: desde aquí difieren ")
        let rest = 2 * boxColumns + gapColumns - text.columns
        return "  " + String(repeating: "~", count: rest / 2) + text + String(repeating: "~", count: rest - rest / 2)
    }

    private func link(_ box: [String]) -> String { box.isEmpty ? "" : "              |" }

    private func row(_ left: String, _ middle: String, _ right: String) -> String {
        let start = "  \(left)".padded(to: 2 + Self.boxColumns)
        return (start + middle).padded(to: 2 + Self.boxColumns + Self.gapColumns) + right
    }

    /// Index and hash, and the first payment.
    private func box(_ block: Block) -> [String] {
        let edge = "+" + String(repeating: "-", count: Self.boxColumns - 2) + "+"
        let nothing =
            block.index == Block.firstIndex
            ? language.pick("the first block", "第一个区块", "el primer bloque")
            : language.pick("(no payment)", "（没有付款）", "(sin pagos)")
        let payments = block.payments(calling: nicknames)
        let more = payments.count > 1 ? " +\(payments.count - 1)" : ""
        let content = payments.first.map { "\($0)\(more)" } ?? nothing
        let texts = ["\(block.index)  \(block.hash.short)...", content]
        return [edge] + texts.map { "| " + $0.padded(to: Self.boxColumns - 4) + " |" } + [edge]
    }
}

extension Block {
    /// The payments, without rewards, such as `ann -> shop 5`.
    var payments: [String] { payments(calling: [:]) }

    /// The payments, without rewards, where those who have nicknames are called by them.
    func payments(calling nicknames: [String: String]) -> [String] {
        value(of: .transactions).payments(calling: nicknames)
    }
}

extension JSONValue {
    /// The payments among the elements, without rewards.
    var payments: [String] { payments(calling: [:]) }

    fileprivate func payments(calling nicknames: [String: String]) -> [String] {
        (elements?.map(Payment.init) ?? []).filter { !$0.isReward }.map { $0.words(calling: nicknames) }
    }

    /// The blocks of an answer to `GET /chain` or `/nodes/resolve`, except for elements that aren't blocks.
    var blocks: [Block] {
        let elements = (self["chain"] ?? self["new_chain"])?.elements.map(Array.init) ?? []
        return elements.compactMap { try? Block($0) }
    }
}

extension Payment {
    /// Such as `ann -> shop 5`.
    fileprivate func words(calling nicknames: [String: String]) -> String {
        let (sender, recipient) = (sender ?? "?", recipient ?? "?")
        return "\(nicknames[sender] ?? sender) -> \(nicknames[recipient] ?? recipient) \(amount ?? "?")"
    }
}

extension [String] {
    fileprivate func element(_ position: Int) -> String { position < count ? self[position] : "" }
}
