internal import Chain
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@Suite struct `What is committed` {
    @Test(arguments: Place.allCases)
    func `is at first a chain of the genesis block and nothing else`(place: Place) throws {
        let kept = try OpenStore(in: place).reloaded()
        #expect(kept.chain == Blockchain(rules: .easy))
        #expect(kept.chain.rules == .easy)
        #expect(kept.pending.isEmpty && kept.lastNumber == 0)
        #expect(kept.peers.isEmpty && kept.identifier == nil)
    }

    @Test(arguments: Place.allCases)
    func `is pending when it was accepted`(place: Place) async throws {
        let open = try OpenStore(in: place)
        try await open.store.commit([.accepted(.payment(1)), .accepted(.payment(2))])
        try await open.store.commit([.accepted(.payment(7))])
        let kept = try open.reloaded()
        #expect(try kept.pending == [.payment(1), .payment(2), .payment(7)])
        #expect(kept.lastNumber == 7)
    }

    @Test(arguments: Place.allCases)
    func `is pending no more when a block carries it`(place: Place) async throws {
        let open = try OpenStore(in: place)
        try await open.store.commit([.accepted(.payment(1)), .accepted(.payment(2)), .accepted(.payment(3))])
        var chain = Blockchain(rules: .easy)
        try chain.mine([.payment(1), .payment(3)])
        try await open.store.commit([.forged(chain.lastBlock, including: [1, 3])])
        let kept = try open.reloaded()
        #expect(kept.chain == chain)
        #expect(kept.chain.blocks.map(\.text) == chain.blocks.map(\.text))
        #expect(kept.chain.textLength == chain.textLength)
        #expect(try kept.pending == [.payment(2)])
        // A number is never reused, even when nothing is pending.
        #expect(kept.lastNumber == 3)
    }

    @Test(arguments: Place.allCases)
    func `are peers in the order of registration, each once`(place: Place) async throws {
        let open = try OpenStore(in: place)
        try await open.store.commit([.registered(["b:1", "a:1"])])
        try await open.store.commit([.registered(["c:1", "b:1"]), .registered([])])
        #expect(try open.reloaded().peers == ["b:1", "a:1", "c:1"])
    }

    @Test(arguments: Place.allCases)
    func `is the node's last name`(place: Place) throws {
        let open = try OpenStore(in: place)
        try open.store.setIdentifier("ada")
        #expect(try open.reloaded().identifier == "ada")
        try open.store.setIdentifier("grace")
        #expect(try open.reloaded().identifier == "grace")
    }

    @Test(arguments: Place.allCases)
    func `comes in the order of the changes`(place: Place) async throws {
        let open = try OpenStore(in: place)
        var forged = Blockchain(rules: .easy)
        try forged.mine([.payment(1)])
        let longer = try Blockchain.paying(length: 3, timestamp: 2.5)
        try await open.store.commit([
            .accepted(.payment(1)),
            .forged(forged.lastBlock, including: [1]),
            .accepted(.payment(2)),
            .replaced(Replacement(of: forged, by: longer, returned: [1])),
        ])
        let kept = try open.reloaded()
        #expect(kept.chain == longer)
        #expect(try kept.pending == [.payment(1), .payment(2)])

        // A block can't include what comes after it.
        var next = longer
        try next.mine([.payment(3)])
        let error = await storageError { [next] in
            try await open.store.commit([.forged(next.lastBlock, including: [3]), .accepted(.payment(3))])
        }
        #expect(error != nil)
        #expect(try open.reloaded().lastNumber == 2)
    }

    @Test(arguments: Place.allCases)
    func `is all of it, also when commits come at once`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let count = 40
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...count {
                let accepted = try AcceptedTransaction.payment(number)
                group.addTask { [store = open.store] in try await store.commit([.accepted(accepted)]) }
            }
            try await group.waitForAll()
        }
        #expect(try open.reloaded().pending.map(\.number) == Array(1...count))
    }

    @Test(arguments: Place.allCases)
    func `is kept for a task that was cancelled, too`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let accepted = try AcceptedTransaction.payment(1)
        let task = Task { [store = open.store] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.commit([.accepted(accepted)])
        }
        try await task.value
        #expect(try open.reloaded().pending == [accepted])
    }

    @Test(arguments: [
        #""\u0000\u001f\u007f\"\\\/\b\f\n\r\t""#, #""\ud83d\ude00""#, #""\ud800""#, #""é and e\u0301""#,
    ])
    func `is the same text, byte by byte`(name: String) async throws {
        for amount in [
            "0", "-0.0", "1e400".replacing("e400", with: "e300"), "0.1", String(repeating: "9", count: 4_000),
        ] {
            let text = #"{"sender": \#(name), "recipient": \#(name), "amount": \#(amount)}"#
            let transaction = try Transaction(JSONDocument(parsing: Array(text.utf8)).root)
            let open = try OpenStore(in: .directory)
            try await open.store.commit([.accepted(AcceptedTransaction(number: 1, transaction: transaction))])
            #expect(try open.reloaded().pending.map(\.transaction.text) == [transaction.text])
            var chain = Blockchain(rules: .easy)
            try chain.mine([transaction])
            try await open.store.commit([.forged(chain.lastBlock, including: [1])])
            #expect(try open.reloaded().chain.lastBlock.text == chain.lastBlock.text)
        }
    }

    @Test func `may be nothing`() async throws {
        let open = try OpenStore(in: .directory)
        try await open.store.commit([])
        #expect(try open.reloaded().chain.length == 1)
    }
}

@Suite struct `A commit that fails` {
    /// Changes that break a rule of the database when 1 is accepted and pending, and the chain has two blocks.
    enum Wrong: CaseIterable {
        case acceptedTwice, carriesWhatWasNeverAccepted, sameBlockAgain, reopensWhatIsPending

        func change(after chain: Blockchain) throws -> Change {
            switch self {
            case .acceptedTwice: return .accepted(try .payment(1))
            case .carriesWhatWasNeverAccepted:
                return .forged(try chain.paying(to: chain.length + 1).lastBlock, including: [1, 99])
            case .sameBlockAgain: return .forged(chain.lastBlock, including: [])
            case .reopensWhatIsPending:
                let longer = try chain.paying(to: 4, timestamp: 3.5)
                return .replaced(Replacement(of: chain, by: longer, returned: [1]))
            }
        }
    }

    @Test(arguments: Place.allCases, Wrong.allCases)
    func `keeps nothing of its changes, and does no harm to the next`(place: Place, wrong: Wrong) async throws {
        let open = try OpenStore(in: place)
        let chain = try Blockchain.paying(length: 2)
        try await open.store.commit([.forged(chain.lastBlock, including: []), .accepted(.payment(1))])
        let next = try chain.paying(to: 3)
        let change = try wrong.change(after: chain)
        let error = await storageError {
            try await open.store.commit([
                .registered(["a:1"]), .accepted(.payment(2)), change, .registered(["b:1"]),
            ])
        }
        guard case .failed = error else {
            Issue.record("not .failed: \(String(describing: error))")
            return
        }
        let kept = try open.reloaded()
        #expect(kept.chain == chain)
        #expect(try kept.pending == [.payment(1)])
        #expect(kept.lastNumber == 1 && kept.peers.isEmpty)
        let history = try await open.store.history(of: "payer 3 at 3.5", from: 1, limit: 1)
        #expect(history.total == 0)

        try await open.store.commit([.accepted(.payment(2)), .forged(next.lastBlock, including: [1])])
        #expect(try open.reloaded().chain == next)
        #expect(try open.reloaded().pending == [.payment(2)])
    }

    @Test func `is every one after the store was closed`() async throws {
        let open = try OpenStore(in: .directory)
        open.store.close()
        #expect(await storageError { try await open.store.commit([.registered(["a:1"])]) } != nil)
        #expect(await storageError { _ = try await open.store.height(of: Block.genesis.hash) } != nil)
        #expect(await openError { try open.store.setIdentifier("ada") } != nil)
        open.store.close()
    }
}
