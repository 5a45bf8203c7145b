internal import ArgumentParser
internal import Classroom
internal import Demo
internal import Glibc
internal import HTTP
internal import Logging
internal import Node
internal import QRCode
internal import Service
internal import Terminal
internal import Wording

/// Runs several nodes for a class.
struct RunClassroom: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classroom",
        abstract: "Run named nodes for a class behind one address, with a page that shows them beside each other.",
        discussion: """
            \(Examples.classroom)

            alice is at /alice/, with the page and the API of any node, and so are the others; / shows all of them, \
            and /?present in large type. Each node also has a port of its own, the page's and one more, two more, and \
            so on, by which others have it as a peer. Everybody may mine and send. To cut a connection between nodes, \
            or to begin anew, takes this machine, or the teacher's address that is printed at the start. Nothing is \
            kept without --data-dir.
            """)

    @Option(help: "How many nodes, 2 to 8: alice, bob, carol, dave, erin, frank, grace and heidi.")
    var nodes = 3

    @Option(help: "For how many pupils there has to be room, 1 to 1000: each may watch and mine in two tabs at once.")
    var students = 30

    @Option(name: [.short, .long], help: "The page's port, which the nodes' follow; 0 lets the system pick all.")
    var port: UInt16 = 5000

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            "An address to listen on; all addresses of this machine if not given. Repeatable.", valueName: "host"),
        completion: .list(["127.0.0.1", "0.0.0.0"]))
    var hosts: [String] = []

    @OptionGroup var network: Network

    @Flag(
        inversion: .prefixedNo,
        help: "Whether joined nodes tell each other what is new; otherwise somebody has to ask them to resolve.")
    var gossip = true

    @Option(
        help: ArgumentHelp(
            """
            Let all nodes mine by themselves, and wait so long after each block, whoever has mined it: a pace that \
            people can follow, such as 10s; 100ms to 1h.
            """, valueName: "time"), transform: MineInterval.parse)
    var mineInterval: TimeSpan?

    @Option(help: "A directory in which the nodes keep their chains, each in one of its own.", completion: .directory)
    var dataDir: String?

    @Option(help: "en, es or zh; by LC_ALL, LC_MESSAGES or LANG if not given.")
    var language: Language?

    @Option(help: "How much to log on standard error.")
    var logLevel: Logger.Level = .warning

    func validate() throws {
        guard ClassroomPlan.nodeCounts.contains(nodes) else {
            throw ValidationError("--nodes is \(nodes), but has to be 2 to 8.")
        }
        guard ClassroomPlan.studentCounts.contains(students) else {
            throw ValidationError("--students is \(students), but has to be 1 to 1000.")
        }
        guard port == 0 || Int(port) + nodes <= Int(UInt16.max) else {
            throw ValidationError("--port is \(port), which leaves no ports behind it for \(nodes) nodes.")
        }
        guard !hosts.contains("") else {
            throw ValidationError("--host is empty; without it all addresses are listened on.")
        }
        if let dataDir, dataDir.isEmpty { throw ValidationError("--data-dir is empty.") }
    }

    func run() throws {
        var configuration = Configuration()
        configuration.hosts = hosts
        configuration.port = port
        configuration.rules = network.rules
        if let difficulty = network.difficulty { configuration.difficulty = difficulty }
        configuration.network = try network.source()?.network()
        configuration.options.gossips = gossip
        configuration.options.mines = mineInterval != nil
        configuration.options.mineIntervalSeconds = mineInterval?.seconds
        var plan = ClassroomPlan(nodes: nodes, students: students, common: configuration)
        plan.dataDirectory = dataDir
        let secret = Configuration.randomIdentifier()
        let log = QueuedLog.Writer()
        defer { log.flush() }
        var logger = Logger(label: "forgechain") { _ in QueuedLog(log) }
        logger.logLevel = logLevel
        let poster = ClassroomPoster(
            language: language ?? .preferred, secret: secret, keeps: dataDir != nil)
        try ClassroomProcess.run(plan, token: try BearerToken(secret), logger: logger) { poster.print($0) }
    }
}
