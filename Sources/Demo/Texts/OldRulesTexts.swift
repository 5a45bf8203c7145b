internal import Terminal
internal import Wording

// What is said about the node of the old rules.
extension LedgerTexts {
    private func pick(_ english: String, _ chinese: String) -> String { language.pick(english, chinese) }

    var followTitle: String { pick("A tutorial node follows along", "教程节点跟着走") }

    var follow: String {
        pick(
            "All this time the old node has had a chain of its own, with Mallory's forged payments in it. It is told "
                + "of the honest node:",
            "这段时间 old 节点一直有自己的链，里面是 Mallory 伪造的付款。现在把 honest 节点告诉它：")
    }

    var whyItFollows: String {
        pick(
            "It understands neither signatures nor targets, and follows all the same: each rule of the ledger only "
                + "forbids something that the tutorial's allow, and so every block of a ledger is a valid block of the "
                + "tutorial. The trick is the proof. The tutorial takes any number whose hash begins with four zeros, "
                + "and a number may be long:",
            "它既不懂签名也不懂目标值，却照样跟随：账本的每条规则都只是禁止教程所允许的某些东西，所以账本的每个区块都是教程的有效区块。"
                + "诀窍在于证明。教程接受任何使哈希以四个零开头的数，而数可以很长：")
    }

    var proof: String {
        pick(
            "That is one number, the newest block's proof, on two lines: its seal, the hash of its own header, "
                + "and then the 20 digits that were searched for. Whoever changes the block has another seal, and "
                + "searches anew.",
            "这是一个数，即最新区块的证明，分成两行：上面是封印，也就是它自己的区块头的哈希；下面是搜索出来的 20 位数字。"
                + "谁改动区块，封印就变了，只能重新搜索。")
    }

    var softForkTitle: String { pick("Who isn't followed: a soft fork", "谁不被跟随：软分叉") }

    var oldMines: String {
        pick(
            "The old node mines on top of that, by its own rules: any payments, and the smallest number that fits:",
            "old 节点在其上按自己的规则挖矿：什么付款都行，证明是合适的最小的数：")
    }

    var oldIsOffered: String {
        pick(
            "Its chain is now longer than the honest node's, which is told of it:",
            "它的链现在比 honest 节点的长，把它告诉 honest 节点：")
    }

    var honestGoesOn: String {
        pick(
            "Not taken, however long it is: a block without a seal breaks a rule. The honest node goes on from its own "
                + "newest block:",
            "再长也不采用：没有封印的区块违反规则。honest 节点从自己最新的区块继续：")
    }

    var oldComesBack: String {
        pick(
            "And the old node? It goes by the length alone, so as soon as the ledger's chain is longer, it comes back:",
            "那么 old 节点呢？它只看长度，所以账本的链一旦更长，它就回来了：")
    }

    var agreed: String { pick("Both have the same newest block.", "两者的最新区块相同。") }

    var notAgreed: String { pick("They don't agree: somebody else has mined.", "它们不一致：有别人在挖矿。") }

    var softFork: String {
        pick(
            "That is a soft fork: rules that only forbid more. Whoever has the new ones refuses some blocks of the "
                + "others; whoever has the old ones takes all of theirs. As long as most of the hash power is with the "
                + "new rules, all end up on one chain, and only those who mine by the old ones lose their blocks.",
            "这就是软分叉：规则只禁止得更多。用新规则的节点拒绝旧节点的某些区块，用旧规则的节点接受新节点的所有区块。"
                + "只要大部分算力遵循新规则，所有节点最终都在同一条链上，只有按旧规则挖矿的人会失去自己的区块。")
    }

    var lessons: String {
        pick(
            "So signatures say who pays, numbers that it is once, the accounts that there is money, and the seal that "
                + "nobody changes a block without its work. That it stays, only the work on top can say.",
            "所以：签名说明谁付款，编号保证只付一次，账户说明有钱可付，封印保证不做工作就改不了区块。至于它能否留下，只有它上面的工作量说了算。")
    }

    var stay: String {
        pick("The nodes stay for your curl and your browser:", "节点会继续运行，供你用 curl 或浏览器查看：")
    }

    var ending: String { pick("[Return or Ctrl-C ends them]", "[按回车或 Ctrl-C 结束]") }
}
