internal import Chain
internal import Cryptography

// Who plays, and where.
extension LedgerStory {
    /// The people, and their network.
    struct Cast: Sendable {
        let alice: Person
        let mallory: Person
        /// Mallory's other address.
        let purse: Person
        /// Who is paid for the blocks of the honest node.
        let miner: Person
        let network: LedgerNetwork
        let ed25519: Ed25519

        init(grant: Int) throws(StoryError) {
            do throws(CryptographyError) {
                ed25519 = try Ed25519()
            } catch {
                throw .failed("\(error)")
            }
            alice = try Person("alice", seedByte: 1, ed25519)
            mallory = try Person("mallory", seedByte: 2, ed25519)
            purse = try Person("purse", seedByte: 3, ed25519)
            miner = try Person("miner", seedByte: 4, ed25519)
            // As easy as may be, and always the same. It begins in the past of every clock; the rules don't count the
            // time since the first block.
            guard
                let parameters = LedgerParameters(
                    blockTime: 10_000, window: 144, easiestTarget: LedgerParameters.easiestOfAll, reward: 50,
                    halvingBlocks: 210_000),
                let timestamp = LedgerTimestamp(wholeSeconds: 1_700_000_000),
                let network = try? LedgerNetwork(
                    timestamp: timestamp, parameters: parameters,
                    grants: [alice, mallory].compactMap { .init(recipient: $0.address, amount: grant) })
            else { preconditionFailure("the network of the story keeps the rules") }
            self.network = network
        }

        /// Who an address is.
        var nicknames: [String: String] {
            let people = [alice, mallory, purse, miner].map { ($0.address.description, $0.name) }
            return Dictionary(people) { first, _ in first }
        }
    }

    struct Scene: Sendable {
        let cast: Cast
        let honest: Player
        let hidden: Player
        let old: Player
    }
}
