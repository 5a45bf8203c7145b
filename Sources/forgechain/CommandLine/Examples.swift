/// Examples, which each command's help has before its options.
enum Examples {
    static let root = text(
        "forgechain", "forgechain --port 5001 --peer 127.0.0.1:5000 --gossip", "forgechain mine",
        "forgechain send alice bob 5 --node 5001", "forgechain demo")
    static let serve = text(
        "forgechain serve", "forgechain serve --port 5001 --host 127.0.0.1 --peer http://192.168.0.5",
        "forgechain serve --gossip --discover --peer node2:5000 --mine")
    static let limits = text("forgechain limits > limits.txt", "forgechain limits --limits limits.txt")
    static let mine = text(
        "forgechain mine", "forgechain mine --count 10 --node 5001", "hash=$(forgechain mine --quiet)")
    static let send = text(
        "forgechain send alice bob 5", "forgechain send 张三 李四 0.25 --node 5001",
        "forgechain send RECIPIENT 5 --from alice")
    static let chain = text(
        "forgechain chain --last 10", "forgechain chain --from 100 --limit 20", "forgechain chain --json")
    static let block = text("forgechain block", "forgechain block 3", "forgechain block latest --json")
    static let explain = text(
        "forgechain explain block.json", "curl -s localhost:5000/blocks/3 | forgechain explain -")
    static let pending = text("forgechain pending", "forgechain pending --from 101 --limit 50")
    static let transaction = text("forgechain tx 0123456789abcdef0123456789abcdef")
    static let history = text("forgechain history alice", "forgechain history 张三 --from 101")
    static let peers = text(
        "forgechain peers", "forgechain peers --add http://192.168.0.5:5000", "forgechain peers --remove node2:5000")
    static let resolve = text("forgechain resolve", "forgechain resolve --node 5001")
    static let watch = text("forgechain watch", "forgechain watch --json | jq .event")
    static let status = text("forgechain status", "forgechain --node http://192.168.0.5:5000 status")
    static let genesis = text("forgechain genesis --help", "forgechain --rules ledger --genesis FILE")
    static let keys = text("forgechain key new alice", "forgechain key list", "forgechain key export alice")
    static let newKey = text("forgechain key new alice", "forgechain key new till --passphrase-file /run/secrets/till")
    static let keyList = text("forgechain key list")
    static let keyAddress = text(
        "forgechain key show alice", "forgechain send $(forgechain key show bob) 5 --from alice")
    static let keyImport = text(
        "forgechain key import alice seed.txt", "forgechain key import node node.key --no-passphrase")
    static let keyExport = text("forgechain key export alice > alice.seed")
    static let keyRemoval = text("forgechain key remove alice", "forgechain key remove alice --yes")
    static let balance = text("forgechain balance", "forgechain balance alice --node 5001")
    static let accounts = text("forgechain accounts", "forgechain accounts --from 101 --limit 50 --node 5001")
    static let receipt = text(
        "forgechain receipt \(anyID)",
        "forgechain receipt \(anyID) --node http://192.168.0.5:5000 --node http://192.168.0.6:5000")
    static let demo = text("forgechain demo", "forgechain demo tamper --language zh --no-pause")
    static let fork = text("forgechain demo fork", "forgechain demo fork --language zh")
    static let tamper = text("forgechain demo tamper", "forgechain demo tamper --no-pause | less")
    static let ledgerStory = text("forgechain demo ledger", "forgechain demo ledger --language zh")
    static let verify = text("forgechain verify", "forgechain verify --data-dir /var/lib/forgechain")
    static let export = text(
        "forgechain export --output chain.json", "forgechain export --port 5001 | gzip > chain.gz",
        "forgechain export --csv --from 100 --limit 50")
    static let reset = text("forgechain reset", "forgechain reset --port 5001 --yes")
    static let importing = text(
        "forgechain import chain.json", "curl -s http://192.168.0.5:5000/chain | forgechain import -",
        "forgechain import --dry-run alice.json bob.json carol.json")

    private static let anyID = String(repeating: "0123456789abcdef", count: 4)

    /// A heading and the lines, indented so that no help or manual joins them.
    private static func text(_ lines: String...) -> String {
        "Examples:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }
}
