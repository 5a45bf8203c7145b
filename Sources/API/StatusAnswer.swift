public import Chain

/// What a node tells people about itself, at `GET /status`. Members that an older node leaves out are nil.
public struct StatusAnswer: Sendable {
    /// How many blocks its chain has.
    public let length: Int
    /// The hash of the newest one.
    public let tip: String
    /// The hash of the first one.
    public let genesis: String?
    /// The name of its set of rules.
    public let rules: String?
    /// How many leading hex zeros its proofs need.
    public let difficulty: Int?
    /// The name under which it is paid for blocks.
    public let identifier: String?
    /// Identifies the running node.
    public let instance: String?
    /// The version of its program.
    public let version: String?
    /// The port it listens on.
    public let port: Int?
    /// Whether it gossips.
    public let gossips: Bool?
    /// How many transactions wait for a block.
    public let pending: Int?
    /// How many peers it has.
    public let peers: Int?
    /// How long it has run, in seconds.
    public let uptimeSeconds: Int?
    /// The name of the code with which it searches, such as `sha-ni`.
    public let kernel: String?
    /// How many seconds it waits after a block before it mines the next by itself; nil if it doesn't.
    public let mineIntervalSeconds: Double?
    /// The search for a proof that is in progress, if any.
    public let search: SearchInfo?
    /// The work in its chain, in 64 hex digits, if it keeps a ledger.
    public let work: String?
    /// The target of the next block, likewise.
    public let target: String?

    /// Makes one from what other nodes are told, and more.
    public init(
        _ status: NodeStatus, identifier: String, pending: Int, peers: Int, uptimeSeconds: Int, kernel: String,
        mineIntervalSeconds: Double? = nil, search: SearchInfo?, target: UInt256? = nil
    ) {
        length = status.length
        tip = status.tip.description
        genesis = status.genesis.description
        rules = status.rules
        difficulty = status.difficulty
        self.identifier = identifier
        instance = status.instance
        version = status.version
        port = Int(status.port)
        gossips = status.gossips
        self.pending = pending
        self.peers = peers
        self.uptimeSeconds = uptimeSeconds
        self.kernel = kernel
        self.mineIntervalSeconds = mineIntervalSeconds
        self.search = search
        work = status.work?.hexText
        self.target = target?.hexText
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let length = value["length"]?.integer, let tip = value["tip"]?.string else { return nil }
        self.length = length
        self.tip = tip
        genesis = value["genesis"]?.string
        rules = value["rules"]?.string
        difficulty = value["difficulty"]?.integer
        identifier = value["identifier"]?.string
        instance = value["instance"]?.string
        version = value["version"]?.string
        port = value["port"]?.integer
        gossips = value["gossip"]?.boolean
        pending = value["pending"]?.integer
        peers = value["peers"]?.integer
        uptimeSeconds = value["uptime"]?.integer
        kernel = value["kernel"]?.string
        mineIntervalSeconds = value["mine_interval"]?.number
        search = value["mining"].flatMap(SearchInfo.init)
        work = value["work"]?.string
        target = value["target"]?.string
    }

    /// As an object. Only a ledger has a target and work, and only who mines at an interval says so.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("difficulty", .integer(difficulty)), ("genesis", .string(genesis)), ("gossip", .boolean(gossips)),
            ("identifier", .string(identifier)), ("instance", .string(instance)), ("kernel", .string(kernel)),
            ("length", .integer(length)), ("mining", search?.text ?? .null), ("peers", .integer(peers)),
            ("pending", .integer(pending)), ("port", .integer(port)), ("rules", .string(rules)), ("tip", .string(tip)),
            ("uptime", .integer(uptimeSeconds)), ("version", .string(version)),
        ]
        let ledgers = [("target", target), ("work", work)].compactMap { key, value in
            value.map { (key: key, value: CanonicalText.string($0)) }
        }
        let pace = mineIntervalSeconds.map { (key: "mine_interval", value: CanonicalText.double($0)) }
        return .object(members + ledgers + [pace].compactMap(\.self))
    }
}

/// How far a search for a proof has got.
public struct SearchInfo: Sendable {
    /// What a search is doing.
    public enum State: String, Sendable {
        case searching, found
        case givenUp = "given up"
    }

    /// The index of the block being searched for.
    public let height: Int
    /// How many guesses have been made.
    public let guesses: UInt64
    /// How many guesses a search takes on average.
    public let expected: UInt128
    /// Guesses per second; 0 while that would be meaningless.
    public let rate: UInt64
    /// How long it has taken so far.
    public let seconds: Double
    /// What it is doing; nil if the word is unknown.
    public let state: State?

    /// Makes one for a search after this many seconds.
    public init(height: Int, guesses: UInt64, expected: UInt128, seconds: Double, state: State) {
        self.height = height
        self.guesses = guesses
        self.expected = expected
        rate = seconds > 0 ? UInt64(min(Double(guesses) / seconds, 1e18)) : 0
        self.seconds = seconds
        self.state = state
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let height = value["height"]?.integer, let guesses = value["guesses"]?.unsignedInteger,
            let expected = value["expected"].flatMap({ UInt128($0.canonicalText.description) }), expected > 0
        else { return nil }
        self.height = height
        self.guesses = guesses
        self.expected = expected
        rate = value["rate"]?.number.flatMap { UInt64(exactly: $0.rounded()) } ?? 0
        seconds = value["seconds"]?.number ?? 0
        state = value["state"]?.string.flatMap(State.init)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "expected": .integer(expected), "guesses": .integer(guesses), "height": .integer(height),
            "rate": .integer(rate), "seconds": .double(seconds), "state": .string(state?.rawValue),
        ])
    }
}
