internal import Chain
internal import Cryptography

/// A network that endows some people, and payments that each of them signs in turn.
struct LedgerPayments {
    /// Strangers, whom the people pay.
    private static let recipients = 100_000

    /// Each may make a million payments of a unit with a fee of a unit.
    private static let grant = 2_000_000

    /// Long ago, so that no block is from the future.
    private static let begin = 1_700_000_000

    /// The network.
    let network: LedgerNetwork

    private let people: [(keys: Ed25519.Keys, address: Address)]

    /// Something that was put together here breaks a rule.
    struct Unusable: Error {}

    /// A network of its own, always the same for as many people.
    init(people count: Int) throws {
        let ed25519 = try Ed25519()
        people = try (0..<count).map { number in
            let keys = try ed25519.keys(seed: Self.bytes("person \(number)"))
            return (keys, try Self.some(Address(publicKey: keys.publicKey)))
        }
        let parameters = LedgerParameters(
            blockTime: 10_000, window: 144, easiestTarget: LedgerParameters.easiestOfAll, reward: 50,
            halvingBlocks: 210_000)
        network = try LedgerNetwork(
            timestamp: Self.some(LedgerTimestamp(wholeSeconds: Self.begin)), parameters: Self.some(parameters),
            grants: people.map { try Self.some(LedgerNetwork.Grant(recipient: $0.address, amount: Self.grant)) })
    }

    /// The payment with a number from 0: the people pay one after the other.
    func payment(_ number: Int) throws -> SignedPayment {
        let (keys, address) = people[number % people.count]
        let recipient = Address(publicKey: Self.bytes("stranger \(number % Self.recipients)"))
        let payment = try Self.some(
            UnsignedPayment(
                sender: address, recipient: Self.some(recipient), amount: 1, fee: 1, nonce: number / people.count))
        let signature = try keys.sign(payment.signingText(on: network.id).bytes)
        return try Self.some(SignedPayment(payment, signature: signature))
    }

    /// The next block of a chain: as long after its tip as blocks should take, so that the target stays.
    func template(after chain: Blockchain, of payments: [SignedPayment]) throws -> BlockTemplate {
        let tip = try Self.some(chain.ledger).header
        let seconds = Self.begin + tip.index * network.parameters.blockTime / 1_000
        return try BlockTemplate(
            after: tip, lastHash: chain.tipHash, timestamp: Self.some(LedgerTimestamp(wholeSeconds: seconds)),
            payments: payments, payingTo: people[0].address, parameters: network.parameters)
    }

    private static func bytes(_ text: String) -> [UInt8] { BlockHash(of: CanonicalText.string(text)).bytes }

    private static func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Unusable() }
        return value
    }
}
