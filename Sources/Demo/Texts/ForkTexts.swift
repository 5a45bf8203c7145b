internal import Wording

/// What is said while a fork is made and resolved.
struct ForkTexts {
    let language: Language

    private func pick(_ english: String, _ chinese: String, _ spanish: String) -> String {
        language.pick(english, chinese, spanish)
    }

    var title: String {
        pick(
            "Forgechain: a payment, a fork, and how nodes agree",
            "Forgechain：一笔付款、一次分叉，以及节点如何达成一致",
            "Forgechain: un pago, una bifurcación y cómo se ponen de acuerdo los nodos")
    }

    var nodesTitle: String { pick("Three nodes", "三个节点", "Tres nodos") }

    var nodes: String {
        pick(
            "Three nodes have just started in this one process. They share nothing but the first block, and speak "
                + "HTTP to each other, as if they were on three machines:",
            "三个节点刚刚在这一个进程中启动。除第一个区块外它们什么都不共享，彼此通过 HTTP 交谈，就像在三台机器上一样：",
            "Tres nodos acaban de arrancar en este único proceso. No comparten nada más que el primer "
                + "bloque, y se hablan por HTTP, como si estuvieran en tres máquinas:")
    }

    var registering: String {
        pick(
            "Each is told of the other two:",
            "把另外两个节点告诉每一个节点：",
            "A cada uno se le dan a conocer los otros dos:")
    }

    var lookYourself: String {
        pick(
            "The nodes are really there. Copy any command into another terminal, or open an address in a browser, "
                + "while this waits.",
            "这些节点是真实的。在这里等待时，可以把任何命令复制到另一个终端，或在浏览器中打开上面的地址。",
            "Los nodos están ahí de verdad. Mientras esto espera, copie cualquier orden en otra terminal, o "
                + "abra una dirección en un navegador.")
    }

    var paymentTitle: String { pick("A payment", "一笔付款", "Un pago") }

    var payment: String {
        pick(
            "Ann pays the shop 5. Alice's node takes the payment; it waits there for a block:",
            "Ann 付给商店 5。alice 的节点接受了这笔付款，它在那里等待进入区块：",
            "Ann paga 5 a la tienda (shop). El nodo de alice acepta el pago, que espera allí un bloque:")
    }

    var miningTitle: String { pick("Mining", "挖矿", "Minar") }

    var mining: String {
        pick(
            "Alice's node searches for a number whose SHA-256, together with the last block's proof and hash, begins "
                + "with four zeros: some 65,536 guesses.",
            "alice 的节点寻找一个数：它与上一个区块的证明和哈希连在一起后，SHA-256 以四个零开头，平均要猜 65,536 次。",
            "El nodo de alice busca un número cuyo SHA-256, junto con la prueba y el hash del último bloque, "
                + "empiece con cuatro ceros: unos 65.536 intentos.")
    }

    func mined(withPayment: Bool) -> String {
        guard withPayment else {
            return pick(
                "Somebody has mined the payment already: this block carries only a reward and the hash of the block "
                    + "before.",
                "已经有人挖出了那笔付款：这个区块只带有奖励和前一个区块的哈希。",
                "Alguien ya ha minado el pago: este bloque lleva solo una recompensa y el hash del bloque "
                    + "anterior.")
        }
        return pick(
            "The block carries the payment, a reward of 1 to alice from \"0\", and the hash of the block before.",
            "这个区块带有那笔付款、由“0”付给 alice 的奖励 1，以及前一个区块的哈希。",
            "El bloque lleva el pago, una recompensa de 1, de \"0\" a alice, y el hash del bloque anterior.")
    }

    var behindTitle: String {
        pick(
            "The others are behind, and catch up",
            "其他节点落后了，然后赶上",
            "Los otros van por detrás, y se ponen al día")
    }

    var behind: String {
        pick(
            "Nobody has told bob and carol. How long is each chain?",
            "没有人告诉 bob 和 carol。每条链有多长？",
            "Nadie se lo ha dicho a bob ni a carol. ¿Qué longitud tiene cada cadena?")
    }

    var resolving: String {
        pick(
            "As in the tutorial, a node asks its peers when it is told to resolve. It checks every block of a longer "
                + "chain and takes it if all of them are right:",
            "和教程一样，节点在被要求 resolve 时才询问其他节点。它检查更长的链的每个区块，全部正确才采用：",
            "Como en el tutorial, un nodo pregunta a los que conoce cuando se le dice que resuelva. "
                + "Comprueba cada bloque de una cadena más larga, y la toma si todos están bien:")
    }

    var resolved: String {
        pick(
            "A verdict for each peer: whose chain was taken, and why another's was not.",
            "对每个节点都有一个结论：采用了谁的链，为什么没有采用别人的。",
            "Un veredicto para cada nodo conocido: de quién se tomó la cadena, y por qué no la de otro.")
    }

    var forkTitle: String { pick("A fork, on purpose", "有意制造分叉", "Una bifurcación, a propósito") }

    func fork(_ count: Int) -> String {
        pick(
            "Now two of them mine without speaking to each other: bob one block with a payment in it, carol "
                + "\(count == 2 ? "two" : "\(count)").",
            "现在两个节点互不交谈地挖矿：bob 挖一个带有付款的区块，carol 挖\(count == 2 ? "两" : " \(count) ")个。",
            "Ahora dos de ellos minan sin hablarse: bob un bloque con un pago, carol "
                + "\(count == 2 ? "dos" : "\(count)").")
    }

    var drawn: String {
        pick(
            "Both chains, from the first block on:",
            "两条链，从第一个区块开始：",
            "Las dos cadenas, desde el primer bloque:")
    }

    func undecided(_ common: Int) -> String {
        pick(
            "Both build on the same block \(common), and both are valid. No rule says that bob is wrong; there is only "
                + "one that says which to go on with: the longer one, because more work is in it.",
            "两者都建立在同一个区块 \(common) 之上，也都有效。没有规则说 bob 错了；"
                + "只有一条规则说应在哪条链上继续：更长的那条，因为其中的工作量更多。",
            "Las dos se apoyan en el mismo bloque \(common), y las dos son válidas. Ninguna regla dice que "
                + "bob se equivoque; solo hay una que dice con cuál seguir: la más larga, porque lleva más trabajo.")
    }

    var replacementTitle: String { pick("The longer chain wins", "更长的链获胜", "Gana la cadena más larga") }

    var replacement: String {
        pick(
            "Bob is told to resolve. Watch the verdicts:",
            "让 bob 执行 resolve。注意看结论：",
            "Se le dice a bob que resuelva. Fíjese en los veredictos:")
    }

    var wasQuicker: String {
        pick(
            "You were quicker: bob has resolved already, and his chain is replaced. Asked again, he says:",
            "你更快：bob 已经执行过 resolve，他的链已被取代。再问一次，他说：",
            "Usted fue más rápido: bob ya ha resuelto, y su cadena está reemplazada. Si se le pregunta otra "
                + "vez, dice:")
    }

    var carolGoesOn: String {
        pick(
            "Bob's chain has grown meanwhile. Carol mines until hers is the longer one again:",
            "bob 的链在此期间变长了。carol 继续挖矿，直到她的链重新更长：",
            "Entretanto la cadena de bob ha crecido. Carol mina hasta que la suya vuelve a ser la más larga:")
    }

    func fellOut(_ index: Int, _ hash: String, _ payments: String) -> String {
        let content = payments.isEmpty ? pick("no payment", "没有付款", "sin pagos") : payments
        return pick(
            "Fell out of bob's chain: block \(index), \(hash)... (\(content)), and the reward with it.",
            "从 bob 的链中掉出：区块 \(index)，\(hash)...（\(content)），奖励也随之消失。",
            "Cayó de la cadena de bob: el bloque \(index), \(hash)... (\(content)), y con él la recompensa.")
    }

    var pendingAgain: String {
        pick(
            "And the payment that was in it? It waits again:",
            "其中的付款呢？它重新等待：",
            "¿Y el pago que llevaba? Espera otra vez:")
    }

    var minedMeanwhile: String {
        pick(
            "And the payment that was in it? It waited again, and has been mined meanwhile; nothing is left to wait:",
            "其中的付款呢？它重新等待过，其间已被挖出，不再等待：",
            "¿Y el pago que llevaba? Esperó otra vez, y entretanto se ha minado; ya no queda nada esperando:")
    }

    var acceptedIsKept: String {
        pick(
            "Bob's node had answered 201 to it, and that is a promise: each accepted transaction is pending or in the "
                + "chain, never neither. (The tutorial's node forgets it here.)",
            "bob 的节点曾对它回答 201，这是一个承诺：每笔被接受的交易要么在等待，要么在链中，绝不会两者都不是。"
                + "（教程的节点在这里会把它忘掉。）",
            "El nodo de bob le había respondido 201, y eso es una promesa: cada transacción aceptada está "
                + "pendiente o en la cadena, siempre una de las dos. (El nodo del tutorial aquí la olvida.)")
    }

    var againTitle: String { pick("Mined again, once", "再次入块，只有一次", "Minado otra vez, una sola") }

    var again: String {
        pick(
            "Bob mines the next block of the chain that won:",
            "bob 在获胜的链上挖下一个区块：",
            "Bob mina el bloque siguiente de la cadena que ganó:")
    }

    var bobFollows: String {
        pick(
            "Somebody else's chain has grown meanwhile. Bob resolves once more, so that his is as long:",
            "别人的链在此期间变长了。bob 再执行一次 resolve，使他的链一样长：",
            "Entretanto la cadena de otro ha crecido. Bob resuelve una vez más, para que la suya sea igual "
                + "de larga:")
    }

    /// Says how often the payment is in the chain, given the block of each occurrence.
    func carried(_ heights: [Int]) -> String {
        let list = heights.map(String.init).joined(separator: ", ")
        if heights.count == 1 {
            return pick(
                "Counted in bob's chain: dan -> eve 7 is there once, in block \(list).",
                "在 bob 的链中数一数：dan -> eve 7 只有一次，在区块 \(list)。",
                "Contado en la cadena de bob: dan -> eve 7 está una vez, en el bloque \(list).")
        }
        return pick(
            "Counted in bob's chain: dan -> eve 7 is there \(heights.count) times, in blocks \(list). Posted once it "
                + "is there once: did you post it too?",
            "在 bob 的链中数一数：dan -> eve 7 有 \(heights.count) 次，在区块 \(list)。只发一次就只有一次：你也发过吗？",
            "Contado en la cadena de bob: dan -> eve 7 está \(heights.count) veces, en los bloques \(list). "
                + "Enviado una vez está una vez: ¿lo envió usted también?")
    }

    var othersFollow: String {
        pick(
            "Now bob's chain is the longest, and the others take it:",
            "现在 bob 的链最长，其他节点采用它：",
            "Ahora la cadena de bob es la más larga, y los otros la toman:")
    }

    var agreed: String {
        pick(
            "All three have the same newest block.",
            "三个节点的最新区块相同。",
            "Los tres tienen el mismo bloque más nuevo.")
    }

    var notAgreed: String {
        pick(
            "They don't agree: somebody else has mined.",
            "它们不一致：有别人在挖矿。",
            "No están de acuerdo: alguien más ha minado.")
    }

    var gossipTitle: String {
        pick(
            "With gossip nobody has to ask",
            "有了 gossip，谁也不用问",
            "Con gossip nadie tiene que preguntar")
    }

    var gossip: String {
        pick(
            "Three more nodes, started with --gossip. Each tells its peers what is new:",
            "再启动三个带 --gossip 的节点。每个节点都把新的内容告诉其他节点：",
            "Tres nodos más, arrancados con --gossip. Cada uno cuenta a los que conoce lo que hay de nuevo:")
    }

    var told: String {
        pick(
            "Posted to anna, it has come to chloe by itself, and she can mine it. Its id makes it the same payment "
                + "everywhere:",
            "付款发给 anna，自己传到了 chloe，由她挖出。id 使它在各处都是同一笔付款：",
            "Enviado a anna, ha llegado solo hasta chloe, y ella puede minarlo. Su id hace que sea el mismo "
                + "pago en todas partes:")
    }

    var nobodyResolves: String {
        pick(
            "Nobody resolves anything, and yet ben has the block:",
            "没有人执行 resolve，但 ben 已经有了这个区块：",
            "Nadie resuelve nada, y aun así ben tiene el bloque:")
    }

    var lessons: String {
        pick(
            "That is consensus by proof of work: everybody checks everything, the longest valid chain wins, and what "
                + "falls out is not lost.",
            "这就是工作量证明的共识：每个节点检查一切，最长的有效链获胜，掉出的内容不会丢失。",
            "Eso es el consenso por prueba de trabajo: todos lo comprueban todo, gana la cadena válida más "
                + "larga, y lo que cae no se pierde.")
    }

    var stay: String {
        pick(
            "The nodes stay for your curl and your browser:",
            "节点会继续运行，供你用 curl 或浏览器查看：",
            "Los nodos se quedan para su curl y su navegador:")
    }

    var ending: String { pick("[Return or Ctrl-C ends them]", "[按回车或 Ctrl-C 结束]", "[Intro o Ctrl-C los detienen]") }
}
