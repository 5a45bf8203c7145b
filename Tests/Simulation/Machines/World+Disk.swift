internal import TestSupport
internal import Chain
internal import Node
internal import Records

/// A node's disk, as the node sees it.
struct SimulatedStore: Store {
    let world: World
    let life: Life

    func commit(_ changes: [Change]) async throws(StorageError) {
        try await world.commit(changes, of: life)
    }

    func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?] {
        let disk = try await world.disk(of: life)
        return transactions.map(disk.known)
    }

    func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord? {
        try await world.disk(of: life).record(of: id)
    }

    func identified(in chain: Blockchain, above height: Int) async throws(StorageError) -> [IncludedTransaction] {
        try await world.disk(of: life).identified(in: chain, above: height)
    }

    func inclusions(in new: Blockchain, above height: Int) async throws(StorageError) -> BranchInclusions {
        try await world.disk(of: life).inclusions(in: new, above: height)
    }

    func accepted(_ numbers: [Int]) async throws(StorageError) -> [AcceptedTransaction] {
        if numbers.isEmpty { return [] }
        return try await world.disk(of: life).accepted(numbers)
    }

    func height(of block: BlockHash) async throws(StorageError) -> Int? {
        try await world.disk(of: life).height(of: block)
    }

    func history(
        of address: String, from: Int, limit: Int, textBytes: Int
    ) async throws(StorageError) -> History {
        throw .failed(reason: "no histories are kept here")
    }

    func fallenBranches(
        from: Int, limit: Int, payments: Int, textBytes: Int
    ) async throws(StorageError) -> FallenBranches {
        FallenBranches(total: 0, branches: [])
    }

    func fallenBlock(_ hash: BlockHash, payments: Int) async throws(StorageError) -> FoundFallenBlock? { nil }
}

extension World {
    /// Stores changes after a while, or fails; a crash before that moment loses them, one after it doesn't.
    func commit(_ changes: [Change], of life: Life) async throws(StorageError) {
        guard machines[life.machine].committing == nil else {
            violate("commits of one node overlap", "machine \(life.machine)")
            throw .failed(reason: "busy")
        }
        machines[life.machine].committing = life
        let arrival = await wait(life, isCancellable: false) { world, number in
            let seconds = world.random.seconds(in: 0...world.plan.commitSeconds)
            world.after(seconds) { $0.flush(changes, of: life, number) }
        }
        if machines[life.machine].committing == life { machines[life.machine].committing = nil }
        switch arrival {
        case .done: return
        case .failed(let error): throw error
        default: throw .failed(reason: "the machine has crashed")
        }
    }

    /// The stored data, after a while.
    func disk(of life: Life) async throws(StorageError) -> Disk {
        let seconds = random.seconds(in: 0...plan.commitSeconds)
        guard case .done = await pause(life, seconds: seconds, isCancellable: false), isAlive(life) else {
            throw .failed(reason: "the machine has crashed")
        }
        if isFaulty && random.chance(plan.questionFaults) { throw .failed(reason: "a bad sector") }
        return machines[life.machine].disk
    }

    private func flush(_ changes: [Change], of life: Life, _ number: Int) {
        guard isAlive(life) else { return }
        let crashes = isFaulty && random.chance(plan.crashesAtCommit)
        if crashes, random.chance(0.5) { return crash(life.machine) }
        if isFaulty, random.chance(plan.commitFaults) {
            note("machine \(life.machine): commit fails")
            return arrive(number, .failed(random.chance(0.5) ? .full : .failed(reason: "a bad sector")))
        }
        for change in changes {
            do throws(Unkeepable) {
                try machines[life.machine].disk.keep(change)
            } catch {
                violate("only what fits is kept", "machine \(life.machine) was asked to keep \(error.reason)")
            }
        }
        note("machine \(life.machine): kept \(changes.map(\.summary).joined(separator: ", "))")
        witness(changes, of: life)
        if crashes { return crash(life.machine) }
        after(random.seconds(in: 0...plan.commitSeconds)) { world in
            world.unsettled.insert(life.machine)
            world.arrive(number, .done)
        }
    }
}

extension Change {
    /// In a few words.
    var summary: String {
        switch self {
        case .accepted(let accepted): "transaction \(accepted.number)"
        case .posted(let number): "transaction \(number) is posted here"
        case .forged(let block, let numbers): "block \(block.index) \(block.hash.short) carrying \(numbers)"
        case .replaced(let replacement):
            "chain of \(replacement.chain.length) \(replacement.chain.lastBlock.hash.short) above "
                + "\(replacement.commonLength), returned \(replacement.returned), confirmed \(replacement.confirmed), "
                + "forgotten \(replacement.forgotten)"
        case .dropped(let numbers): "dropped \(numbers)"
        case .registered(let addresses, let areFound):
            "peers \(addresses)\(areFound ? ", found" : "")"
        case .unregistered(let addresses): "no peers \(addresses)"
        }
    }
}

extension BlockHash {
    /// Enough to tell blocks apart.
    var short: String { String(description.prefix(8)) }
}
