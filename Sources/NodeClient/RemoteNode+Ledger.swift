public import API
public import Chain
internal import HTTP
internal import Wording

// What a node that keeps a ledger answers.
extension RemoteNode {
    /// The network of the node's ledger: the hash of its first block. A node without a ledger is a refusal.
    public func ledger() async throws(NodeError) -> BlockHash {
        let status = try await status().value
        guard status.rules == RuleSet.ledger.name else {
            guard let rules = status.rules else {
                throw NodeError(.refused(status: 404), .clientNoLedger, ["url": .text(origin.url)])
            }
            throw NodeError(
                .refused(status: 404), .clientNoLedgerBut, ["rules": .text(rules), "url": .text(origin.url)])
        }
        guard let network = status.genesis.flatMap({ BlockHash(hexDigits: Array($0.utf8)[...]) }) else {
            throw .noAnswer(origin, "GET /status", .clientAnswerNoGenesis)
        }
        return network
    }

    /// What an address has, and which nonce its next payment needs.
    public func account(_ address: Address) async throws(NodeError) -> Answered<AccountAnswer> {
        try await ask(.get, "/accounts/\(address)", as: AccountAnswer.init)
    }

    /// A page of accounts, richest first.
    public func accounts(from: Int, limit: Int) async throws(NodeError) -> Answered<AccountsPage> {
        try await ask(.get, "/accounts?from=\(from)&limit=\(limit)", as: AccountsPage.init)
    }

    /// Sends a signed payment.
    public func send(_ payment: SignedPayment) async throws(NodeError) -> Answered<PaymentReceipt> {
        try await ask(.post, "/transactions/new", body: payment.text.bytes, as: PaymentReceipt.init)
    }
}
