internal import HTTP

extension Routes {
    /// What the articles' many ports, and nodes of other chains, call the paths of this one.
    static func addOtherNames(to router: inout Router, _ node: Node) {
        let blocks = ["/block", "/blocks/all", "/list_blocks", "/get_blocks"]
        let latest = [
            "/last_block", "/lastblock", "/last-block", "/latest", "/latest_block", "/latestblock",
            "/block/latest", "/block/last", "/blocks/last", "/chain/latest", "/chain/last", "/tip", "/head",
            "/get_last_block",
        ]
        let chains = [
            "/blockchain", "/full_chain", "/fullchain", "/get_chain", "/getchain", "/get-chain", "/chain/full",
            "/chain/get", "/show_chain", "/ledger",
        ]
        let mining = [
            "/mine_block", "/mineblock", "/mine-block", "/mine/block", "/miner", "/mining", "/forge",
            "/new_block", "/blocks/mine", "/block/mine", "/generate",
        ]
        let payments = [
            "/transactions", "/transaction", "/tx", "/txs", "/txion", "/send", "/pay", "/transfer", "/payment",
            "/payments", "/new_transaction", "/newtransaction", "/new-transaction", "/add_transaction",
            "/addtransaction", "/create_transaction", "/transactions/add", "/transactions/create",
            "/transactions/send", "/transaction/add", "/transaction/create", "/transaction/send",
            "/transaction/broadcast", "/tx/new", "/sendtransaction",
        ]
        let waiting = [
            "/pending", "/pending_tx", "/pending_transactions", "/pending-transactions", "/mempool", "/pool",
            "/transactionpool", "/transaction_pool", "/transaction-pool", "/unconfirmed", "/transactions/get",
            "/current_transactions",
        ]
        let registering = [
            "/nodes", "/register", "/register_node", "/registernode", "/register_with", "/register-node",
            "/register_nodes", "/nodes/add", "/nodes/new", "/nodes/connect", "/node/add", "/add_node",
            "/add_nodes", "/connect_node", "/connect_nodes", "/connect", "/addpeer", "/add_peer", "/peers/add",
        ]
        let peers = ["/peers", "/nodes/get", "/nodes/list", "/get_nodes", "/neighbours", "/neighbors", "/network"]
        let resolving = [
            "/resolve", "/consensus", "/replace_chain", "/replacechain", "/chain/resolve", "/chain/sync",
            "/sync", "/nodes/consensus", "/resolve_conflicts", "/update_chain",
        ]
        let status = ["/info", "/stats", "/node/info", "/getinfo", "/version", "/about"]
        let health = ["/ping", "/ready", "/readyz", "/livez", "/live", "/alive", "/status/health"]
        let judging = ["/explain", "/validate_block", "/block/explain", "/blocks/validate"]
        let description = ["/openapi", "/swagger", "/docs", "/redoc", "/spec", "/apidocs", "/api-docs", "/api"]
        let page = ["/index", "/explorer", "/ui", "/dashboard", "/home", "/app"]
        let work = ["/getwork", "/get_work", "/submitwork", "/submit_work", "/submit"]
        let groups: [(path: String, names: [String])] = [
            ("/blocks", blocks), ("/blocks/latest", latest), ("/chain", chains), ("/mine", mining),
            ("/transactions/new", payments), ("/transactions/pending", waiting), ("/nodes/register", registering),
            ("/nodes", peers), ("/nodes/resolve", resolving), ("/status", status), ("/health", health),
            ("/blocks/explain", judging), ("/openapi.json", description), ("/", page), ("/work", work),
            ("/metrics", ["/prometheus"]), ("/blocks/1", ["/genesis", "/genesis_block"]),
        ]
        for (path, names) in groups {
            router.knowOtherNames(Dictionary(names.map { ($0, path) }) { first, _ in first })
        }
        let account = node.ledger == nil ? "/transactions?address=*" : "/accounts/*"
        let history = "/transactions?address=*"
        router.knowOtherNames([
            "/block/*": "/blocks/*", "/chain/*": "/blocks/*", "/chain/block/*": "/blocks/*", "/tx/*": "/transactions/*",
            "/transaction/*": "/transactions/*", "/balance/*": account, "/balances/*": account, "/account/*": account,
            "/address/*": account, "/history/*": history, "/transactions/address/*": history,
            "/transactions/history/*": history,
        ])
    }
}
