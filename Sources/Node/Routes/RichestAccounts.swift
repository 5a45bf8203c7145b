internal import Chain
internal import Dispatch
internal import EventLoop
internal import HTTP

/// Lists a ledger's accounts, richest first, away from the loop, and keeps the list until the chain has changed.
///
/// The table of accounts isn't asked: it would need an index by balance, which makes a commit of a full block take
/// three times as long and the table twice as large (measured with a million accounts), whether anybody reads the list
/// or not. In memory the accounts of any moment are at hand, and picking the richest takes one pass over them.
struct RichestAccounts {
    /// The list behind one block.
    struct Listing: Sendable {
        let tip: BlockHash
        let height: Int
        let accounts: [OwnedAccount]
        /// How many accounts there are, listed or not.
        let total: Int
    }

    /// The newest list.
    fileprivate var listing: Listing?

    fileprivate let call: CoalescedCall<Listing>
    private let queue = DispatchQueue(label: "forgechain.accounts", qos: .utility)
    private let limit: Int

    init(_ limits: Limits) {
        limit = limits.lists.accounts
        call = CoalescedCall(limit: limits.waiting.questions)
    }

    /// The list behind a chain's newest block. One is made at a time.
    fileprivate func list(_ chain: Blockchain) async -> Listing {
        guard let accounts = chain.ledger?.accounts else { preconditionFailure("only a ledger has accounts") }
        return await withCheckedContinuation { continuation in
            queue.async { [limit] in
                continuation.resume(
                    returning: Listing(
                        tip: chain.tipHash, height: chain.length, accounts: accounts.richest(limit),
                        total: accounts.count))
            }
        }
    }
}

extension Node {
    /// The accounts behind the newest block, or behind one that was the newest since this was asked; nil if too many
    /// wait, or the task is cancelled.
    func richestAccounts(for client: ClientGroup) async -> RichestAccounts.Listing? {
        if let listing = reading.richest.listing, listing.tip == chain.tipHash { return listing }
        return await reading.richest.call.value(for: client.number) {
            Task(executorPreference: executor) { await self.serveRichestAccounts() }
        }
    }

    private func serveRichestAccounts() async {
        await reading.richest.call.serve {
            // Whoever came while the last list was made may find it current.
            if let listing = reading.richest.listing, listing.tip == chain.tipHash { return listing }
            let listing = await reading.richest.list(chain)
            reading.richest.listing = listing
            return listing
        }
    }
}
