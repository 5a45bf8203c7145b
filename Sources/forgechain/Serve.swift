public import ArgumentParser
internal import Glibc
internal import HTTP
public import Logging
internal import Node
internal import Service
internal import Terminal
internal import Wording

/// Runs a node.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a node until SIGTERM or SIGINT (the default).", discussion: Examples.serve)

    @Option(name: [.short, .long], help: "The port to listen on; 0 lets the system pick.")
    var port: UInt16 = 5000

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            """
            An address to listen on, or a name of this machine; all addresses, IPv6 included, if not given. Repeatable.
            """, valueName: "host"),
        completion: .list(["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"]))
    var hosts: [String] = []

    @Option(help: "A second port that only reads; 0 lets the system pick.")
    var readOnlyPort: UInt16?

    @Option(
        help: ArgumentHelp(
            """
            A file with a token, without which nothing can be changed by a client; reading, and what other nodes \
            announce, stay open.
            """, valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            """
            A name under which the node may be addressed, besides addresses, names without a dot or below .local and \
            the like, and this machine's own. Repeatable.
            """, valueName: "name"))
    var allowHost: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            An origin, such as http://localhost:3000, whose pages may do what the node's own page may. Repeatable.
            """, valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            To which addresses the node connects: ranges such as 192.168.0.0/16, with commas; everywhere if not given. \
            Repeatable.
            """, valueName: "ranges"))
    var allowPeers: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Proxies in front of the node, as ranges of addresses with commas: what they say in X-Forwarded-For or \
            Forwarded of who a client is, is believed. Repeatable.
            """, valueName: "ranges"))
    var trustedProxy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Seconds after which a connection without a request is closed; more than a proxy's in front of the node.",
            valueName: "seconds"))
    var idleSeconds = Limits().server.idleSeconds

    @OptionGroup var network: Network

    @Option(
        help: ArgumentHelp(
            """
            Who is paid for blocks of a ledger: an address, or the name of one of your keys. The node's own key if not \
            given.
            """, valueName: "address"))
    var payTo: String?

    @Option(
        name: .customLong("peer"),
        help: "A peer known from the start, as host:port, or http://host for port 80. Repeatable.")
    var peers: [String] = []

    @Option(help: "Who is paid for blocks; if not given, the name of the last time, or a random one.")
    var nodeID: String?

    @Option(help: "Threads that search for proofs; as many as processors if not given.")
    var minerThreads: Int?

    @Option(
        help: """
            What they compute digests with, \(Configuration.kernels.joined(separator: ", ")); the fastest on this \
            processor if not given.
            """,
        completion: .list(Configuration.kernels))
    var kernel: String?

    @Option(
        help: """
            Seconds that a round waits for a peer, and in which 4 KiB each have to come of a chain that nobody waits \
            for; 1 to 3600.
            """)
    var peerTimeout = Limits().fetches.seconds

    @Option(help: "The longest chain that is mined or taken from a peer, in bytes.")
    var maxChainBytes = Limits().chain.chainBytes

    @Option(help: "The longest block that is mined, in bytes, 16384 to 8388608; what doesn't fit waits for the next.")
    var maxBlockBytes = Limits().chain.blockBytes

    @OptionGroup var limits: LimitsOption

    @Flag(help: "Tell peers of new blocks and transactions, and listen to theirs.")
    var gossip = false

    @Option(help: "Seconds between rounds of consensus that nobody asks for, 1 to 86400; none if not given.")
    var syncInterval: Int?

    @Flag(help: "Make peers of peers' peers; needs --gossip.")
    var discover = false

    @Flag(help: "Take only chains that begin with the same block as this node's.")
    var pinGenesis = false

    @Option(
        help: ArgumentHelp(
            "The most blocks that a longer chain may replace, 1 or more; any number if not given.", valueName: "blocks")
    )
    var maxReorg: Int?

    @Option(
        name: .customLong("checkpoint"),
        help: ArgumentHelp(
            "A block that every chain must have, as its index and hash. Repeatable; all count.",
            valueName: "height-hash"))
    var checkpoints: [String] = []

    @Flag(help: "Mine without being asked, one block after the other.")
    var mine = false

    @Option(help: MineInterval.help, transform: MineInterval.parse)
    var mineInterval: TimeSpan?

    @Flag(inversion: .prefixedNo, help: "Whether --mine forges blocks though no transaction waits.")
    var emptyBlocks = true

    @Option(
        help: """
            The directory for what the node keeps; made if it isn't there. \
            $XDG_DATA_HOME/forgechain/<port> or ~/.local/share/forgechain/<port> if not given.
            """, completion: .directory)
    var dataDir: String?

    @Flag(help: "Keep nothing: forget everything at the end.")
    var ephemeral = false

    @Option(help: "How much to log on standard error.")
    var logLevel: Logger.Level = .notice

    func validate() throws {
        let allowed = AllowedPeers(try ranges(allowPeers, of: "--allow-peers"))
        for peer in peers {
            if let refusal = allowed.refusal(of: try address(peer)) { throw ValidationError("--peer: \(refusal).") }
        }
        if let nodeID, !isName(nodeID) {
            throw ValidationError("--node-id has to be 1 to 256 printable characters, and not 0, which pays rewards.")
        }
        try checkLedger()
        guard !hosts.contains("") else {
            throw ValidationError("--host is empty; without it the node listens on every address.")
        }
        if let readOnlyPort, readOnlyPort == port, port != 0 {
            throw ValidationError("--read-only-port has to be another port than --port, which is \(port) too.")
        }
        for name in allowHost { try check(hostName: name) }
        _ = try origins()
        if let minerThreads, !(1...1024).contains(minerThreads) {
            throw ValidationError("--miner-threads is \(minerThreads), but has to be 1 to 1024.")
        }
        if let kernel, !Configuration.kernels.contains(kernel) {
            let usable = Configuration.kernels.joined(separator: ", ")
            throw ValidationError("--kernel is \(kernel), but has to be one that runs on this processor: \(usable).")
        }
        _ = try ranges(trustedProxy, of: "--trusted-proxy")
        for (name, value) in flagLimits {
            if let fault = Limit.named(name)?.fault(of: value) { throw ValidationError("--\(fault).") }
        }
        if let syncInterval, !(1...86_400).contains(syncInterval) {
            throw ValidationError("--sync-interval is \(syncInterval), but has to be 1 to 86400 seconds.")
        }
        if discover, !gossip { throw ValidationError("--discover needs --gossip.") }
        if !emptyBlocks, !mine { throw ValidationError("--no-empty-blocks needs --mine.") }
        if mineInterval != nil, !mine { throw ValidationError("--mine-interval needs --mine.") }
        if let maxReorg, maxReorg < 1 {
            throw ValidationError("--max-reorg is \(maxReorg), but has to be 1 or more blocks.")
        }
        _ = try parsedCheckpoints()
        if ephemeral, dataDir != nil {
            throw ValidationError("--ephemeral keeps nothing, so it goes without --data-dir.")
        }
        if !ephemeral { _ = try directory() }
    }

    func run() throws {
        var configuration = Configuration()
        configuration.identifier = nodeID
        configuration.dataDirectory = ephemeral ? nil : try directory()
        configuration.hosts = hosts
        configuration.port = port
        configuration.readOnlyPort = readOnlyPort
        configuration.allowedHosts = allowHost
        configuration.trustedProxies = TrustedProxies(try ranges(trustedProxy, of: "--trusted-proxy"))
        configuration.allowedOrigins = try origins()
        configuration.rules = network.rules
        if let difficulty = network.difficulty { configuration.difficulty = difficulty }
        configuration.payTo = try payTo.map(paid)
        configuration.peers = try peers.map(address)
        configuration.minerThreads = minerThreads
        configuration.kernel = kernel
        configuration.options = try options()
        let log = QueuedLog.Writer()
        defer { log.flush() }
        var logger = Logger(label: "forgechain") { _ in QueuedLog(log) }
        logger.logLevel = logLevel
        configuration.network = try joined(in: configuration.dataDirectory, logger)
        configuration.token = try tokenFile.map { try TokenFile.read($0) { logger.warning("\($0(.english))") } }
        let line = ProgressLine()
        defer { line.clear() }
        try NodeProcess.run(configuration, logger: logger, migrating: line.showMigration) { greeting in
            // Programs read the first line, so it is the same in every language.
            print("Forgechain \(greeting.identifier) listens on \(greeting.reach.url)")
            print(greeting.reach.statement.text(.ofUser))
            fflush(nil)
            Banner(greeting).show()
        }
    }

    /// What belongs to the rules of a ledger, and to no others.
    private func checkLedger() throws {
        guard network.rules == Configuration.ledgerName else {
            if payTo != nil { throw ValidationError("--pay-to needs --rules ledger; other nodes have --node-id.") }
            return
        }
        if nodeID != nil {
            throw ValidationError("--node-id is not for a ledger, which pays an address: give it with --pay-to.")
        }
        _ = try payTo.map(paid)
    }

    /// The limits that are flags.
    private var flagLimits: [(name: String, value: Int)] {
        [
            ("idle-seconds", idleSeconds), ("peer-timeout", peerTimeout), ("max-chain-bytes", maxChainBytes),
            ("max-block-bytes", maxBlockBytes),
        ]
    }

    private func options() throws -> NodeOptions {
        var options = NodeOptions()
        options.gossips = gossip
        options.syncIntervalSeconds = syncInterval
        options.discovers = discover
        options.pinsGenesis = pinGenesis
        options.limits = try limits.limits()
        for (name, value) in flagLimits { Limit.named(name)?.set(value, in: &options.limits) }
        options.allowedPeers = AllowedPeers(try ranges(allowPeers, of: "--allow-peers"))
        options.finality.maximumReorg = maxReorg
        options.finality.checkpoints = try parsedCheckpoints()
        options.mines = mine
        options.mineIntervalSeconds = mineInterval?.seconds
        options.minesEmptyBlocks = emptyBlocks
        return options
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
