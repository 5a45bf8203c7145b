internal import HTTP
internal import Node
public import Service

/// What a class is to have.
public struct ClassroomPlan: Sendable {
    /// The nodes' names, in order.
    public let names: [String]

    /// For how many pupils there has to be room.
    public let students: Int

    /// What all nodes have in common. Its hosts and its port are those of the page; the nodes' own ports follow.
    public var common: Configuration

    /// Where the nodes keep things, each in a directory with its name; nil for nowhere.
    public var dataDirectory: String?

    /// How many nodes there may be: as many as fit beside each other.
    public static let nodeCounts = 2...allNames.count

    /// For how many pupils it may be planned: one machine serves more, but no hall holds them.
    public static let studentCounts = 1...1000

    /// In the order in which they are given out; they are addresses too.
    static let allNames = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"]

    /// How many streams of events, and requests to mine, a pupil may have at a node at once: two tabs.
    private static let tabs = 2

    /// A plan for so many nodes and pupils; both have to be possible. A limit that is too low for them is raised.
    public init(nodes: Int, students: Int, common: Configuration) {
        precondition(Self.nodeCounts.contains(nodes) && Self.studentCounts.contains(students), "there is room for all")
        names = Array(Self.allNames.prefix(nodes))
        self.students = students
        self.common = common
        let wanted = Self.tabs * students
        self.common.options.limits.events.clients = max(common.options.limits.events.clients, wanted)
        self.common.options.limits.waiting.miners = max(common.options.limits.waiting.miners, wanted)
        // Nobody searches faster than the others, and what people ask for gets its turn.
        self.common.minerThreads = common.minerThreads ?? 1
    }

    /// What the node with this place has.
    func configuration(of place: Int) -> Configuration {
        var configuration = common
        if !common.isLedger { configuration.identifier = names[place] }
        configuration.dataDirectory = dataDirectory.map { "\($0)/\(names[place])" }
        return configuration
    }

    /// The port of a node; 0 lets the system pick.
    func port(of place: Int) -> UInt16 { common.port == 0 ? 0 : common.port + UInt16(place + 1) }

    /// Where the nodes find each other: on the host that the page is on, or on loopback if that is all of them.
    var peerHost: String {
        let hosts = common.listeningHosts
        return hosts.isEverywhere ? "127.0.0.1" : hosts.first
    }

    /// The addresses at which a class finds the page, the likeliest first.
    func addresses(port: UInt16) -> [String] {
        let hosts = common.listeningHosts.isEverywhere ? MachineAddress.all.map(\.host) : common.hosts
        let shown = hosts.isEmpty ? ["127.0.0.1"] : hosts
        return shown.map { "http://\(Origin.text(host: $0, port: port))/" }
    }
}
