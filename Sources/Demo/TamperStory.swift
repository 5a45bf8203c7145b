internal import Chain
internal import Mining
internal import Terminal

/// Chains forged in every way. Each forgery is served over HTTP, and the verdict on it comes from a real node.
struct TamperStory {
    let stage: Stage
    let company: Company

    private let miner = Miner()
    private let forgery = Forgery()

    /// The tutorial's difficulty.
    private static let difficulty = Difficulty.standard

    init(stage: Stage, company: Company) {
        self.stage = stage
        self.company = company
    }

    private var texts: TamperTexts { TamperTexts(language: stage.language) }

    func tell() async throws(StoryError) {
        let honest = try await company.node("honest")
        let judge = try await company.node("judge")
        let mallory = try await company.forger("mallory", forgery)
        let scene = Scene(honest: honest, judge: judge, mallory: mallory)
        let chain = try await honestChain(scene)
        let changed = try await changePayment(chain, scene)
        try await repairLink(changed, scene)
        try await claimIndex(chain, scene)
        try await cheapProof(chain, scene)
        try await redoEverything(changed, scene)
        try await carryTwice(chain, scene)
        try await changeNewest(chain, scene)
        stage.say(texts.lessons)
        try await end(scene)
    }

    private struct Scene {
        let honest: Player
        let judge: Player
        let mallory: Player
    }

    // MARK: - Steps

    private func honestChain(_ scene: Scene) async throws(StoryError) -> [DraftBlock] {
        stage.show([texts.title], .title)
        try await stage.step(texts.honestTitle)
        stage.say(texts.honest)
        for body in [
            #"{"sender": "ann", "recipient": "shop", "amount": 5}"#,
            #"{"sender": "shop", "recipient": "farm", "amount": 4}"#,
            #"{"sender": "farm", "recipient": "ann", "amount": 2}"#,
        ] {
            try await stage.ask(scene.honest.post("/transactions/new", body), of: company, showing: [])
            try await stage.ask(scene.honest.get("/mine"), of: company, showing: ["index", "previous_hash", "proof"])
        }
        let answer = try await stage.look(scene.honest.get("/chain"), of: company)
        let chain = answer.blocks.map(DraftBlock.init)
        guard chain.count == 4 else { throw .failed("the honest chain has \(chain.count) blocks: did somebody mine?") }
        stage.say("")
        stage.show(chain.map { row($0) })
        stage.say("")
        stage.say(texts.mallory)
        for node in [scene.judge, scene.honest] {
            let body = "{\"nodes\": [\"\(scene.mallory.address)\"]}"
            try await stage.ask(node.post("/nodes/register", body), of: company, showing: ["total_nodes"])
        }
        return chain
    }

    private func changePayment(_ chain: [DraftBlock], _ scene: Scene) async throws(StoryError) -> [DraftBlock] {
        try await stage.step(texts.paymentTitle)
        stage.say(texts.payment)
        var forged = chain
        forged[1].transactions = raised(forged[1].transactions)
        showChange(from: chain[1], to: forged[1])
        stage.say(texts.hashChanged(chain[1].shortHash, forged[1].shortHash))
        try await judged(forged, by: scene.judge, scene, expecting: "refused at block 3: previous_hash")
        stage.say(texts.paymentCaught)
        return forged
    }

    private func repairLink(_ changed: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.linkTitle)
        stage.say(texts.link)
        var forged = changed
        forged[2].link(to: forged[1])
        stage.show(
            [
                "    \"previous_hash\": \(changed[2].previousHash.description.prefix(9))...\"",
                "                  -> \(forged[2].previousHash.description.prefix(9))...\"",
            ], .faint)
        stage.say("")
        try await judged(forged, by: scene.judge, scene, expecting: "refused at block 3: its proof")
        stage.say(texts.linkCaught)
    }

    private func claimIndex(_ chain: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.indexTitle)
        stage.say(texts.index)
        var forged = chain
        forged[3].index = 9
        try await judged(forged, by: scene.judge, scene, expecting: "refused at block 4: its index")
        stage.say(texts.indexCaught)
    }

    private func cheapProof(_ chain: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.proofTitle)
        var forged = chain
        let cheap = Difficulty(hexZeros: Self.difficulty.hexZeros - 1) ?? Self.difficulty
        let easy = Rules(difficulty: cheap).work(after: chain[2].block)
        let hard = Rules(difficulty: Self.difficulty).work(after: chain[2].block)
        // One in sixteen proofs that are good enough for three zeros has four.
        guard let proof = (UInt64(0)...1_000_000).first(where: { easy.isValid($0) && !hard.isValid($0) }) else {
            throw .failed("there is no proof of three zeros among a million")
        }
        forged[3].proof = Proof(proof)
        stage.say(texts.proof(cheap: proof, honest: chain[3].proof.description))
        try await judged(forged, by: scene.judge, scene, expecting: "refused at block 4: its proof")
        stage.say(texts.proofCaught)
    }

    private func redoEverything(_ changed: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.redoTitle)
        stage.say(texts.redo)
        var forged = changed
        var guesses: UInt64 = 0
        for place in 2..<forged.count {
            forged[place].link(to: forged[place - 1])
            let proof = try await proof(after: forged[place - 1])
            forged[place].proof = Proof(proof)
            guesses += proof + 1
            stage.show([texts.searched(block: place + 1, guesses: proof + 1)], .faint)
        }
        stage.say("")
        stage.say(texts.redone(guesses))
        try await judged(forged, by: scene.honest, scene, expecting: "not longer")
        stage.say(texts.redoCaught)
    }

    private func carryTwice(_ chain: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.twiceTitle)
        stage.say(texts.twice)
        let careful = try await company.node("careful", gossips: true)
        let text = #"{"amount": 5, "id": "0123456789abcdef0123456789abcdef", "recipient": "mallory", "sender": "ann"}"#
        guard let payment = try? JSONDocument(parsing: Array(text.utf8)).root.canonicalText else {
            preconditionFailure("it is JSON")
        }
        var forged = Array(chain.prefix(1))
        for _ in 0..<2 {
            var block = DraftBlock(after: forged[forged.count - 1], transactions: [payment])
            block.proof = Proof(try await proof(after: forged[forged.count - 1]))
            forged.append(block)
        }
        stage.show(forged.dropFirst().map { row($0) })
        stage.say("")
        let body = "{\"nodes\": [\"\(scene.mallory.address)\"]}"
        try await stage.ask(careful.post("/nodes/register", body), of: company, showing: [])
        try await judged(forged, by: careful, scene, expecting: "refused at block 3: its transaction")
        stage.say(texts.twiceCaught)
    }

    private func changeNewest(_ chain: [DraftBlock], _ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.newestTitle)
        stage.say(texts.newest)
        var forged = chain
        forged[3].transactions = raised(forged[3].transactions)
        showChange(from: chain[3], to: forged[3])
        // The first judge may already have taken the re-mined chain: anybody can make it do so.
        stage.say(texts.anotherJudge)
        let judge = try await company.node("judge")
        let introduction = "{\"nodes\": [\"\(scene.mallory.address)\"]}"
        try await stage.ask(judge.post("/nodes/register", introduction), of: company, showing: [])
        try await judged(forged, by: judge, scene, expecting: "taken")
        stage.say(texts.newestTaken)
        try await stage.step(texts.sealedTitle)
        stage.say(texts.sealing)
        try await stage.ask(scene.honest.get("/mine"), of: company, showing: ["index", "previous_hash"])
        let answer = try await stage.look(scene.honest.get("/chain"), of: company)
        forged = answer.blocks.map(DraftBlock.init)
        guard forged.count > 4 else { throw .failed("the honest chain has not grown") }
        forged[3].transactions = raised(forged[3].transactions)
        stage.say("")
        let newcomer = try await company.node("newcomer")
        let body = "{\"nodes\": [\"\(scene.mallory.address)\"]}"
        try await stage.ask(newcomer.post("/nodes/register", body), of: company, showing: [])
        try await judged(forged, by: newcomer, scene, expecting: "refused at block 5: previous_hash")
        stage.say(texts.sealed)
    }

    private func end(_ scene: Scene) async throws(StoryError) {
        guard stage.isInteractive else { return }
        stage.say(texts.stay)
        stage.show([scene.honest, scene.judge, scene.mallory].map { "  \($0.name.padded(to: 9))\($0.url)" })
        stage.say("")
        do throws(StoryError) {
            try await stage.pause(texts.ending)
        } catch .interrupted {
            return  // That is the other way to end it.
        }
    }

    // MARK: - Forging

    /// Offers a chain to a node that knows the forger, and shows the node's verdict, from which the story goes on.
    private func judged(
        _ chain: [DraftBlock], by node: Player, _ scene: Scene, expecting beginning: String
    ) async throws(StoryError) {
        forgery.offer(chain)
        stage.showCommand(scene.mallory.get("/chain"))
        let answer = try await stage.ask(node.get("/nodes/resolve"), of: company, showing: ["message"])
        let peers = answer["peers"]?.elements.map(Array.init) ?? []
        guard let verdict = peers.first(where: { $0["address"]?.string == scene.mallory.address })?["verdict"]?.string
        else { throw .failed("\(node.name) says nothing about \(scene.mallory.name)") }
        let lines = "\(texts.verdict(node.name)) \(verdict)".wrapped(columns: stage.width, indent: 4)
        stage.show(lines, verdict == "taken" ? .bad : .good)
        stage.say("")
        guard verdict.hasPrefix(beginning) else {
            throw .failed("the verdict of \(node.name) had to begin with \"\(beginning)\"")
        }
    }

    /// The smallest proof for the block after this one.
    private func proof(after block: DraftBlock) async throws(StoryError) -> UInt64 {
        let work = Rules(difficulty: Self.difficulty).work(after: block.block)
        guard let proof = await miner.smallestProof(for: work) else { throw .interrupted }
        return proof
    }

    /// The same transactions, but the first with a thousand times the amount.
    private func raised(_ transactions: [CanonicalText]) -> [CanonicalText] {
        guard let first = transactions.first?.bytes, let value = try? JSONDocument(parsing: first).root,
            let amount = value["amount"]?.integer, let sender = value["sender"], let recipient = value["recipient"]
        else { preconditionFailure("the honest blocks begin with a payment") }
        let payment = CanonicalText.object([
            "amount": .integer(1_000 * amount), "recipient": recipient.canonicalText, "sender": sender.canonicalText,
        ])
        return [payment] + transactions.dropFirst()
    }

    private func showChange(from old: DraftBlock, to new: DraftBlock) {
        stage.show(["    - \(old.transactions[0])"], .good)
        stage.show(["    + \(new.transactions[0])"], .bad)
        stage.say("")
    }

    /// A block on one line.
    private func row(_ block: DraftBlock) -> String {
        let previous = block.index == 1 ? "1" : "\(block.previousHash.description.dropFirst().prefix(8))..."
        let place = "  \(texts.block) \(block.index)".padded(to: 10)
        let hash = "\(block.shortHash)...".padded(to: 13)
        return place + hash + "previous_hash \(previous)".padded(to: 27)
            + block.block.payments.joined(separator: ", ")
    }
}
