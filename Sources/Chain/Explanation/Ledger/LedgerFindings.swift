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
        let paid: Set<BlockExplanation.Rule> = [.target, .seal, .proof, .size, .merkleRoot]
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
                checks.append(.unknown(.index, "the block before is not known here", found: shown.index))
            } catch {
                checks.append(.broken(error))
            }
            checks.append(.unknown(.timestamp, "the block before is not known here", found: shown.timestamp))
            checkPresent(members)
            checks.append(.unknown(.target, "the block before is not known here", found: members.target.hexText))
            checkSeal(members, seal)
            checks.append(.unknown(.proof, "the block before is not known here", found: shown.proof))
            return
        }
        let (height, last) = (place.height, place.height - 1)
        add(
            .index, "It is block \(height) and follows block \(last).", expected: "\(height)", found: shown.index
        ) { () throws(LedgerFault) in _ = try members.checkIndex(at: height) }
        checkTimestamp(members, at: place)
        checkPresent(members)
        if let target = place.target {
            add(
                .target, "Its target is what follows from the blocks before.", expected: target.hexText,
                found: members.target.hexText
            ) { () throws(LedgerFault) in try members.checkTarget(target) }
        } else {
            checks.append(
                .unknown(.target, "the block before is not in the chain here", found: members.target.hexText))
        }
        checkSeal(members, seal)
        checkProof(members, at: place, rules)
    }

    private mutating func checkTimestamp(_ members: HeaderMembers, at place: LedgerPlace) {
        guard let last = place.lastTimestamp else {
            checks.append(
                .unknown(.timestamp, "the block before has no time that counts", found: members.shown.timestamp))
            return
        }
        add(
            .timestamp, "It is later than block \(place.height - 1), counted in milliseconds.",
            expected: "more than \(last.text)", found: members.shown.timestamp
        ) { () throws(LedgerFault) in _ = try members.checkTimestamp(after: last) }
    }

    private mutating func checkPresent(_ members: HeaderMembers) {
        guard let timestamp = try? members.checkTimestamp() else {
            checks.append(.unknown(.future, "it has no time", found: members.shown.timestamp))
            return
        }
        let now = rules.now()
        add(
            .future, "It is not more than \(Int(SealedHeader.maximumAhead)) seconds ahead of the clock here.",
            expected: "at most \(now + SealedHeader.maximumAhead)", found: members.shown.timestamp
        ) { () throws(LedgerFault) in try members.checkIsPast(timestamp, now: now) }
    }

    private mutating func checkSeal(_ members: HeaderMembers, _ seal: UInt256) {
        add(
            .seal,
            "Its proof begins with the SHA-256 of its header, read as a number: whoever changes the header has to "
                + "search anew.",
            expected: HeaderMembers.wanted(of: seal), found: members.shown.proof
        ) { () throws(LedgerFault) in _ = try members.checkSeal(seal) }
    }

    private mutating func checkProof(_ members: HeaderMembers, at place: LedgerPlace, _ rules: Rules) {
        guard let proof = members.number else {
            checks.append(.unknown(.proof, "its proof is no number from 0 on", found: members.shown.proof))
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
        let guesses = members.target == .zero ? "" : ": about \(members.target.expectedGuesses) guesses of work"
        add(
            .proof, "The hash of its guess is at most its target\(guesses).",
            expected: "at most \(members.target.hexText)", found: hash.hexText
        ) { () throws(LedgerFault) in try members.checkGuess(hash) }
    }

    // MARK: The rest of the block

    private mutating func checkContent(_ members: HeaderMembers, _ transactions: JSONElements) {
        if let place {
            let last = place.height - 1
            add(
                .previousHash, "It names the hash of block \(last), so a change of any byte there would show here.",
                expected: "\(place.last.hash)", found: "\(members.previousHash)"
            ) { () throws(LedgerFault) in
                try LedgerBlock.checkPreviousHash(members.previousHash, place.last.hash, at: place.height)
            }
        } else {
            checks.append(
                .unknown(.previousHash, "the block before is not known here", found: "\(members.previousHash)"))
        }
        let length = text.bytes.count
        add(
            .size, "It has \(length) bytes, and may have \(LedgerBlock.maximumLength).",
            expected: "at most \(LedgerBlock.maximumLength)", found: "\(length)"
        ) { () throws(LedgerFault) in try LedgerBlock.checkLength(length) }
        let root = "\(members.merkleRoot)"
        add(
            .merkleRoot,
            "Its header names the root of the tree of its transactions, so a change of any of them would show here.",
            expected: root, found: root
        ) { () throws(LedgerFault) in try LedgerBlock.checkRoot(members.merkleRoot, of: transactions) }
    }

    private mutating func add(
        _ rule: BlockExplanation.Rule, _ says: String, expected: String, found: String,
        _ check: () throws(LedgerFault) -> Void
    ) {
        do throws(LedgerFault) {
            try check()
            checks.append(.init(rule: rule, holds: true, says: says, expected: expected, found: found))
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
            rule: BlockExplanation.Rule(fault.rule), holds: false, says: "\(fault)".sentence, expected: fault.expected,
            found: fault.found)
    }

    /// A rule that can't be compared.
    ///
    /// - Parameter why: half a sentence.
    static func unknown(
        _ rule: BlockExplanation.Rule, _ why: String, found: String? = nil
    ) -> BlockExplanation.Check {
        .init(rule: rule, holds: nil, says: "This is not compared: \(why).", found: found)
    }
}

extension String {
    /// Half a sentence as a whole one.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
