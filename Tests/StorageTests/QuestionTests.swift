internal import Chain
internal import Storage
internal import Testing

@Suite struct `A store knows` {
    @Test(arguments: Place.allCases)
    func `the blocks forged here above a height, and what they carry`(place: Place) async throws {
        let open = try OpenStore(in: place)
        for number in 1...4 { try await open.store.commit([.accepted(.payment(number))]) }
        #expect(try await open.store.carriages(above: 0).isEmpty)

        let trunk = try Blockchain.mined(length: 2)
        try await open.store.commit([.forged(trunk.lastBlock, carrying: [])])
        let (left, right) = (try trunk.extended(to: 3), try trunk.extended(to: 3, timestamp: "2.5"))
        try await open.store.commit([.forged(left.lastBlock, carrying: [3, 1])])
        let longer = try trunk.extended(to: 4, timestamp: "3.5")
        try await open.store.commit([.replaced(Replacement(of: left, by: longer, reopened: [1, 3]))])
        try await open.store.commit([.replaced(Replacement(of: longer, by: trunk))])
        try await open.store.commit([.forged(right.lastBlock, carrying: [2, 1])])

        var expected = [
            Carriage(height: 3, block: left.lastBlock.hash, transactions: [try .payment(1), try .payment(3)]),
            Carriage(height: 3, block: right.lastBlock.hash, transactions: [try .payment(1), try .payment(2)]),
        ]
        expected.sort { $0.block.description < $1.block.description }
        _ = try open.reloaded()
        // A block that carries nothing is none of them, and the reward is none of what they carry.
        #expect(try await open.store.carriages(above: 0) == expected)
        #expect(try await open.store.carriages(above: 2) == expected)
        #expect(try await open.store.carriages(above: 3).isEmpty)
        #expect(try await open.store.carriages(above: Int.max).isEmpty)
    }

    @Test(arguments: Place.allCases)
    func `the height of each block of the chain by its hash`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let chain = try Blockchain.mined(length: 4)
        try await open.keep(chain)
        for block in chain.blocks { #expect(try await open.store.height(of: block.hash) == block.index) }
        let unknown = try Blockchain.mined(length: 2, timestamp: "2.5").lastBlock.hash
        #expect(try await open.store.height(of: unknown) == nil)
    }
}
