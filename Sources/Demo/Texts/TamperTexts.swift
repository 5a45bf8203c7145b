internal import Wording

/// What is said while chains are forged.
struct TamperTexts {
    let language: Language

    private func pick(_ english: String, _ chinese: String, _ spanish: String) -> String {
        language.pick(english, chinese, spanish)
    }

    var title: String {
        pick(
            "Forgechain: what catches a forged chain, and what doesn't",
            "Forgechain：什么能识破伪造的链，什么不能",
            "Forgechain: qué delata a una cadena falsificada, y qué no")
    }

    var block: String { pick("block", "区块", "bloque") }

    func verdict(_ name: String) -> String {
        pick(
            "The verdict of \(name):",
            "\(name) 的结论：",
            "El veredicto de \(name):")
    }

    var honestTitle: String { pick("An honest chain", "一条诚实的链", "Una cadena honrada") }

    var honest: String {
        pick(
            "A node mines three blocks with a payment in each:",
            "一个节点挖出三个区块，每个都带有一笔付款：",
            "Un nodo mina tres bloques, cada uno con un pago:")
    }

    var mallory: String {
        pick(
            "Mallory wants to change it. She serves chains of her own making, over HTTP, like any peer. The judge is a "
                + "node that has the first block only, so it would take any longer chain that is right. Both nodes are "
                + "told of her:",
            "Mallory 想篡改它。她像任何节点一样通过 HTTP 提供自己伪造的链。judge 是只有第一个区块的节点，"
                + "因此任何更长且正确的链它都会采用。两个节点都被告知她的地址：",
            "Mallory quiere cambiarla. Sirve por HTTP cadenas que ha hecho ella, como cualquier otro nodo. "
                + "El juez (judge) es un nodo que tiene solo el primer bloque, así que tomaría cualquier cadena "
                + "más larga que esté bien. A los dos nodos se les habla de ella:")
    }

    var paymentTitle: String { pick("Changing an old payment", "修改旧的付款", "Cambiar un pago antiguo") }

    var payment: String {
        pick(
            "Mallory changes the payment in block 2:",
            "Mallory 修改区块 2 中的付款：",
            "Mallory cambia el pago del bloque 2:")
    }

    func hashChanged(_ old: String, _ new: String) -> String {
        pick(
            "That makes it another block: its hash was \(old)... and is \(new)... She offers the chain:",
            "这样它就成了另一个区块：哈希原为 \(old)...，现为 \(new)...。她提供这条链：",
            "Eso lo convierte en otro bloque: su hash era \(old)... y es \(new)... Ofrece la cadena:")
    }

    var paymentCaught: String {
        pick(
            "Caught by the link: block 3 names the hash that block 2 had before.",
            "被链接识破：区块 3 写着区块 2 原来的哈希。",
            "Lo delata el enlace: el bloque 3 nombra el hash que el bloque 2 tenía antes.")
    }

    var linkTitle: String { pick("Repairing the link", "修补链接", "Reparar el enlace") }

    var link: String {
        pick(
            "Then she writes the new hash into block 3, as a forger would:",
            "于是她像伪造者那样把新哈希写进区块 3：",
            "Entonces escribe el hash nuevo en el bloque 3, como haría un falsificador:")
    }

    var linkCaught: String {
        pick(
            "Caught by the proof: the puzzle of block 3 is made of block 2's hash, and nobody has solved the new one.",
            "被工作量证明识破：区块 3 的谜题由区块 2 的哈希构成，而新的谜题没有人解过。",
            "Lo delata la prueba: el acertijo del bloque 3 se hace con el hash del bloque 2, y el nuevo no "
                + "lo ha resuelto nadie.")
    }

    var indexTitle: String { pick("A wrong index", "错误的序号", "Un índice equivocado") }

    var index: String {
        pick(
            "She leaves all else alone and lets block 4 call itself 9:",
            "其他都不动，只让区块 4 自称 9：",
            "Deja todo lo demás como está, y hace que el bloque 4 se llame a sí mismo 9:")
    }

    var indexCaught: String {
        pick(
            "Caught by counting: a block's index is its place in the chain.",
            "数一数就识破了：区块的序号就是它在链中的位置。",
            "Basta con contar: el índice de un bloque es su lugar en la cadena.")
    }

    var proofTitle: String { pick("A cheap proof", "廉价的证明", "Una prueba barata") }

    func proof(cheap: UInt64, honest: String) -> String {
        pick(
            "She saves work: for block 4 she takes the proof \(cheap), whose hash has three zeros, instead of "
                + "\(honest), which has four. That is a sixteenth of the search:",
            "她想省力：区块 4 用证明 \(cheap)，其哈希只有三个零，而不是有四个零的 \(honest)。这只需十六分之一的搜索：",
            "Se ahorra trabajo: para el bloque 4 toma la prueba \(cheap), cuyo hash tiene tres ceros, en vez "
                + "de \(honest), que tiene cuatro. Eso es la decimosexta parte de la búsqueda:")
    }

    var proofCaught: String {
        pick(
            "Caught with a single SHA-256: checking is cheap, only searching is dear.",
            "一次 SHA-256 就识破了：检查很便宜，只有搜索才昂贵。",
            "Lo delata un solo SHA-256: comprobar es barato, solo buscar es caro.")
    }

    var redoTitle: String { pick("Doing all the work again", "全部重做", "Hacer otra vez todo el trabajo") }

    var redo: String {
        pick(
            "There is an honest way to be dishonest: after changing block 2, search the proofs of all blocks behind it "
                + "again:",
            "不诚实也有“诚实”的办法：改了区块 2 之后，把后面所有区块的证明重新搜索一遍：",
            "Hay una manera honrada de no serlo: cambiado el bloque 2, buscar otra vez las pruebas de todos "
                + "los bloques que van detrás:")
    }

    func searched(block: Int, guesses: UInt64) -> String {
        pick(
            "    block \(block): \(guesses) guesses",
            "    区块 \(block)：猜了 \(guesses) 次",
            "    bloque \(block): \(guesses) intentos")
    }

    func redone(_ guesses: UInt64) -> String {
        pick(
            "\(guesses) guesses in all, and it grows with each block that the others add meanwhile. Now every rule is "
                + "kept. She offers it to the honest node:",
            "一共猜了 \(guesses) 次，而且其他人每加一个区块就更多。现在每条规则都遵守了。她把它提供给 honest 节点：",
            "\(guesses) intentos en total, y son más con cada bloque que los otros añaden entretanto. Ahora "
                + "se cumplen todas las reglas. La ofrece al nodo honrado (honest):")
    }

    var redoCaught: String {
        pick(
            "Refused all the same: it is valid, but only a longer chain replaces one. She would have to work faster "
                + "than all honest nodes together. (A newcomer who knows only her would believe her.)",
            "照样被拒绝：它有效，但只有更长的链才能取代原来的链。她必须比所有诚实节点加起来还快。"
                + "（只认识她的新节点会相信她。）",
            "Rechazada de todos modos: es válida, pero solo una cadena más larga reemplaza a otra. Tendría "
                + "que trabajar más rápido que todos los nodos honrados juntos. (Un recién llegado que solo la "
                + "conozca a ella la creería.)")
    }

    var twiceTitle: String { pick("The same payment twice", "同一笔付款两次", "El mismo pago dos veces") }

    var twice: String {
        pick(
            "Mallory likes Ann's payment so much that she puts it into two blocks, with valid proofs. With --gossip a "
                + "payment has an id, and this judge gossips:",
            "Mallory 很喜欢 Ann 的付款，于是把它放进两个区块，证明都有效。带 --gossip 时每笔付款都有 id，这个节点就带 gossip：",
            "A Mallory le gusta tanto el pago de Ann que lo pone en dos bloques, con pruebas válidas. Con "
                + "--gossip un pago tiene un id, y este juez usa gossip:")
    }

    var twiceCaught: String {
        pick(
            "Caught by the id. (The tutorial's payments have none: there, a copy is another payment just like it.)",
            "被 id 识破。（教程的付款没有 id：在那里，副本就是另一笔一模一样的付款。）",
            "Lo delata el id. (Los pagos del tutorial no lo tienen: allí una copia es otro pago igual.)")
    }

    var newestTitle: String {
        pick(
            "What nobody can catch: the newest block",
            "无法识破的：最新的区块",
            "Lo que nadie puede notar: el bloque más nuevo")
    }

    var newest: String {
        pick(
            "Last, she changes the payment in the newest block, and nothing else:",
            "最后，她修改最新区块中的付款，别的什么都不动：",
            "Por último cambia el pago del bloque más nuevo, y nada más:")
    }

    var anotherJudge: String {
        pick(
            "Another judge has just started, with the first block only, and is told of her:",
            "另一个 judge 刚刚启动，只有第一个区块，并被告知她的地址：",
            "Otro juez acaba de arrancar, solo con el primer bloque, y se le habla de ella:")
    }

    var newestTaken: String {
        pick(
            "Taken! No rule is broken: a block's proof covers the block before it, not what it carries itself, and no "
                + "block names its hash yet. That is the limit of the tutorial's format. Real chains let the proof "
                + "cover the block's own content: its header, which is hashed for the proof, holds the root of a "
                + "Merkle tree of all its transactions. There, this change would cost a new search.",
            "被采用了！没有违反任何规则：区块的证明覆盖的是前一个区块，而不是它自己的内容，也还没有区块写着它的哈希。"
                + "这就是教程格式的局限。真实的链让证明覆盖区块自身的内容：计算证明时哈希的区块头中"
                + "含有全部交易的默克尔树根。在那里，这样的修改需要重新搜索。",
            "¡Tomada! No se rompe ninguna regla: la prueba de un bloque cubre el bloque anterior, no lo que "
                + "él mismo lleva, y ningún bloque nombra todavía su hash. Ese es el límite del formato del "
                + "tutorial. En las cadenas de verdad la prueba cubre el contenido del propio bloque: su cabecera, "
                + "de la que se toma el hash para la prueba, lleva la raíz de un árbol de Merkle de todas sus "
                + "transacciones. Allí este cambio costaría una búsqueda nueva.")
    }

    var sealedTitle: String { pick("The next block seals it", "下一个区块将其封住", "El bloque siguiente lo sella") }

    var sealing: String {
        pick("The honest node mines one more block:", "honest 节点再挖一个区块：", "El nodo honrado mina un bloque más:")
    }

    var sealed: String {
        pick(
            "The same change, one block later: caught. That is why people wait for some blocks on top of a payment "
                + "before they believe in it.",
            "同样的修改，只晚了一个区块：被识破。所以人们要等一笔付款上面又有了几个区块才相信它。",
            "El mismo cambio, un bloque después: delatado. Por eso se esperan algunos bloques encima de un "
                + "pago antes de creer en él.")
    }

    var lessons: String {
        pick(
            "So nothing forbids a forgery; each block on top makes it dearer.",
            "所以伪造并非不可能；只是上面的每个区块都让它更昂贵。",
            "Así que nada prohíbe falsificar; cada bloque encima lo hace más caro.")
    }

    var stay: String {
        pick(
            "The nodes stay for your curl and your browser:",
            "节点会继续运行，供你用 curl 或浏览器查看：",
            "Los nodos se quedan para su curl y su navegador:")
    }

    var ending: String { pick("[Return or Ctrl-C ends them]", "[按回车或 Ctrl-C 结束]", "[Intro o Ctrl-C los detienen]") }
}
