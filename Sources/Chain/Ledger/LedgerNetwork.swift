internal import Wording

/// A network of the ledger: its first block, which says all about it.
///
/// The hash of that block names the network, and every signature is for one network alone. A node has one first block
/// and takes no chain on another.
public struct LedgerNetwork: Hashable, Sendable {
    /// The first block of every chain of the network.
    public let genesis: Block
    /// What the network has chosen.
    public let parameters: LedgerParameters
    /// When the first block was made.
    public let timestamp: LedgerTimestamp

    private let grants: [Grant]

    /// What the first block gives to somebody.
    public struct Grant: Hashable, Sendable {
        /// Who gets it.
        public let recipient: Address
        /// How much: at least 1.
        public let amount: Int

        /// A grant; nil unless the amount is from 1 to 2^53 − 1.
        public init?(recipient: Address, amount: Int) {
            guard (1...Accounts.maximumAmount).contains(amount) else { return nil }
            (self.recipient, self.amount) = (recipient, amount)
        }

        fileprivate init?(_ value: JSONValue) {
            guard value.hasExactly(["amount", "recipient", "sender"]),
                value["sender"]?.string == Transaction.rewardSender,
                let recipient = value["recipient"].flatMap({ Address($0) }),
                let amount = value["amount"]?.amount(from: 1)
            else { return nil }
            (self.recipient, self.amount) = (recipient, amount)
        }

        fileprivate var text: CanonicalText {
            .object([
                "amount": .integer(amount), "recipient": recipient.text, "sender": .string(Transaction.rewardSender),
            ])
        }
    }

    /// Names the network: the hash of its first block.
    public var id: BlockHash { genesis.hash }

    /// The accounts behind the first block.
    public var accounts: Accounts { Accounts(grants) }

    /// All money behind the block of an index: grants and rewards. Fees only go round.
    package func supply(at index: Int) -> Int { accounts.total + parameters.rewards(upTo: index) }

    /// What the second block builds on.
    public var tip: HeaderTip { HeaderTip(ofGenesis: self) }

    /// Checks that a chain begins as all of this network's do.
    func check(first hash: BlockHash) throws(ChainError) {
        guard hash != id else { return }
        throw .ledger(
            height: Block.firstIndex,
            LedgerFault(
                .network, .networkOtherFirstBlock,
                expected: "\(id)", found: "\(hash)"))
    }
}

// MARK: - Making one

extension LedgerNetwork {
    private static let keys = ["index", "previous_hash", "proof", "rules", "timestamp", "transactions"]
    private static let firstPreviousHash = "1"

    /// Checks a first block.
    public init(genesis value: JSONValue) throws(LedgerFault) {
        try self.init(genesis: value, upTo: LedgerParameters.easiestOfAll)
    }

    /// Checks a first block whose target may be easier than any network's: tests and simulations find blocks of such a
    /// one within a few guesses. The tutorial's nodes don't take them.
    package init(genesis value: JSONValue, upTo limit: UInt256) throws(LedgerFault) {
        guard value.hasExactly(Self.keys), let rules = value["rules"] else {
            throw LedgerFault(
                .genesis, .genesisKeys, ["keys": .text(Self.keys.joined(separator: ", "))], found: value.shown)
        }
        guard value["index"]?.integer == Block.firstIndex,
            value["previous_hash"]?.string == Self.firstPreviousHash, value["proof"]?.amount(from: 0) != nil,
            let timestamp = value["timestamp"].flatMap({ LedgerTimestamp($0) })
        else {
            throw LedgerFault(
                .genesis,
                .genesisValues, found: value.shown)
        }
        let parameters = try LedgerParameters(rules, upTo: limit)
        let grants = try Self.grants(value["transactions"]?.elements)
        guard Self.maximumSupply(grants, parameters) <= Accounts.maximumAmount else {
            throw LedgerFault(
                .genesis, .genesisSupply,
                expected: "\(Accounts.maximumAmount)", found: "\(Self.maximumSupply(grants, parameters))")
        }
        do throws(BlockFault) {
            genesis = try Block(value)
        } catch {
            throw LedgerFault(.genesis, error.statement)
        }
        (self.parameters, self.timestamp, self.grants) = (parameters, timestamp, grants)
    }

    /// Makes a new network.
    ///
    /// - Parameter timestamp: when it begins, in seconds since 1970.
    public init(
        timestamp: LedgerTimestamp, parameters: LedgerParameters, grants: [Grant] = []
    ) throws(LedgerFault) {
        let text = CanonicalText.object([
            "index": .integer(Block.firstIndex),
            "previous_hash": .string(Self.firstPreviousHash),
            "proof": Block.genesis.proof.text,
            "rules": parameters.text,
            "timestamp": timestamp.text,
            "transactions": .array(grants.map(\.text)),
        ])
        try self.init(genesis: text)
    }

    private init(genesis text: CanonicalText) throws(LedgerFault) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text.bytes)
        } catch {
            throw LedgerFault(.genesis, error.statement)
        }
        try self.init(genesis: document.root)
    }

    /// The network that is built in: the same for everybody and easy enough that Python mines on it, so its money is
    /// worth nothing.
    public static let practice: LedgerNetwork = {
        guard
            let parameters = LedgerParameters(
                blockTime: 10_000, window: 144, easiestTarget: LedgerParameters.easiestOfAll, reward: 50,
                halvingBlocks: 210_000),
            let timestamp = LedgerTimestamp(wholeSeconds: 1_795_392_000),
            let network = try? LedgerNetwork(timestamp: timestamp, parameters: parameters)
        else { preconditionFailure("the practice network keeps the rules") }
        return network
    }()

    private static func grants(_ elements: JSONElements?) throws(LedgerFault) -> [Grant] {
        guard let elements else { throw LedgerFault(.genesis, .genesisTransactions) }
        var grants: [Grant] = []
        for (offset, element) in elements.enumerated() {
            guard let grant = Grant(element) else {
                throw LedgerFault(
                    .genesis, .genesisGrant,
                    found: element.shown
                ).ofTransaction(offset + 1)
            }
            grants.append(grant)
        }
        return grants
    }

    private static func maximumSupply(_ grants: [Grant], _ parameters: LedgerParameters) -> Int128 {
        grants.reduce(parameters.maximumRewards) { $0 + Int128($1.amount) }
    }
}
