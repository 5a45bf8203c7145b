internal import Terminal
internal import Wording

/// What is said while a ledger is shown.
struct LedgerTexts {
    let language: Language

    private func pick(_ english: String, _ chinese: String) -> String { language.pick(english, chinese) }

    var title: String {
        pick("Forgechain: a ledger, and how a payment is taken back", "Forgechain：账本，以及一笔付款如何被收回")
    }

    var nodesTitle: String { pick("Two kinds of nodes", "两种节点") }

    var nodes: String {
        pick(
            "Two nodes keep a ledger: honest belongs to people who trade, hidden to Mallory. The third, old, has the "
                + "tutorial's rules and knows nothing of ledgers:",
            "两个节点维护账本：honest 属于做买卖的人们，hidden 属于 Mallory。第三个节点 old 用教程的规则，对账本一无所知：")
    }

    func people(_ amount: Int) -> String {
        pick(
            "On a ledger, whoever has money has a key, and is called by the public half of it. The first block gives "
                + "\(amount) each to Alice and Mallory:",
            "在账本上，有钱的人都有一把密钥，并以其公开的一半为名。第一个区块给 Alice 和 Mallory 各 \(amount)：")
    }

    var network: String {
        pick(
            "The hash of the first block names the network. It is in every signature, so no payment counts elsewhere:",
            "第一个区块的哈希就是网络的名字。每个签名都包含它，所以一笔付款在别的网络上无效：")
    }

    // MARK: - What is refused

    var senderTitle: String { pick("A forged sender", "伪造的付款人") }

    var oldTakesForged: String {
        pick(
            "Mallory writes that Alice pays her 5. The tutorial's node asks nobody and takes it:",
            "Mallory 写道：Alice 付给她 5。教程的节点谁也不问就接受了：")
    }

    var ledgerWantsSignature: String { pick("The ledger's node does not:", "账本的节点不接受：") }

    var signedByAnother: String {
        pick(
            "So she signs it, with her own key, as she has no other. (Names stand for the long addresses here, and hex "
                + "digits are cut.)",
            "于是她签了名，用的是自己的密钥，因为她没有别的。（这里用名字代替很长的地址，十六进制数字也截短了。）")
    }

    var senderCaught: String {
        pick(
            "Caught by the signature: only Alice's key can sign for Alice.", "被签名识破：只有 Alice 的密钥能替 Alice 签名。")
    }

    var copyTitle: String { pick("A copied payment", "复制的付款") }

    var oldTakesCopy: String {
        pick(
            "On the old node she posts the same words once more. There, that is another payment just like it, and both "
                + "are mined:",
            "在 old 节点上她把同样的话再发一遍。在那里这就是另一笔一模一样的付款，两笔都入块：")
    }

    var alicePays: String {
        pick(
            "Now Alice really pays her 5, once, signed with Alice's key. The nonce says that it is her payment "
                + "number 0:",
            "现在 Alice 真的付给她 5，只付一次，用 Alice 的密钥签名。nonce 说明这是她的第 0 笔付款：")
    }

    var copied: String {
        pick(
            "The signature is good, and everybody can read it, so Mallory copies all of it and sends it again. It is "
                + "the same payment with the same id, and nothing waits:",
            "签名有效，人人都能看到，于是 Mallory 把整笔付款原样再发一次。它是同一笔付款，id 相同，没有任何付款在等待：")
    }

    var renumbered: String {
        pick("She makes it Alice's next payment, number 1:", "她把它改成 Alice 的下一笔付款，即第 1 笔：")
    }

    var copyMined: String {
        pick(
            "The number is signed too. Last, she puts the copy into a block of her own, does all the work for it, and "
                + "offers it to a node that has just started:",
            "编号也在签名之内。最后，她把副本放进自己的区块，做完全部工作，再提供给一个刚启动的节点：")
    }

    var copyCaught: String {
        pick(
            "Caught by the nonce: each number of each sender is paid once, whoever mines it.",
            "被 nonce 识破：每个付款人的每个编号只能支付一次，无论由谁挖出。")
    }

    // MARK: - A payment is taken back

    var goodsTitle: String { pick("A payment for goods", "为货物付款") }

    var hiddenKnowsTheChain: String {
        pick(
            "Signatures and numbers don't help against the next trick, for it breaks no rule. Mallory's own node takes "
                + "the chain as it is:",
            "签名和编号防不住下一招，因为它不违反任何规则。Mallory 自己的节点先采用现在的链：")
    }

    func goods(_ amount: Int) -> String {
        pick(
            "Then she buys goods from Alice for \(amount), and the honest node mines the payment:",
            "然后她向 Alice 购买价值 \(amount) 的货物，honest 节点挖出这笔付款：")
    }

    var goodsHandedOver: String {
        pick(
            "The money is there, in a block, with one confirmation. Alice hands the goods over.",
            "钱到了，在区块里，有一个确认。Alice 交出货物。")
    }

    var secretTitle: String { pick("Another branch, in secret", "秘密的另一条分支") }

    var secret: String {
        pick(
            "Mallory's node has heard of nothing since. There she pays the same money, with the same number, to "
                + "another address of her own, her purse:",
            "此后 Mallory 的节点没有得到任何消息。在那里她把同一笔钱、以同样的编号付给自己的另一个地址 purse：")
    }

    var secretMined: String {
        pick(
            "And she mines from the block before the payment on, tells nobody, and goes on until there is more work in "
                + "her branch:",
            "她从那笔付款之前的区块开始挖，谁也不告诉，直到她的分支中工作量更多：")
    }

    var bothValid: String {
        pick(
            "Each branch keeps every rule by itself; both payments are signed and have the number that is next. They "
                + "only exclude each other. Which one counts is a matter of work, of which Mallory's has more.",
            "两条分支各自都遵守所有规则；两笔付款都有签名，编号也都正好是下一个。它们只是互相排斥。"
                + "哪一笔算数取决于工作量，而 Mallory 的更多。")
    }

    var releaseTitle: String { pick("Released: the payment is taken back", "公开：付款被收回") }

    var release: String {
        pick(
            "Now that she has the goods, she lets the honest node know of hers:",
            "拿到货物之后，她让 honest 节点知道她的节点：")
    }

    var whereIsIt: String {
        pick("And the payment, and the money?", "那笔付款和钱呢？")
    }

    var takenBack: String {
        pick(
            "Taken back. It doesn't even wait again: its number is used up, by the payment to herself.",
            "被收回了。它甚至不再等待：它的编号已被付给她自己的那笔用掉。")
    }

    var whyTakenBack: String {
        pick(
            "No signature was forged. What was broken is the promise that a block stays, and nothing but work keeps "
                + "that promise. One confirmation is worth as much as one block costs.",
            "没有伪造任何签名。被打破的是“区块会留下”这个承诺，而维护这个承诺的只有工作量。一个确认的价值只等于一个区块的成本。")
    }

    // MARK: - Six confirmations

    var sixTitle: String { pick("What six confirmations change", "六个确认改变了什么") }

    func six(confirmations: Int, tickets: Int) -> String {
        pick(
            "The next time Alice waits for \(confirmations) blocks, the payment's own counted. The honest have more "
                + "hash power: for each block a lot is drawn, and Mallory has one ticket of \(tickets). She pays, and "
                + "prepares the same trick:",
            "下一次 Alice 等待 \(confirmations) 个区块，付款所在的区块也算在内。诚实者的算力更多：每个区块抽一次签，"
                + "\(tickets) 支签中 Mallory 只有一支。她付款，并准备同样的把戏：")
    }

    var race: String {
        pick(
            "The race, with blocks that are really mined (the lots are the same in each telling):",
            "比赛开始，区块都是真正挖出的（每次讲述抽到的签都相同）：")
    }

    func found(by name: String) -> String { pick("\(name) finds one", "\(name) 挖到一个") }

    func raceEnds(confirmations: Int, missing: Int) -> String {
        pick(
            "The payment has \(confirmations) confirmations, and Alice hands the goods over. Mallory lacks \(missing) "
                + "blocks to be ahead. She releases what she has:",
            "付款有了 \(confirmations) 个确认，Alice 交出货物。Mallory 要领先还差 \(missing) 个区块。她把手里的公开：")
    }

    var paymentStays: String {
        pick("The payment stays, and so does the money.", "付款留下了，钱也留下了。")
    }

    func oddsOfThisRace(_ odds: Double, missing: Int, tickets: Int) -> String {
        pick(
            "She may go on in secret, but only one block of \(tickets) is hers: the odds that she ever makes up "
                + "\(missing) blocks are \(percent(odds)), and she pays for all the work. The odds before the race, "
                + "by her share of the hash power and by how many confirmations Alice waits for:",
            "她可以继续秘密地挖，但每 \(tickets) 个区块中只有一个是她的：她追上 \(missing) 个区块的概率是 \(percent(odds))，"
                + "而全部工作都要她付出。下面是比赛之前的概率，取决于她所占的算力和 Alice 等待的确认数：")
    }

    /// The odds of a private fork, as a table.
    var odds: [String] {
        let shares = [0.1, 0.25, 0.4]
        let title = pick("    confirmations", "    确认数").padded(to: 19)
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
                + "多少个确认才够，取决于货物的价值。")
    }

    func verdict(_ node: String, _ peer: String, _ verdict: String) -> String {
        pick("\(node) about \(peer): \(verdict)", "\(node) 对 \(peer) 的结论： \(verdict)")
    }
}

extension LedgerTexts {
    private static func right(_ text: String) -> String { text.leftPadded(to: 10) }

    /// One digit behind the point, or two below one in a hundred.
    func percent(_ odds: Double) -> String {
        let isSmall = odds < 0.01
        let (units, digits) = isSmall ? (10_000.0, 2) : (1_000.0, 1)
        let number = Int((odds * units).rounded())
        let scale = isSmall ? 100 : 10
        guard number > 0 else { return "< 0.01\(percentSign)" }
        return "\(number / scale).\("\(number % scale)".leftPadded(to: digits, with: "0"))\(percentSign)"
    }

    private var percentSign: String { pick(" %", "%") }
}

extension String {
    /// Right-aligned, for characters of one column.
    fileprivate func leftPadded(to count: Int, with filler: Character = " ") -> String {
        String(repeating: filler, count: max(count - self.count, 0)) + self
    }
}
