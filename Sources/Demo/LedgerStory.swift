internal import API
internal import Chain
internal import Mining
internal import Terminal

/// A ledger: what it refuses, a payment that is taken back all the same, and what confirmations change.
struct LedgerStory {
    let stage: Stage
    let company: Company

    var texts: LedgerTexts { LedgerTexts(language: stage.language) }

    /// What everybody in the story has at first, and what the goods cost.
    private static let grant = 100
    private static let price = 40

    func tell() async throws(StoryError) {
        let cast = try Cast(grant: Self.grant)
        let scene = Scene(
            cast: cast,
            honest: try await company.node("honest", ledger: (cast.network, cast.miner.address)),
            hidden: try await company.node("hidden", ledger: (cast.network, cast.mallory.address)),
            old: try await company.node("old"))
        try await introduce(scene)
        try await forgeSender(scene)
        try await copyPayment(scene)
        let goods = try await buyGoods(scene)
        try await mineInSecret(goods, scene)
        try await release(goods, scene)
        try await waitForSix(scene)
        try await follow(scene)
        try await mineByOldRules(scene)
        stage.say(texts.lessons)
        try await end(scene)
    }

    private func introduce(_ scene: Scene) async throws(StoryError) {
        stage.show([texts.title], .title)
        try await stage.step(texts.nodesTitle)
        stage.say(texts.nodes)
        showNodes(scene)
        stage.say(texts.people(Self.grant))
        let people = [scene.cast.alice, scene.cast.mallory]
        stage.show(people.map { "  \($0.name.padded(to: 9))\($0.address)" })
        stage.say("")
        stage.say(texts.network)
        try await stage.ask(scene.honest.get("/status"), of: company, showing: ["genesis", "rules"])
    }

    // MARK: - What is refused

    private func forgeSender(_ scene: Scene) async throws(StoryError) {
        let cast = scene.cast
        try await stage.step(texts.senderTitle)
        stage.say(texts.oldTakesForged)
        let unsigned = #"{"sender": "alice", "recipient": "mallory", "amount": 5}"#
        try await stage.ask(scene.old.post("/transactions/new", unsigned), of: company, showing: ["message"])
        stage.say("")
        stage.say(texts.ledgerWantsSignature)
        try await stage.askInVain(scene.honest.post("/transactions/new", unsigned), of: company)
        stage.say("")
        stage.say(texts.signedByAnother)
        try await offerInVain(
            try cast.mallory.pay(5, to: cast.mallory, as: cast.alice, nonce: 0, on: cast.network), scene)
        stage.say("")
        stage.say(texts.senderCaught, .good)
    }

    private func copyPayment(_ scene: Scene) async throws(StoryError) {
        let cast = scene.cast
        try await stage.step(texts.copyTitle)
        stage.say(texts.oldTakesCopy)
        let unsigned = #"{"sender": "alice", "recipient": "mallory", "amount": 5}"#
        try await stage.ask(scene.old.post("/transactions/new", unsigned), of: company, showing: ["message"])
        try await stage.ask(scene.old.get("/mine"), of: company, showing: ["transactions"])
        stage.say("")
        stage.say(texts.alicePays)
        let payment = try cast.alice.pay(5, to: cast.mallory, nonce: 0, on: cast.network)
        try await offer(payment, to: scene.honest, cast)
        try await stage.ask(scene.honest.get("/mine"), of: company, showing: ["message", "index"])
        stage.say("")
        stage.say(texts.copied)
        try await offer(payment, to: scene.honest, cast)
        let pending = try await stage.ask(
            scene.honest.get("/transactions/pending"), of: company, showing: ["total", "transactions"])
        guard pending["total"]?.integer == 0 else { throw .failed("the copy waits for a block") }
        stage.say("")
        stage.say(texts.renumbered)
        try await offerInVain(payment.renumbered(1), scene)
        stage.say("")
        stage.say(texts.copyMined)
        try await offerBlock(of: payment, scene)
        stage.say(texts.copyCaught, .good)
    }

    /// Mallory makes a block of a payment that is in the chain, with all the work in it, and offers it to a node.
    private func offerBlock(of payment: SignedPayment, _ scene: Scene) async throws(StoryError) {
        let (cast, forgery) = (scene.cast, Forgery())
        let blocks = try await company.ask(scene.honest.get("/chain")).blocks
        guard let tip = Self.tip(of: blocks, on: cast), let last = blocks.last,
            let timestamp = tip.timestamp.next(now: tip.timestamp.seconds + 1)
        else { throw .failed("the chain of honest is not valid") }
        let template = BlockTemplate(
            after: tip, lastHash: last.hash, timestamp: timestamp, payments: [payment],
            payingTo: cast.mallory.address, parameters: cast.network.parameters)
        guard let nonce = await Miner().nonce(for: template) else { throw .interrupted }
        forgery.offer(texts: (blocks + [template.block(nonce: nonce)]).map(\.text))
        let mallory = try await company.forger("mallory", forgery)
        let judge = try await company.node("judge", ledger: (cast.network, cast.miner.address))
        try await register(mallory, at: judge)
        try await resolve(judge, expecting: "refused", of: mallory)
    }

    /// What the block after these builds on.
    private static func tip(of blocks: [Block], on cast: Cast) -> HeaderTip? {
        let rules = Rules(LedgerRules(cast.network, checking: cast.ed25519) { .infinity })
        return (try? Blockchain(validating: blocks, rules: rules))?.ledger?.header
    }

    // MARK: - A payment is taken back

    private func buyGoods(_ scene: Scene) async throws(StoryError) -> SignedPayment {
        let cast = scene.cast
        try await stage.step(texts.goodsTitle)
        stage.say(texts.hiddenKnowsTheChain)
        try await register(scene.honest, at: scene.hidden)
        try await resolve(scene.hidden, expecting: "taken", of: scene.honest)
        stage.say(texts.goods(Self.price))
        let payment = try await pay(Self.price, from: cast.mallory, to: cast.alice, at: scene.honest, cast)
        try await stage.ask(scene.honest.get("/mine"), of: company, showing: ["message", "index"])
        try await showBalance(of: cast.alice, at: scene.honest)
        stage.say("")
        stage.say(texts.goodsHandedOver)
        return payment
    }

    private func mineInSecret(_ goods: SignedPayment, _ scene: Scene) async throws(StoryError) {
        let cast = scene.cast
        try await stage.step(texts.secretTitle)
        stage.say(texts.secret)
        let back = try cast.mallory.pay(
            goods.payment.amount, to: cast.purse, nonce: goods.payment.nonce, on: cast.network)
        try await offer(back, to: scene.hidden, cast)
        stage.say("")
        stage.say(texts.secretMined)
        try await outwork(scene.honest, by: scene.hidden)
        let honest = try await stage.look(scene.honest.get("/chain"), of: company).blocks
        let hidden = try await stage.look(scene.hidden.get("/chain"), of: company).blocks
        stage.say("")
        let drawing = ChainDrawing(
            left: (scene.honest.name, honest), right: (scene.hidden.name, hidden), language: stage.language,
            nicknames: cast.nicknames)
        stage.show(drawing.lines)
        stage.say("")
        stage.say(texts.bothValid)
    }

    private func release(_ goods: SignedPayment, _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.releaseTitle)
        stage.say(texts.release)
        try await register(scene.hidden, at: scene.honest)
        try await resolve(scene.honest, expecting: "taken", of: scene.hidden)
        stage.say(texts.whereIsIt)
        try await stage.askInVain(scene.honest.get("/transactions/\(goods.id)"), of: company)
        let balance = try await showBalance(of: scene.cast.alice, at: scene.honest)
        stage.say("")
        guard balance < Self.grant else { throw .failed("alice still has the money") }
        stage.say(texts.takenBack, .bad)
        stage.say(texts.whyTakenBack)
    }

    // MARK: - Six confirmations

    /// Mallory has one ticket of so many, which is her part of the hash power.
    private static let tickets: UInt64 = 4
    private static let confirmations = 6

    /// A race that is close for a while.
    private static let seed: UInt64 = 26

    private func waitForSix(_ scene: Scene) async throws(StoryError) {
        let cast = scene.cast
        try await stage.step(texts.sixTitle)
        stage.say(texts.six(confirmations: Self.confirmations, tickets: Int(Self.tickets)))
        // A reader who plays along may have mined; both begin where they agree.
        for node in [scene.honest, scene.hidden] { _ = try await company.ask(node.get("/nodes/resolve")) }
        let goods = try await pay(Self.price, from: cast.mallory, to: cast.alice, at: scene.honest, cast)
        stage.say("")
        let back = try cast.mallory.pay(
            goods.payment.amount, to: cast.purse, nonce: goods.payment.nonce, on: cast.network)
        try await offer(back, to: scene.hidden, cast)
        stage.say("")
        stage.say(texts.race)
        let missing = try await race(scene)
        stage.say("")
        stage.say(texts.raceEnds(confirmations: Self.confirmations, missing: missing))
        try await resolve(scene.honest, expecting: "no more work", of: scene.hidden)
        try await showBalance(of: cast.alice, at: scene.honest)
        stage.say("")
        stage.say(texts.paymentStays, .good)
        let fork = PrivateFork(share: 1 / Double(Self.tickets))
        stage.say(
            texts.oddsOfThisRace(
                fork.oddsOfCatchingUp(missing: missing), missing: missing, tickets: Int(Self.tickets)))
        stage.show(texts.odds)
        stage.say("")
        stage.say(texts.whatTheOddsSay)
    }

    /// Both mine as the lots fall, until the payment has its confirmations; returns how many blocks Mallory lacks to be
    /// ahead.
    private func race(_ scene: Scene) async throws(StoryError) -> Int {
        var lots = Lots(seed: Self.seed)
        var (honest, hidden, draw) = (0, 0, 0)
        stage.showCommand(scene.honest.get("/mine"))
        stage.showCommand(scene.hidden.get("/mine"))
        stage.show(["    \(scene.honest.name.padded(to: 9))\(scene.hidden.name)"], .faint)
        while honest < Self.confirmations {
            draw += 1
            let isHers = lots.isDrawn(oneOf: Self.tickets)
            let finder = isHers ? scene.hidden : scene.honest
            guard try await company.ask(finder.get("/mine"))["index"] != nil else {
                throw .failed("\(finder.name) has mined nothing")
            }
            if isHers { hidden += 1 } else { honest += 1 }
            let score = "    \(honest)".padded(to: 13) + "\(hidden)".padded(to: 10)
            stage.show([score + texts.found(by: finder.name)], isHers ? .bad : .plain)
            try stage.check()
        }
        return honest - hidden + 1
    }

    private func end(_ scene: Scene) async throws(StoryError) {
        guard stage.isInteractive else { return }
        stage.say(texts.stay)
        showNodes(scene)
        do throws(StoryError) {
            try await stage.pause(texts.ending)
        } catch .interrupted {
            return  // That is the other way to end it.
        }
    }

    private func showNodes(_ scene: Scene) {
        let nodes = [scene.honest, scene.hidden, scene.old]
        stage.show(nodes.map { "  \($0.name.padded(to: 9))\($0.url)" })
        stage.say("")
    }
}
