internal import Chain

/// Blocks with a payment and the reward, as in a node with little use.
struct Payments {
    /// How many names take part.
    let addresses: Int

    /// Finds a proof, and adds the next block.
    func extend(_ chain: inout Blockchain, timestamp: Double = 1_700_000_000) throws {
        let index = chain.length + 1
        // Consecutive names are scattered across an index.
        let sender = UInt64(index) &* 0x9E37_79B9_7F4B % UInt64(addresses)
        let recipient = UInt64(index) &* 0xC2B2_AE3D_27D7 % UInt64(addresses)
        let payment = #"{"sender": "account \#(sender)", "recipient": "account \#(recipient)", "amount": 5}"#
        let transactions = [
            try Transaction(JSONDocument(parsing: Array(payment.utf8)).root),
            .reward(to: "0123456789abcdef0123456789abcdef"),
        ]
        let work = chain.rules.work(after: chain.lastBlock)
        guard let proof = (0...UInt64.max).first(where: work.isValid) else { return }
        try chain.append(
            Block(
                index: index, timestamp: timestamp + Double(index) / 8, transactions: transactions, proof: Proof(proof),
                previousHash: chain.lastBlock.hash))
    }
}
