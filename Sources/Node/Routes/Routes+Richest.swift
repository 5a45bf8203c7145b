internal import API
internal import Chain
internal import HTTP

/// The list of a ledger's accounts.
extension Routes {
    /// A page of the accounts, richest first.
    static func accounts(_ node: Node, _ request: Request) async -> Response {
        guard node.ledger != nil else { return await node.answer { noLedger($0) } }
        let page: Page
        do throws(QueryError) {
            page = try Page(Query(request.query, knowing: Page.names))
        } catch {
            return .error(.badRequest, error.description)
        }
        guard let listing = await node.richestAccounts(for: request.client) else { return .tooManyQuestions }
        let listed = listing.accounts.count
        guard !page.isBeyond(listed) else {
            return .error(
                .notFound,
                "The list has the richest \(listed) of \(listing.total) accounts, so nothing is at \(page.from). GET "
                    + "/accounts/ADDRESS has any of them.")
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
