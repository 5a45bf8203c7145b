internal import API
internal import Chain
internal import EventLoop
internal import Terminal

/// Three nodes, a deliberate fork, and how it ends.
struct ForkStory {
    let stage: Stage
    let company: Company

    private var texts: ForkTexts { ForkTexts(language: stage.language) }

    /// The payment in the block that is orphaned.
    private static let payment = "dan -> eve 7"

    /// How long gossiping nodes may take to agree; they need milliseconds.
    private static let patience = Duration.seconds(30)

    func tell() async throws(StoryError) {
        let alice = try await company.node("alice")
        let bob = try await company.node("bob")
        let carol = try await company.node("carol")
        try await introduce([alice, bob, carol])
        try await pay(alice)
        try await resolve(bob, carol, behind: alice)
        let forked = try await fork(bob, carol)
        try await replace(bob, carol, forked)
        try await mineAgain(bob, others: [alice, carol])
        let agreeing = try await gossip()
        try await end([alice, bob, carol] + agreeing)
    }

    // MARK: - Steps

    private func introduce(_ nodes: [Player]) async throws(StoryError) {
        stage.show([texts.title], .title)
        try await stage.step(texts.nodesTitle)
        stage.say(texts.nodes)
        stage.show(nodes.map { "  \($0.name.padded(to: 7))\($0.url)" })
        stage.say("")
        stage.say(texts.registering)
        for node in nodes {
            let others = nodes.filter { $0.name != node.name }.map { "\"\($0.address)\"" }.joined(separator: ", ")
            try await stage.ask(
                node.post("/nodes/register", "{\"nodes\": [\(others)]}"), of: company, showing: ["total_nodes"])
        }
        guard stage.isInteractive else { return }
        stage.say("")
        stage.say(texts.lookYourself)
    }

    private func pay(_ alice: Player) async throws(StoryError) {
        try await stage.step(texts.paymentTitle)
        stage.say(texts.payment)
        try await stage.ask(
            alice.post("/transactions/new", #"{"sender": "ann", "recipient": "shop", "amount": 5}"#),
            of: company, showing: ["message"])
        try await stage.ask(alice.get("/transactions/pending"), of: company, showing: ["transactions"])
        try await stage.step(texts.miningTitle)
        stage.say(texts.mining)
        let block = try await stage.ask(
            alice.get("/mine"), of: company, showing: ["message", "index", "proof", "previous_hash", "transactions"])
        stage.say("")
        stage.say(texts.mined(withPayment: block["transactions"]?.payments.contains("ann -> shop 5") == true))
    }

    private func resolve(_ bob: Player, _ carol: Player, behind alice: Player) async throws(StoryError) {
        try await stage.step(texts.behindTitle)
        stage.say(texts.behind)
        for node in [alice, bob, carol] {
            try await stage.ask(node.get("/status"), of: company, showing: ["identifier", "length"])
        }
        stage.say("")
        stage.say(texts.resolving)
        for node in [bob, carol] {
            try await stage.ask(node.get("/nodes/resolve"), of: company, showing: ["message", "peers"])
        }
        stage.say("")
        stage.say(texts.resolved)
    }

    /// Makes the fork, and returns bob's chain at that point.
    private func fork(_ bob: Player, _ carol: Player) async throws(StoryError) -> [Block] {
        try await stage.step(texts.forkTitle)
        // A reader who plays along may have mined too; carol's chain must be longer.
        let count = try await max(length(of: bob) + 2 - length(of: carol), 2)
        stage.say(texts.fork(count))
        try await stage.ask(
            bob.post("/transactions/new", #"{"sender": "dan", "recipient": "eve", "amount": 7}"#),
            of: company, showing: ["message"])
        try await stage.ask(bob.get("/mine"), of: company, showing: ["message", "index", "proof"])
        let mined = try await stage.ask(
            carol.get("/mine?count=\(count)"), of: company, showing: ["message", "count"])
        guard mined["count"] != nil else { throw .failed("carol has mined nothing") }
        stage.say("")
        stage.say(texts.drawn)
        let bobs = try await stage.look(bob.get("/chain"), of: company).blocks
        let carols = try await stage.look(carol.get("/chain"), of: company).blocks
        let drawing = ChainDrawing(left: (bob.name, bobs), right: (carol.name, carols), language: stage.language)
        guard drawing.common < bobs.count, carols.count > bobs.count else {
            throw .failed("bob's chain and carol's don't fork as they should: did somebody else resolve?")
        }
        stage.say("")
        stage.show(drawing.lines)
        stage.say("")
        stage.say(texts.undecided(drawing.common))
        return bobs
    }

    private func replace(_ bob: Player, _ carol: Player, _ before: [Block]) async throws(StoryError) {
        try await stage.step(texts.replacementTitle)
        // A reader who plays along may have resolved first, or may have mined.
        let now = try await company.ask(bob.get("/chain")).blocks
        let isReplaced = !now.starts(with: before)
        if isReplaced {
            stage.say(texts.wasQuicker)
        } else {
            let lead = try await now.count - length(of: carol)
            if lead >= 0 {
                stage.say(texts.carolGoesOn)
                try await stage.ask(carol.get("/mine?count=\(lead + 1)"), of: company, showing: ["message"])
                stage.say("")
            }
            stage.say(texts.replacement)
        }
        let answer = try await stage.ask(bob.get("/nodes/resolve"), of: company, showing: ["message", "peers"])
        let own = isReplaced ? before : now
        let after = answer.blocks
        let fell = zip(own, after).drop { $0 == $1 }.map(\.0) + own.dropFirst(after.count)
        guard fell.contains(where: { $0.payments.contains(Self.payment) }) else {
            throw .failed("bob's block was not replaced: did somebody else resolve?")
        }
        stage.say("")
        for block in fell {
            let payments = block.payments.joined(separator: ", ")
            stage.say(texts.fellOut(block.index, block.hash.short, payments), .bad)
        }
        try await sayWhereThePaymentIs(bob, after)
    }

    /// The payment whose block was orphaned is pending, or in the chain that replaced it.
    private func sayWhereThePaymentIs(_ bob: Player, _ chain: [Block]) async throws(StoryError) {
        let pending = try await company.ask(bob.get("/transactions/pending"))
        if pending["transactions"]?.payments.contains(Self.payment) == true {
            stage.say(texts.pendingAgain)
        } else if chain.contains(where: { $0.payments.contains(Self.payment) }) {
            stage.say(texts.minedMeanwhile)
        } else {
            throw .failed("bob has lost an accepted payment, \(Self.payment)")
        }
        try await stage.ask(bob.get("/transactions/pending"), of: company, showing: ["transactions"])
        stage.say("")
        stage.say(texts.acceptedIsKept)
    }

    private func mineAgain(_ bob: Player, others: [Player]) async throws(StoryError) {
        try await stage.step(texts.againTitle)
        var longest = 0
        for node in others { longest = try await max(longest, length(of: node)) }
        if try await length(of: bob) < longest {
            stage.say(texts.bobFollows)
            try await stage.ask(bob.get("/nodes/resolve"), of: company, showing: ["message"])
            stage.say("")
        }
        stage.say(texts.again)
        try await stage.ask(bob.get("/mine"), of: company, showing: ["message", "index", "transactions"])
        try await stage.ask(bob.get("/transactions/pending"), of: company, showing: ["transactions"])
        let blocks = try await stage.look(bob.get("/chain"), of: company).blocks
        // Counts every occurrence, not only the blocks it occurs in.
        let places = blocks.flatMap { block in block.payments.filter { $0 == Self.payment }.map { _ in block.index } }
        guard !places.isEmpty else { throw .failed("\(Self.payment) is not in bob's chain: did somebody else mine?") }
        stage.say("")
        stage.say(texts.carried(places), places.count == 1 ? .good : .plain)
        stage.say(texts.othersFollow)
        for node in others {
            try await stage.ask(node.get("/nodes/resolve"), of: company, showing: ["message"])
        }
        try await sayTips([bob] + others)
    }

    private func gossip() async throws(StoryError) -> [Player] {
        try await stage.step(texts.gossipTitle)
        stage.say(texts.gossip)
        var nodes: [Player] = []
        for name in ["anna", "ben", "chloe"] { nodes.append(try await company.node(name, gossips: true)) }
        stage.show(nodes.map { "  \($0.name.padded(to: 7))\($0.url)" })
        stage.say("")
        for node in nodes {
            let others = nodes.filter { $0.name != node.name }.map { "\"\($0.address)\"" }.joined(separator: ", ")
            try await stage.ask(node.post("/nodes/register", "{\"nodes\": [\(others)]}"), of: company, showing: [])
        }
        let receipt = try await stage.ask(
            nodes[0].post("/transactions/new", #"{"sender": "fay", "recipient": "gus", "amount": 3}"#),
            of: company, showing: ["id", "message"])
        guard let id = receipt["id"]?.string else { throw .failed("the payment has no id") }
        stage.say("")
        stage.say(texts.told)
        try await wait { () async throws(StoryError) in
            let pending = try await company.ask(nodes[2].get("/transactions/pending"))
            return pending["total"]?.integer != 0
        }
        try await stage.ask(nodes[2].get("/mine"), of: company, showing: ["message", "index", "transactions"])
        stage.say("")
        stage.say(texts.nobodyResolves)
        try await wait { () async throws(StoryError) in
            var tips: Set<String> = []
            for node in nodes { tips.insert(try await company.status(of: node).tip) }
            return tips.count == 1
        }
        try await stage.ask(nodes[1].get("/transactions/\(id)"), of: company, showing: ["status", "block"])
        try await sayTips(nodes)
        return nodes
    }

    private func end(_ nodes: [Player]) async throws(StoryError) {
        stage.say(texts.lessons)
        guard stage.isInteractive else { return }
        stage.say(texts.stay)
        stage.show(nodes.map { "  \($0.name.padded(to: 7))\($0.url)" })
        stage.say("")
        do throws(StoryError) {
            try await stage.pause(texts.ending)
        } catch .interrupted {
            return  // That is the other way to end it.
        }
    }

    // MARK: - What is asked often

    private func sayTips(_ nodes: [Player]) async throws(StoryError) {
        var tips: [String] = []
        for node in nodes {
            let status = try await company.status(of: node)
            tips.append(status.tip)
            stage.show(["    \(node.name.padded(to: 7))\(status.length)  \(status.tip.prefix(8))..."], .faint)
        }
        stage.say("")
        let agree = Set(tips).count == 1
        stage.say(agree ? texts.agreed : texts.notAgreed, agree ? .good : .bad)
    }

    private func length(of node: Player) async throws(StoryError) -> Int {
        try await company.status(of: node).length
    }

    /// Repeats a question until the condition holds.
    private func wait(_ isSo: () async throws(StoryError) -> Bool) async throws(StoryError) {
        let deadline = ContinuousClock.now + Self.patience
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { throw .failed("the nodes don't agree") }
            await company.loop.sleep(for: .milliseconds(20))
            try stage.check()
        }
    }
}
