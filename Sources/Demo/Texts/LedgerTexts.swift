internal import Wording

/// What is said while a ledger is shown.
struct LedgerTexts {
    let language: Language

    func pick(_ english: String, _ chinese: String, _ spanish: String) -> String {
        language.pick(english, chinese, spanish)
    }

    var title: String {
        pick(
            "Forgechain: a ledger, and how a payment is taken back",
            "Forgechain：账本，以及一笔付款如何被收回",
            "Forgechain: un libro mayor, y cómo se recupera un pago")
    }

    var nodesTitle: String { pick("Two kinds of nodes", "两种节点", "Dos clases de nodos") }

    var nodes: String {
        pick(
            "Two nodes keep a ledger: honest belongs to people who trade, hidden to Mallory. The third, old, has the "
                + "tutorial's rules and knows nothing of ledgers:",
            "两个节点维护账本：honest 属于做买卖的人们，hidden 属于 Mallory。第三个节点 old 用教程的规则，对账本一无所知：",
            "Dos nodos llevan un libro mayor: honest es de quienes compran y venden, hidden es de Mallory. "
                + "El tercero, old, tiene las reglas del tutorial y no sabe nada de libros mayores:")
    }

    func people(_ amount: Int) -> String {
        pick(
            "On a ledger, whoever has money has a key, and is called by the public half of it. The first block gives "
                + "\(amount) each to Alice and Mallory:",
            "在账本上，有钱的人都有一把密钥，并以其公开的一半为名。第一个区块给 Alice 和 Mallory 各 \(amount)：",
            "En un libro mayor, quien tiene dinero tiene una clave, y su mitad pública es como se le llama. "
                + "El primer bloque da \(amount) a Alice y otro tanto a Mallory:")
    }

    var network: String {
        pick(
            "The hash of the first block names the network. It is in every signature, so no payment counts elsewhere:",
            "第一个区块的哈希就是网络的名字。每个签名都包含它，所以一笔付款在别的网络上无效：",
            "El hash del primer bloque da nombre a la red. Está en cada firma, así que ningún pago vale en "
                + "otra parte:")
    }

    // MARK: - What is refused

    var senderTitle: String { pick("A forged sender", "伪造的付款人", "Un remitente falsificado") }

    var oldTakesForged: String {
        pick(
            "Mallory writes that Alice pays her 5. The tutorial's node asks nobody and takes it:",
            "Mallory 写道：Alice 付给她 5。教程的节点谁也不问就接受了：",
            "Mallory escribe que Alice le paga 5. El nodo del tutorial no pregunta a nadie, y lo acepta:")
    }

    var ledgerWantsSignature: String {
        pick(
            "The ledger's node does not:",
            "账本的节点不接受：",
            "El nodo del libro mayor, no:")
    }

    var signedByAnother: String {
        pick(
            "So she signs it, with her own key, as she has no other. (Names stand for the long addresses here, and hex "
                + "digits are cut.)",
            "于是她签了名，用的是自己的密钥，因为她没有别的。（这里用名字代替很长的地址，十六进制数字也截短了。）",
            "Entonces lo firma, con su propia clave, porque no tiene otra. (Aquí los nombres están en lugar "
                + "de las direcciones, que son largas, y los dígitos hexadecimales van recortados.)")
    }

    var senderCaught: String {
        pick(
            "Caught by the signature: only Alice's key can sign for Alice.",
            "被签名识破：只有 Alice 的密钥能替 Alice 签名。",
            "Lo delata la firma: solo la clave de Alice puede firmar por Alice.")
    }

    var copyTitle: String { pick("A copied payment", "复制的付款", "Un pago copiado") }

    var oldTakesCopy: String {
        pick(
            "On the old node she posts the same words once more. There, that is another payment just like it, and both "
                + "are mined:",
            "在 old 节点上她把同样的话再发一遍。在那里这就是另一笔一模一样的付款，两笔都入块：",
            "En el nodo old envía las mismas palabras una vez más. Allí eso es otro pago igual, y los dos se "
                + "minan:")
    }

    var alicePays: String {
        pick(
            "Now Alice really pays her 5, once, signed with Alice's key. The nonce says that it is her payment "
                + "number 0:",
            "现在 Alice 真的付给她 5，只付一次，用 Alice 的密钥签名。nonce 说明这是她的第 0 笔付款：",
            "Ahora Alice le paga 5 de verdad, una vez, firmado con la clave de Alice. El nonce dice que es "
                + "su pago número 0:")
    }

    var copied: String {
        pick(
            "The signature is good, and everybody can read it, so Mallory copies all of it and sends it again. It is "
                + "the same payment with the same id, and nothing waits:",
            "签名有效，人人都能看到，于是 Mallory 把整笔付款原样再发一次。它是同一笔付款，id 相同，没有任何付款在等待：",
            "La firma es buena, y todos pueden leerla, así que Mallory lo copia todo y lo envía otra vez. Es "
                + "el mismo pago con el mismo id, y no hay nada esperando:")
    }

    var renumbered: String {
        pick(
            "She makes it Alice's next payment, number 1:",
            "她把它改成 Alice 的下一笔付款，即第 1 笔：",
            "Lo convierte en el pago siguiente de Alice, el número 1:")
    }

    var copyMined: String {
        pick(
            "The number is signed too. Last, she puts the copy into a block of her own, does all the work for it, and "
                + "offers it to a node that has just started:",
            "编号也在签名之内。最后，她把副本放进自己的区块，做完全部工作，再提供给一个刚启动的节点：",
            "El número también va firmado. Por último pone la copia en un bloque suyo, hace todo el trabajo, "
                + "y se lo ofrece a un nodo que acaba de arrancar:")
    }

    var copyCaught: String {
        pick(
            "Caught by the nonce: each number of each sender is paid once, whoever mines it.",
            "被 nonce 识破：每个付款人的每个编号只能支付一次，无论由谁挖出。",
            "Lo delata el nonce: cada número de cada remitente se paga una vez, lo mine quien lo mine.")
    }

    // MARK: - A payment is taken back

    var goodsTitle: String { pick("A payment for goods", "为货物付款", "Un pago por mercancía") }

    var hiddenKnowsTheChain: String {
        pick(
            "Signatures and numbers don't help against the next trick, for it breaks no rule. Mallory's own node takes "
                + "the chain as it is:",
            "签名和编号防不住下一招，因为它不违反任何规则。Mallory 自己的节点先采用现在的链：",
            "Las firmas y los números no ayudan contra el truco siguiente, porque no rompe ninguna regla. El "
                + "nodo de Mallory toma la cadena tal como es:")
    }

    func goods(_ amount: Int) -> String {
        pick(
            "Then she buys goods from Alice for \(amount), and the honest node mines the payment:",
            "然后她向 Alice 购买价值 \(amount) 的货物，honest 节点挖出这笔付款：",
            "Después compra a Alice mercancía por \(amount), y el nodo honest mina el pago:")
    }

    var goodsHandedOver: String {
        pick(
            "The money is there, in a block, with one confirmation. Alice hands the goods over.",
            "钱到了，在区块里，有一个确认。Alice 交出货物。",
            "El dinero está ahí, en un bloque, con una confirmación. Alice entrega la mercancía.")
    }

    var secretTitle: String { pick("Another branch, in secret", "秘密的另一条分支", "Otra rama, en secreto") }

    var secret: String {
        pick(
            "Mallory's node has heard of nothing since. There she pays the same money, with the same number, to "
                + "another address of her own, her purse:",
            "此后 Mallory 的节点没有得到任何消息。在那里她把同一笔钱、以同样的编号付给自己的另一个地址 purse：",
            "Desde entonces el nodo de Mallory no ha sabido de nada. Allí paga el mismo dinero, con el mismo "
                + "número, a otra dirección suya, su bolso (purse):")
    }

    var secretMined: String {
        pick(
            "And she mines from the block before the payment on, tells nobody, and goes on until there is more work in "
                + "her branch:",
            "她从那笔付款之前的区块开始挖，谁也不告诉，直到她的分支中工作量更多：",
            "Y mina a partir del bloque anterior al pago, no se lo dice a nadie, y sigue hasta que en su rama "
                + "hay más trabajo:")
    }

    var bothValid: String {
        pick(
            "Each branch keeps every rule by itself; both payments are signed and have the number that is next. They "
                + "only exclude each other. Which one counts is a matter of work, of which Mallory's has more.",
            "两条分支各自都遵守所有规则；两笔付款都有签名，编号也都正好是下一个。它们只是互相排斥。"
                + "哪一笔算数取决于工作量，而 Mallory 的更多。",
            "Cada rama cumple por sí sola todas las reglas; los dos pagos van firmados y tienen el número "
                + "que toca. Solo que se excluyen. Cuál vale es cuestión de trabajo, y la de Mallory tiene más.")
    }

    var releaseTitle: String {
        pick(
            "Released: the payment is taken back",
            "公开：付款被收回",
            "Publicada: el pago queda recuperado")
    }

    var release: String {
        pick(
            "Now that she has the goods, she lets the honest node know of hers:",
            "拿到货物之后，她让 honest 节点知道她的节点：",
            "Ahora que tiene la mercancía, deja que el nodo honest sepa del suyo:")
    }

    var whereIsIt: String {
        pick("And the payment, and the money?", "那笔付款和钱呢？", "¿Y el pago, y el dinero?")
    }

    var takenBack: String {
        pick(
            "Taken back. It doesn't even wait again: its number is used up, by the payment to herself.",
            "被收回了。它甚至不再等待：它的编号已被付给她自己的那笔用掉。",
            "Recuperado. Ni siquiera espera otra vez: su número está gastado, por el pago a ella misma.")
    }

    var whyTakenBack: String {
        pick(
            "No signature was forged. What was broken is the promise that a block stays, and nothing but work keeps "
                + "that promise. One confirmation is worth as much as one block costs.",
            "没有伪造任何签名。被打破的是“区块会留下”这个承诺，而维护这个承诺的只有工作量。一个确认的价值只等于一个区块的成本。",
            "No se falsificó ninguna firma. Lo que se rompió es la promesa de que un bloque se queda, y esa "
                + "promesa no la sostiene más que el trabajo. Una confirmación vale lo que cuesta un bloque.")
    }

    func verdict(_ node: String, _ peer: String, _ verdict: String) -> String {
        pick(
            "\(node) about \(peer): \(verdict)",
            "\(node) 对 \(peer) 的结论： \(verdict)",
            "\(node) sobre \(peer): \(verdict)")
    }
}
