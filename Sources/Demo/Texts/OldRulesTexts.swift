internal import Terminal
internal import Wording

// What is said about the node of the old rules.
extension LedgerTexts {
    var followTitle: String { pick("A tutorial node follows along", "教程节点跟着走", "Un nodo del tutorial va detrás") }

    var follow: String {
        pick(
            "All this time the old node has had a chain of its own, with Mallory's forged payments in it. It is told "
                + "of the honest node:",
            "这段时间 old 节点一直有自己的链，里面是 Mallory 伪造的付款。现在把 honest 节点告诉它：",
            "Todo este tiempo el nodo old ha tenido una cadena suya, con los pagos que falsificó Mallory. Se "
                + "le habla del nodo honest:")
    }

    var whyItFollows: String {
        pick(
            "It understands neither signatures nor targets, and follows all the same: each rule of the ledger only "
                + "forbids something that the tutorial's allow, and so every block of a ledger is a valid block of the "
                + "tutorial. The trick is the proof. The tutorial takes any number whose hash begins with four zeros, "
                + "and a number may be long:",
            "它既不懂签名也不懂目标值，却照样跟随：账本的每条规则都只是禁止教程所允许的某些东西，所以账本的每个区块都是教程的有效区块。"
                + "诀窍在于证明。教程接受任何使哈希以四个零开头的数，而数可以很长：",
            "No entiende ni de firmas ni de objetivos, y la sigue de todos modos: cada regla del libro mayor "
                + "solo prohíbe algo que las del tutorial permiten, y por eso cada bloque de un libro mayor es un "
                + "bloque válido del tutorial. El truco es la prueba. El tutorial acepta cualquier número cuyo "
                + "hash empiece con cuatro ceros, y un número puede ser largo:")
    }

    var proof: String {
        pick(
            "That is one number, the newest block's proof, on two lines: its seal, the hash of its own header, "
                + "and then the 20 digits that were searched for. Whoever changes the block has another seal, and "
                + "searches anew.",
            "这是一个数，即最新区块的证明，分成两行：上面是封印，也就是它自己的区块头的哈希；下面是搜索出来的 20 位数字。"
                + "谁改动区块，封印就变了，只能重新搜索。",
            "Eso es un solo número, la prueba del bloque más nuevo, en dos líneas: su sello, que es el hash "
                + "de su propia cabecera, y después los 20 dígitos que se buscaron. Quien cambia el bloque tiene "
                + "otro sello, y busca de nuevo.")
    }

    var softForkTitle: String {
        pick(
            "Who isn't followed: a soft fork",
            "谁不被跟随：软分叉",
            "A quién no se sigue: una bifurcación suave")
    }

    var oldMines: String {
        pick(
            "The old node mines on top of that, by its own rules: any payments, and the smallest number that fits:",
            "old 节点在其上按自己的规则挖矿：什么付款都行，证明是合适的最小的数：",
            "El nodo old mina encima, con sus propias reglas: los pagos que sean, y el número más pequeño "
                + "que encaje:")
    }

    var oldIsOffered: String {
        pick(
            "Its chain is now longer than the honest node's, which is told of it:",
            "它的链现在比 honest 节点的长，把它告诉 honest 节点：",
            "Su cadena es ahora más larga que la del nodo honest, al que se le habla de ella:")
    }

    var honestGoesOn: String {
        pick(
            "Not taken, however long it is: a block without a seal breaks a rule. The honest node goes on from its own "
                + "newest block:",
            "再长也不采用：没有封印的区块违反规则。honest 节点从自己最新的区块继续：",
            "No se toma, por larga que sea: un bloque sin sello rompe una regla. El nodo honest sigue desde "
                + "su propio bloque más nuevo:")
    }

    var oldComesBack: String {
        pick(
            "And the old node? It goes by the length alone, so as soon as the ledger's chain is longer, it comes back:",
            "那么 old 节点呢？它只看长度，所以账本的链一旦更长，它就回来了：",
            "¿Y el nodo old? Solo mira la longitud, así que en cuanto la cadena del libro mayor es más "
                + "larga, vuelve:")
    }

    var agreed: String {
        pick(
            "Both have the same newest block.",
            "两者的最新区块相同。",
            "Los dos tienen el mismo bloque más nuevo.")
    }

    var notAgreed: String {
        pick(
            "They don't agree: somebody else has mined.",
            "它们不一致：有别人在挖矿。",
            "No están de acuerdo: alguien más ha minado.")
    }

    var softFork: String {
        pick(
            "That is a soft fork: rules that only forbid more. Whoever has the new ones refuses some blocks of the "
                + "others; whoever has the old ones takes all of theirs. As long as most of the hash power is with the "
                + "new rules, all end up on one chain, and only those who mine by the old ones lose their blocks.",
            "这就是软分叉：规则只禁止得更多。用新规则的节点拒绝旧节点的某些区块，用旧规则的节点接受新节点的所有区块。"
                + "只要大部分算力遵循新规则，所有节点最终都在同一条链上，只有按旧规则挖矿的人会失去自己的区块。",
            "Eso es una bifurcación suave: reglas que solo prohíben más. Quien tiene las nuevas rechaza "
                + "algunos bloques de los otros; quien tiene las viejas acepta todos los de aquellos. Mientras la "
                + "mayor parte de la potencia de hash esté con las reglas nuevas, todos acaban en una misma "
                + "cadena, y solo quienes minan con las viejas pierden sus bloques.")
    }

    var lessons: String {
        pick(
            "So signatures say who pays, numbers that it is once, the accounts that there is money, and the seal that "
                + "nobody changes a block without its work. That it stays, only the work on top can say.",
            "所以：签名说明谁付款，编号保证只付一次，账户说明有钱可付，封印保证不做工作就改不了区块。至于它能否留下，只有它上面的工作量说了算。",
            "Así que las firmas dicen quién paga, los números que es una sola vez, las cuentas que hay "
                + "dinero, y el sello que nadie cambia un bloque sin su trabajo. Que se queda, solo puede decirlo "
                + "el trabajo que tiene encima.")
    }

    var stay: String {
        pick(
            "The nodes stay for your curl and your browser:",
            "节点会继续运行，供你用 curl 或浏览器查看：",
            "Los nodos se quedan para su curl y su navegador:")
    }

    var ending: String { pick("[Return or Ctrl-C ends them]", "[按回车或 Ctrl-C 结束]", "[Intro o Ctrl-C los detienen]") }
}
