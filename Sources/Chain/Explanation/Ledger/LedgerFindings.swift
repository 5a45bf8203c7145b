internal import Wording

/// A block of a ledger, judged by each rule by itself, in the order in which a chain applies them.
struct LedgerFindings {
    /// Of each rule.
    private(set) var checks: [BlockExplanation.Check] = []
    /// The guess by which its proof was judged; nil if there is no proof, or the block before is not known.
    private(set) var guess: BlockExplanation.Guess?
    /// What its header says and its payments come to.
    private(set) var figures: BlockExplanation.LedgerFigures?

    private let block: JSONValue
    private let text: CanonicalText
    private let place: LedgerPlace?
    private let rules: LedgerRules

    /// Judges a value of the right shape. Takes time linear in the block, and to verify its signatures:
    /// ``LedgerFindings/unpaidSignatures`` at most, unless somebody has done the work for it.
    ///
    /// - Parameters:
    ///   - text: the block's.
    ///   - place: where it would stand; nil if the block before is not known.
    init(_ block: JSONValue, text: CanonicalText, _ members: HeaderMembers, at place: LedgerPlace?, by rules: Rules) {
        guard let ledger = rules.ledger, let transactions = block["transactions"]?.elements else {
            preconditionFailure("a block of a ledger has an array of transactions")
        }
        (self.block, self.text, self.place, self.rules) = (block, text, place, ledger)
        let seal = members.seal
        checkHeader(members, seal, rules)
        checkContent(members, transactions)
        let paid = Set([LedgerRule.target, .seal, .proof, .size, .merkleRoot].map(BlockExplanation.Rule.of))
        let isPaid = checks.allSatisfy { $0.holds == true || !paid.contains($0.rule) }
        let isTooLong = text.bytes.count > LedgerBlock.maximumLength
        let payments = PaymentFindings(
            transactions, at: place, by: ledger, isPaid: isPaid, isTooLong: isTooLong)
        checks += payments.checks
        figures = BlockExplanation.LedgerFigures(
            seal: seal, target: members.target, fees: payments.fees,
            reward: place.map { ledger.network.parameters.reward(at: $0.height) })
    }

    // MARK: The header

    private mutating func checkHeader(_ members: HeaderMembers, _ seal: UInt256, _ rules: Rules) {
        let shown = members.shown
        guard let place else {
            do throws(LedgerFault) {
                try members.checkIndex()
                checks.append(.unknown(.index, .whyBeforeUnknown, found: shown.index))
            } catch {
                checks.append(.broken(error))
            }
            checks.append(.unknown(.timestamp, .whyBeforeUnknown, found: shown.timestamp))
            checkPresent(members)
            checks.append(.unknown(.target, .whyBeforeUnknown, found: members.target.hexText))
            checkSeal(members, seal)
            checks.append(.unknown(.proof, .whyBeforeUnknown, found: shown.proof))
            return
        }
        let (height, last) = (place.height, place.height - 1)
        add(
            .index, Statement(.indexHolds, ["before": .number(last), "height": .number(height)]), expected: "\(height)",
            found: shown.index
        ) { () throws(LedgerFault) in _ = try members.checkIndex(at: height) }
        checkTimestamp(members, at: place)
        checkPresent(members)
        if let target = place.target {
            add(
                .target, Statement(.targetHolds), expected: target.hexText,
                found: members.target.hexText
            ) { () throws(LedgerFault) in try members.checkTarget(target) }
        } else {
            checks.append(
                .unknown(.target, .whyBeforeNotInChain, found: members.target.hexText))
        }
        checkSeal(members, seal)
        checkProof(members, at: place, rules)
    }

    private mutating func checkTimestamp(_ members: HeaderMembers, at place: LedgerPlace) {
        guard let last = place.lastTimestamp else {
            checks.append(
                .unknown(.timestamp, .whyBeforeNoTime, found: members.shown.timestamp))
            return
        }
        add(
            .timestamp, Statement(.timestampHolds, ["before": .number(place.height - 1)]),
            expected: "more than \(last.text)", found: members.shown.timestamp
        ) { () throws(LedgerFault) in _ = try members.checkTimestamp(after: last) }
    }

    private mutating func checkPresent(_ members: HeaderMembers) {
        guard let timestamp = try? members.checkTimestamp() else {
            checks.append(.unknown(.future, .whyNoTime, found: members.shown.timestamp))
            return
        }
        let now = rules.now()
        add(
            .future, Statement(.futureHolds, ["seconds": .number(Int(SealedHeader.maximumAhead))]),
            expected: "at most \(now + SealedHeader.maximumAhead)", found: members.shown.timestamp
        ) { () throws(LedgerFault) in try members.checkIsPast(timestamp, now: now) }
    }

    private mutating func checkSeal(_ members: HeaderMembers, _ seal: UInt256) {
        add(
            .seal, Statement(.sealHolds),
            expected: HeaderMembers.wanted(of: seal), found: members.shown.proof
        ) { () throws(LedgerFault) in _ = try members.checkSeal(seal) }
    }

    private mutating func checkProof(_ members: HeaderMembers, at place: LedgerPlace, _ rules: Rules) {
        guard let proof = members.number else {
            checks.append(.unknown(.proof, .whyProofNoNumber, found: members.shown.proof))
            return
        }
        // The hash that is named: whether it is the right one, is a rule of its own.
        let work = ProofOfWork(
            lastProof: place.last.proof, lastHash: members.previousHash, difficulty: rules.difficulty)
        let guess = work.guess(proof)
        let hash = UInt256(Digest(of: guess))
        self.guess = BlockExplanation.Guess(
            rules: rules.set, lastProof: place.last.proof, proof: proof, lastHash: members.previousHash,
            text: String(decoding: guess, as: UTF8.self), hash: hash.hexText,
            zeros: hash.hexText.prefix { $0 == "0" }.count, difficulty: rules.difficulty.hexZeros,
            target: members.target, otherRules: nil)
        let says =
            members.target == .zero
            ? Statement(.ledgerProofHoldsAnyhow)
            : Statement(.ledgerProofHolds, ["guesses": .text("\(members.target.expectedGuesses)")])
        add(
            .proof, says,
            expected: "at most \(members.target.hexText)", found: hash.hexText
        ) { () throws(LedgerFault) in try members.checkGuess(hash) }
    }

    // MARK: The rest of the block

    private mutating func checkContent(_ members: HeaderMembers, _ transactions: JSONElements) {
        if let place {
            let last = place.height - 1
            add(
                .previousHash, Statement(.previousHashHolds, ["before": .number(last)]),
                expected: "\(place.last.hash)", found: "\(members.previousHash)"
            ) { () throws(LedgerFault) in
                try LedgerBlock.checkPreviousHash(members.previousHash, place.last.hash, at: place.height)
            }
        } else {
            checks.append(
                .unknown(.previousHash, .whyBeforeUnknown, found: "\(members.previousHash)"))
        }
        let length = text.bytes.count
        add(
            .size, Statement(.sizeHolds, ["bytes": .number(length), "limit": .number(LedgerBlock.maximumLength)]),
            expected: "at most \(LedgerBlock.maximumLength)", found: "\(length)"
        ) { () throws(LedgerFault) in try LedgerBlock.checkLength(length) }
        let root = "\(members.merkleRoot)"
        add(
            .merkleRoot,
            Statement(.merkleRootHolds),
            expected: root, found: root
        ) { () throws(LedgerFault) in try LedgerBlock.checkRoot(members.merkleRoot, of: transactions) }
    }

    private mutating func add(
        _ rule: LedgerRule, _ says: Statement, expected: String, found: String,
        _ check: () throws(LedgerFault) -> Void
    ) {
        do throws(LedgerFault) {
            try check()
            checks.append(.init(rule: .of(rule), holds: true, says: says, expected: expected, found: found))
        } catch {
            checks.append(.broken(error))
        }
    }
}

// MARK: - Lines

extension BlockExplanation.Check {
    /// A rule that is broken.
    static func broken(_ fault: LedgerFault) -> BlockExplanation.Check {
        .init(
            rule: .of(fault.rule), holds: false,
            says: Statement(.ruleBroken, ["problem": .statement(fault.statement)]), expected: fault.expected,
            found: fault.found)
    }

    /// A rule that can't be compared.
    ///
    /// - Parameter why: half a sentence.
    static func unknown(
        _ rule: LedgerRule, _ why: Statement, found: String? = nil
    ) -> BlockExplanation.Check {
        .init(rule: .of(rule), holds: nil, says: Statement(.notCompared, ["why": .statement(why)]), found: found)
    }

    /// The same in place.
    static func unknown(
        _ rule: LedgerRule, _ why: Statement.Code, found: String? = nil
    ) -> BlockExplanation.Check {
        .unknown(rule, Statement(why), found: found)
    }
}
