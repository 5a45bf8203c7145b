internal import API
internal import Chain
internal import HTTP
internal import Wording

/// The list of a ledger's accounts.
extension Routes {
    /// A page of the accounts, richest first.
    static func accounts(_ node: Node, _ request: Request) async -> Response {
        guard node.ledger != nil else { return await node.answer { noLedger($0) } }
        let page: Page
        do throws(QueryError) {
            page = try Page(Query(request.query, knowing: Page.names))
        } catch {
            return .error(.badRequest, error)
        }
        guard let listing = await node.richestAccounts(for: request.client) else { return .tooManyQuestions }
        let listed = listing.accounts.count
        guard !page.isBeyond(listed) else {
            return .error(
                .notFound, .pageBeyondAccounts,
                ["from": .number(page.from), "listed": .number(listed), "total": .number(listing.total)])
        }
        let shown = Array(listing.accounts[page.range(of: listed)])
        let next = page.from + shown.count
        return .value(
            .ok,
            AccountsPage(
                accounts: shown, block: listing.height, from: page.from, limit: page.limit,
                next: next <= listed ? next : nil, total: listing.total
            ).text)
    }
}
