internal import Chain
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@Suite struct `A store knows` {
    @Test(arguments: Place.allCases)
    func `what the two branches of a fork include, and nothing of other branches`(place: Place) async throws {
        let open = try OpenStore(in: place)
        for number in 1...4 { try await open.store.commit([.accepted(.payment(number))]) }
        let trunk = try Blockchain.paying(length: 2)
        try await open.store.commit([.forged(trunk.lastBlock, including: [])])
        let (left, right) = (try trunk.paying(to: 3), try trunk.paying(to: 3, timestamp: 2.5))
        #expect(try await open.store.inclusions(in: left, above: 2) == BranchInclusions(fallen: [], back: []))
        try await open.store.commit([.forged(left.lastBlock, including: [3, 1])])
        let longer = try trunk.paying(to: 4, timestamp: 3.5)
        func fallen(_ numbers: Int...) throws -> [FallenTransaction] {
            try numbers.map { number in
                FallenTransaction(
                    number: number, bytes: try Transaction.payment(number).text.bytes.count, isPosted: true)
            }
        }
        #expect(
            try await open.store.inclusions(in: longer, above: 2)
                == BranchInclusions(fallen: try fallen(1, 3), back: []))
        try await open.store.commit([.replaced(Replacement(of: left, by: longer, returned: [1, 3]))])
        try await open.store.commit([.replaced(Replacement(of: longer, by: trunk))])
        try await open.store.commit([.forged(right.lastBlock, including: [2, 1])])
        _ = try open.reloaded()

        let (leftAgain, rightAgain) = (try left.paying(to: 5), try right.paying(to: 5))
        #expect(
            try await open.store.inclusions(in: leftAgain, above: 2)
                == BranchInclusions(fallen: try fallen(1, 2), back: [1, 3]))
        #expect(try await open.store.inclusions(in: rightAgain, above: 3) == BranchInclusions(fallen: [], back: []))
        #expect(
            try await open.store.inclusions(in: longer, above: 2)
                == BranchInclusions(fallen: try fallen(1, 2), back: []))
        #expect(
            try await open.store.inclusions(in: rightAgain, above: 2)
                == BranchInclusions(fallen: try fallen(1, 2), back: [1, 2]))
        #expect(try await open.store.accepted([3, 1]) == [.payment(3), .payment(1)])
    }

    @Test(arguments: Place.allCases)
    func `the height of each block of the chain by its hash`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let chain = try Blockchain.paying(length: 4)
        try await open.keep(chain)
        for block in chain.blocks { #expect(try await open.store.height(of: block.hash) == block.index) }
        let unknown = try Blockchain.paying(length: 2, timestamp: 2.5).lastBlock.hash
        #expect(try await open.store.height(of: unknown) == nil)
    }
}
