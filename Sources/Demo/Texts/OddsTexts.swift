internal import Terminal
internal import Wording

// What is said about confirmations, and the odds of taking a payment back.
extension LedgerTexts {
    var sixTitle: String { pick("What six confirmations change", "六个确认改变了什么", "Qué cambian seis confirmaciones") }

    func six(confirmations: Int, tickets: Int) -> String {
        pick(
            "The next time Alice waits for \(confirmations) blocks, the payment's own counted. The honest have more "
                + "hash power: for each block a lot is drawn, and Mallory has one ticket of \(tickets). She pays, and "
                + "prepares the same trick:",
            "下一次 Alice 等待 \(confirmations) 个区块，付款所在的区块也算在内。诚实者的算力更多：每个区块抽一次签，"
                + "\(tickets) 支签中 Mallory 只有一支。她付款，并准备同样的把戏：",
            "La próxima vez Alice espera \(confirmations) bloques, contando el del pago. Los honrados tienen "
                + "más potencia de hash: para cada bloque se echa a suertes, y Mallory tiene un boleto de "
                + "\(tickets). Paga, y prepara el mismo truco:")
    }

    var race: String {
        pick(
            "The race, with blocks that are really mined (the lots are the same in each telling):",
            "比赛开始，区块都是真正挖出的（每次讲述抽到的签都相同）：",
            "La carrera, con bloques minados de verdad (la suerte es la misma cada vez que se cuenta):")
    }

    func found(by name: String) -> String { pick("\(name) finds one", "\(name) 挖到一个", "\(name) encuentra uno") }

    func raceEnds(confirmations: Int, missing: Int) -> String {
        pick(
            "The payment has \(confirmations) confirmations, and Alice hands the goods over. Mallory lacks \(missing) "
                + "blocks to be ahead. She releases what she has:",
            "付款有了 \(confirmations) 个确认，Alice 交出货物。Mallory 要领先还差 \(missing) 个区块。她把手里的公开：",
            "El pago tiene \(confirmations) confirmaciones, y Alice entrega la mercancía. A Mallory le "
                + "faltan \(missing) bloques para ir por delante. Publica lo que tiene:")
    }

    var paymentStays: String {
        pick("The payment stays, and so does the money.", "付款留下了，钱也留下了。", "El pago se queda, y el dinero también.")
    }

    func oddsOfThisRace(_ odds: Double, missing: Int, tickets: Int) -> String {
        pick(
            "She may go on in secret, but only one block of \(tickets) is hers: the odds that she ever makes up "
                + "\(missing) blocks are \(percent(odds)), and she pays for all the work. The odds before the race, "
                + "by her share of the hash power and by how many confirmations Alice waits for:",
            "她可以继续秘密地挖，但每 \(tickets) 个区块中只有一个是她的：她追上 \(missing) 个区块的概率是 \(percent(odds))，"
                + "而全部工作都要她付出。下面是比赛之前的概率，取决于她所占的算力和 Alice 等待的确认数：",
            "Puede seguir en secreto, pero solo un bloque de cada \(tickets) es suyo: la probabilidad de que "
                + "llegue a recuperar \(missing) bloques es del \(percent(odds)), y todo el trabajo lo paga ella. "
                + "La probabilidad antes de la carrera, según su parte de la potencia de hash y las confirmaciones "
                + "que Alice espera:")
    }

    /// The odds of a private fork, as a table.
    var odds: [String] {
        let shares = [0.1, 0.25, 0.4]
        let title = pick("    confirmations", "    确认数", "    confirmaciones").padded(to: 19)
        let names = shares.map { Self.right("\(Int($0 * 100))\(percentSign)") }
        let rows = [1, 2, 3, 6, 12].map { count in
            "\(count)".leftPadded(to: 17).padded(to: 19)
                + shares.map { Self.right(percent(PrivateFork(share: $0).odds(confirmations: count))) }.joined()
        }
        return [title + names.joined()] + rows
    }

    var whatTheOddsSay: String {
        pick(
            "So confirmations don't forbid it; each makes it dearer, as long as the honest have most of the power. "
                + "Against more than half of it, nothing helps. How many are enough depends on what the goods are "
                + "worth.",
            "所以确认并不能禁止它，只是每个确认都让它更昂贵，前提是诚实者拥有大部分算力。面对超过一半的算力，什么都没有用。"
                + "多少个确认才够，取决于货物的价值。",
            "Así que las confirmaciones no lo prohíben; cada una lo hace más caro, mientras los honrados "
                + "tengan la mayor parte de la potencia. Contra más de la mitad no sirve nada. Cuántas bastan "
                + "depende de lo que valga la mercancía.")
    }

    private static func right(_ text: String) -> String { text.leftPadded(to: 10) }

    /// One digit behind the point, or two below one in a hundred.
    func percent(_ odds: Double) -> String {
        let isSmall = odds < 0.01
        let (units, digits) = isSmall ? (10_000.0, 2) : (1_000.0, 1)
        let number = Int((odds * units).rounded())
        let scale = isSmall ? 100 : 10
        guard number > 0 else { return "< 0\(point)01\(percentSign)" }
        return "\(number / scale)\(point)\("\(number % scale)".leftPadded(to: digits, with: "0"))\(percentSign)"
    }

    /// Between the units and what is less.
    private var point: String { pick(".", ".", ",") }

    private var percentSign: String { pick(" %", "%", " %") }
}

extension String {
    /// Right-aligned, for characters of one column.
    fileprivate func leftPadded(to count: Int, with filler: Character = " ") -> String {
        String(repeating: filler, count: max(count - self.count, 0)) + self
    }
}
