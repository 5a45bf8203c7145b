internal import API
internal import Chain
internal import Terminal

// What a soft fork is: a node of the old rules follows, and isn't followed.
extension LedgerStory {
    func follow(_ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.followTitle)
        stage.say(texts.follow)
        try await stage.ask(scene.old.get("/status"), of: company, showing: ["rules", "length"])
        try await register(scene.honest, at: scene.old)
        // A reader who plays along may have mined there.
        try await outgrow(scene.old, by: scene.honest)
        try await resolve(scene.old, expecting: "taken", of: scene.honest)
        try await sayTips(scene)
        stage.say(texts.whyItFollows)
        let newest = try await company.ask(scene.honest.get("/chain")).blocks.last
        guard let digits = newest?.proof.description, digits.count > SealedProof.nonceDigits else {
            throw .failed("the newest proof has no seal")
        }
        stage.show(
            ["  \(digits.dropLast(SealedProof.nonceDigits))", "  \(digits.suffix(SealedProof.nonceDigits))"], .faint)
        stage.say("")
        stage.say(texts.proof)
    }

    func mineByOldRules(_ scene: Scene) async throws(StoryError) {
        try await stage.step(texts.softForkTitle)
        stage.say(texts.oldMines)
        // A reader who plays along may have mined.
        _ = try await company.ask(scene.old.get("/nodes/resolve"))
        try await stage.ask(
            scene.old.get("/mine"), of: company, showing: ["message", "index", "proof", "transactions"])
        stage.say("")
        stage.say(texts.oldIsOffered)
        try await register(scene.old, at: scene.honest)
        try await resolve(scene.honest, expecting: "", of: scene.old)
        stage.say(texts.honestGoesOn)
        try await outgrow(scene.old, by: scene.honest)
        stage.say("")
        stage.say(texts.oldComesBack)
        try await resolve(scene.old, expecting: "taken", of: scene.honest)
        try await sayTips(scene)
        stage.say(texts.softFork)
    }

    private func sayTips(_ scene: Scene) async throws(StoryError) {
        var tips: [String] = []
        for node in [scene.honest, scene.old] {
            let status = try await company.status(of: node)
            tips.append(status.tip)
            stage.show(["    \(node.name.padded(to: 9))\(status.length)  \(status.tip.prefix(8))..."], .faint)
        }
        stage.say("")
        let agree = tips[0] == tips[1]
        stage.say(agree ? texts.agreed : texts.notAgreed, agree ? .good : .bad)
    }
}

// What is asked often.
extension LedgerStory {
    /// The nonce of somebody's next payment comes from the node.
    func pay(
        _ amount: Int, from sender: Person, to recipient: Person, at node: Player, _ cast: Cast
    ) async throws(StoryError) -> SignedPayment {
        let account = try await company.ask(node.get("/accounts/\(sender.address)"))
        guard let nonce = account["next_nonce"]?.integer else { throw .failed("\(node.name) knows no nonce") }
        let payment = try sender.pay(amount, to: recipient, nonce: nonce, on: cast.network)
        try await offer(payment, to: node, cast)
        return payment
    }

    /// Sends a payment. On a line it has no room, so its long values are shortened.
    func offer(_ payment: SignedPayment, to node: Player, _ cast: Cast) async throws(StoryError) {
        show(payment, to: node, cast)
        let answer = try await company.ask(question(payment, node))
        try stage.check()
        guard answer["id"]?.string == payment.id.description else { throw .failed("\(node.name) tells another id") }
        stage.show(["    \"id\": \"\(payment.id.description.prefix(8))...\""], .faint)
    }

    /// Sends one that has to be refused.
    func offerInVain(_ payment: SignedPayment, _ scene: Scene) async throws(StoryError) {
        show(payment, to: scene.honest, scene.cast)
        try await stage.showRefusal(of: question(payment, scene.honest), company)
    }

    private func question(_ payment: SignedPayment, _ node: Player) -> Question {
        node.post("/transactions/new", payment.text.description)
    }

    private func show(_ signed: SignedPayment, to node: Player, _ cast: Cast) {
        func name(_ address: Address) -> String { cast.nicknames[address.description] ?? "?" }
        let payment = signed.payment
        let signature = signed.signature.hexText.prefix(8)
        stage.show(["  POST \(node.url)/transactions/new"], .strong)
        stage.show([
            "    \(name(payment.sender)) -> \(name(payment.recipient)) \(payment.amount), fee \(payment.fee), "
                + "nonce \(payment.nonce), signature \(signature)..."
        ])
    }

    @discardableResult
    func showBalance(of person: Person, at node: Player) async throws(StoryError) -> Int {
        let answer = try await stage.ask(
            node.get("/accounts/\(person.address)"), of: company, showing: ["balance"])
        guard let balance = answer["balance"]?.integer else { throw .failed("\(node.name) knows no balance") }
        return balance
    }

    func register(_ peer: Player, at node: Player) async throws(StoryError) {
        let body = "{\"nodes\": [\"\(peer.address)\"]}"
        try await stage.ask(node.post("/nodes/register", body), of: company, showing: [])
    }

    /// Resolves, and shows what a node says about a peer, from which the story goes on.
    func resolve(
        _ node: Player, expecting beginning: String, of peer: Player
    ) async throws(StoryError) {
        let answer = try await stage.ask(node.get("/nodes/resolve"), of: company, showing: ["message"])
        let peers = answer["peers"]?.elements.map(Array.init) ?? []
        guard let verdict = peers.first(where: { $0["address"]?.string == peer.address })?["verdict"]?.string else {
            throw .failed("\(node.name) says nothing about \(peer.name)")
        }
        stage.show(texts.verdict(node.name, peer.name, verdict).wrapped(columns: stage.width, indent: 4), .strong)
        stage.say("")
        guard verdict.hasPrefix(beginning), !beginning.isEmpty || verdict != "taken" else {
            throw .failed("the verdict of \(node.name) on \(peer.name) had to begin with \"\(beginning)\"")
        }
    }

    /// Mines at a node until its chain has more work than another's.
    func outwork(_ other: Player, by node: Player) async throws(StoryError) {
        // Her blocks may be a little easier, never by as much as a whole one of the few.
        let lead = try await company.status(of: other).length - company.status(of: node).length
        try await stage.ask(node.get("/mine?count=\(max(lead, 0) + 1)"), of: company, showing: ["message", "count"])
        guard let ours = try await company.status(of: node).work, let theirs = try await company.status(of: other).work,
            ours > theirs
        else { throw .failed("\(node.name) has no more work than \(other.name): did somebody else mine?") }
    }

    /// Mines at a node until its chain is longer than another's.
    func outgrow(_ other: Player, by node: Player) async throws(StoryError) {
        let lead = try await company.status(of: other).length - company.status(of: node).length
        guard lead >= 0 else { return }
        try await stage.ask(node.get("/mine?count=\(lead + 1)"), of: company, showing: ["message", "count"])
    }
}
