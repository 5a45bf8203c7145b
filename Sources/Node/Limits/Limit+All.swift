internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records

// The table from which the file's names, the metrics and docs/LIMITS.md come. A new limit is one line here, besides
// the property in `Limits` that it names.
extension Limit {
    /// Every limit that can be set.
    public static let all = bodies + server + waiting + chain + peers

    private static let bodies = [
        Limit(
            "payment-bytes", .bytes, 256...4 << 20, \.bodies.paymentBytes,
            "The body of POST /transactions/new, and a payment's text in a block: names of some thousand characters."),
        Limit(
            "registration-bytes", .bytes, 1 << 10...8 << 20, \.bodies.registrationBytes,
            "The body of POST /nodes/register: 128 of the longest addresses have 40 KiB."),
        Limit(
            "gossip-bytes", .bytes, 128 << 10...8 << 20, \.bodies.gossipBytes,
            "The body of POST /gossip: twice what nodes send."),
        Limit(
            "explanation-bytes", .bytes, 4 << 10...16 << 20, \.bodies.explanationBytes,
            "The body of POST /blocks/explain: a block of the longest that is mined."),
        Limit(
            "work-bytes", .bytes, 1 << 10...64 << 10, \.bodies.workBytes,
            "The body of POST /work: a proof, and the name of who is paid."),
        Limit(
            "body-bytes", .bytes, 0...16 << 20, \.server.bodyBytes,
            "The body of any other request; none needs one."),
    ]

    private static let server = [
        Limit(
            "connections", .pieces, 8...65_000, \.server.connections,
            "Connections at once, or fewer by the limit on descriptors. One more takes the place of one that waits, or "
                + "is slow, of the client that has most.",
            use: { $0.ports.requests.connectionCount }),
        Limit(
            "held-bytes", .bytes, 4 << 20...16 << 30, \.server.heldBytes,
            "What all connections hold, in the process and in the kernel: requests that come, and answers that nobody "
                + "takes. Above it those that hold most, of the client that holds most, end.",
            use: { $0.ports.requests.heldBytes }),
        Limit(
            "head-bytes", .bytes, 1 << 10...1 << 20, \.server.headBytes,
            "The head of a request. Real ones stay below 2 KiB."),
        Limit(
            "line-bytes", .bytes, 256...1 << 20, \.server.lineBytes,
            "The first line of a request: the longest that means something here has 12 KiB."),
        Limit(
            "fields", .pieces, 8...10_000, \.server.fields,
            "Fields in a head. Browsers send some twenty."),
        Limit(
            "request-seconds", .seconds, 1...3600, \.server.requestSeconds,
            "In which a whole request has to come, from its first byte on."),
        Limit(
            "idle-seconds", .seconds, 1...3600, \.server.idleSeconds, by: .flag,
            "For which a connection stays open without a request: more than the 60 of most proxies."),
        Limit(
            "pace-seconds", .seconds, 1...3600, \.server.paceSeconds,
            "Over which a client's pace is measured while it takes its answer."),
        Limit(
            "slowest-reader-bytes-per-second", .bytesPerSecond, 0...1 << 30, \.server.slowestReaderBytesPerSecond,
            "The slowest pace at which an answer may be taken: a modem's."),
        Limit(
            "answer-seconds", .seconds, 1...86_400, \.server.answerSeconds,
            "In which one answer has to be taken, however long it is."),
        Limit(
            "read-ahead-bytes", .bytes, 16 << 10...16 << 20, \.server.readAheadBytes,
            "How far a connection is read beyond the request that is being answered."),
        Limit(
            "read-ahead-seconds", .seconds, 1...3600, \.server.readAheadSeconds,
            "After which a client that has sent more than read-ahead-bytes has the rest thrown away: its leaving could "
                + "not be seen otherwise."),
        Limit(
            "linger-seconds", .seconds, 1...600, \.server.lingerSeconds,
            "For which a refused client may go on sending, so that it can read why."),
        Limit(
            "linger-bytes", .bytes, 0...1 << 30, \.server.lingerBytes,
            "Which a refused client may send meanwhile."),
        Limit(
            "lingering-sockets", .pieces, 0...65_000, \.server.lingeringSockets,
            "Refused clients that are waited for, or fewer by the limit on descriptors; any more are cut off."),
        Limit(
            "socket-bytes", .bytes, 4 << 10...16 << 20, \.server.socketBytes,
            "Of an answer that the kernel keeps for a client; its own limit is 4 MiB. Linux doubles it."),
        Limit(
            "grown-socket-bytes", .bytes, 0...16 << 30, \.server.grownSocketBytes,
            "Which the kernel may keep of long answers without that limit, which are faster: of as many at once as its "
                + "own goes into this, and into a third of held-bytes."),
        Limit(
            "arrival-bytes", .bytes, 4 << 10...16 << 20, \.server.arrivalBytes,
            "Of a request that the kernel keeps for the node. Linux doubles it."),
        Limit(
            "left-bytes", .bytes, 0...16 << 20, \.server.leftBytes,
            "Which a client may leave in the kernel when its connection is closed: nothing counts them any more."),
        Limit(
            "backlog", .pieces, 1...65_535, \.server.backlog,
            "Connections that may wait in the kernel to be accepted."),
        Limit(
            "slice-bytes", .bytes, 4 << 10...64 << 20, \.server.sliceBytes,
            "Of an answer that libevent gets at once; it gets the next when the socket has taken them."),
        Limit(
            "small-slice-bytes", .bytes, 4 << 10...64 << 20, \.server.smallSliceBytes,
            "Of one of many long answers, whose readers may all be slow."),
        Limit(
            "write-bytes", .bytes, 4 << 10...64 << 20, \.server.writeBytes,
            "Of a single write. With libevent's own 16 KiB a long answer has a third of its speed."),
        Limit(
            "long-answers", .pieces, 1...65_000, \.server.longAnswers,
            "Under way at once, before each is sent in small slices and writes, so that everybody's turn comes soon."),
        Limit(
            "small-write-bytes", .bytes, 1 << 10...64 << 20, \.server.smallWriteBytes,
            "Of a write of one of many long answers."),
    ]

    private static let waiting = [
        Limit(
            "waiting-to-mine", .pieces, 1...65_000, \.waiting.miners,
            "Requests that wait for their turn to mine. One more takes the place of one of the client that has most.",
            use: { $0.mining.turns.waitingCount }),
        Limit(
            "work-blocks", .pieces, 1...10_000, \.work.blocks,
            "Of a ledger that miners outside the node search for, by address. For one more, the oldest of the client "
                + "that has most goes.",
            use: { $0.workDesk.count }),
        Limit(
            "work-choices", .pieces, 1...1_000, \.work.choices,
            "Of payments that those have, new ones every \(Int(Node.draftSeconds)) seconds at most: each may keep a "
                + "block of payments that don't wait any more."),
        Limit(
            "work-seconds", .seconds, 10...86_400, \.work.seconds,
            "After which such work is asked for anew, so that its timestamp is near the time when it is found."),
        Limit(
            "waiting-to-resolve", .pieces, 1...65_000, \.waiting.rounds,
            "Requests that wait for at most two rounds of consensus, in the same way.",
            use: { $0.sync.waitingCount }),
        Limit(
            "waiting-changes", .pieces, 1...1_000_000, \.waiting.changes,
            "Payments and registrations that wait for the disk: a few batches.",
            use: { $0.journal.waitingCount }),
        Limit(
            "waiting-gossip-bytes", .bytes, 1 << 20...4 << 30, \.waiting.changeBytes,
            "Of other nodes' payments that wait for the disk: several messages of each of many peers.",
            use: { $0.journal.heldBytes }),
        Limit(
            "long-body-bytes", .bytes, 0...16 << 20, \.longBodies.longBytes,
            "Above which a body is read away from the loop: the worst JSON of so many takes two milliseconds."),
        Limit(
            "long-bodies", .pieces, 1...64, \.longBodies.atOnce,
            "Which are read at once. Each takes up to 20 times its length in memory meanwhile."),
        Limit(
            "waiting-long-bodies", .pieces, 0...10_000, \.longBodies.waiting,
            "Which wait for that, each client's in turn.",
            use: { $0.reading.longBodies.free.waitingCount }),
        Limit(
            "waiting-questions", .pieces, 1...10_000, \.waiting.questions,
            "Requests that wait for what is on disk, such as histories; two are read at a time.",
            use: { $0.reading.questionCount }),
        Limit(
            "listed-accounts", .pieces, 1...1_000_000, \.lists.accounts,
            "Of a ledger, in GET /accounts, richest first: one pass over all accounts picks them when the chain has "
                + "changed."),
        Limit(
            "event-clients", .pieces, 1...10_000, \.events.clients,
            "Clients of GET /events: each event is sent to all. One more takes the place of one of who has most.",
            use: { $0.events.count }),
        Limit(
            "event-client-bytes", .bytes, 4 << 10...64 << 20, \.events.clientBytes,
            "Of events that are kept for those of them that read slowly: about a thousand events."),
        Limit(
            "postponed-events", .pieces, 1...1_000_000, \.events.postponed,
            "Which wait while the longest blocks are read for theirs."),
        Limit(
            "pending-payments", .pieces, 2...10_000_000, \.mempool.count,
            "That wait for a block: of those posted here, and as many again of those that other nodes have brought. "
                + "Nobody gets more than is then left for all others: one alone half.",
            use: { $0.mempool.fullest.count }),
        Limit(
            "pending-bytes", .bytes, 512...1 << 30, \.mempool.bytes,
            "Of the same, also for each of both: one client alone gets as much as the longest block.",
            use: { $0.mempool.fullest.bytes }),
    ]

    private static let chain = [
        Limit(
            "max-chain-bytes", .bytes, 1...(.max), \.chain.chainBytes, by: .flag,
            "The longest chain that is mined, or taken from a peer.",
            use: { $0.chain.textLength }),
        Limit(
            "max-block-bytes", .bytes, ChainLimits.blockByteRange, \.chain.blockBytes, by: .flag,
            "The longest block that is mined. What doesn't fit waits for the next."),
    ]

    private static let peers = [
        Limit(
            "peers", .pieces, 2...1_000, \.peers.count,
            "In a round of consensus each takes a connection, and memory for its chain. Nobody registers more than are "
                + "then left for all others, except the owner.",
            use: { $0.peers.all.count }),
        Limit(
            "found-peers", .pieces, 0...10_000, \.peers.found,
            "Of them that were found and not registered: enough to hold a large network together.",
            use: { $0.peers.all.count(where: \.isFound) }),
        Limit(
            "found-peers-of-network", .pieces, 1...10_000, \.peers.foundOfNetwork,
            "Of those in one network (an IPv4 /16, an IPv6 /32; of a name, that of its address): an eighth, so that "
                + "nobody has most of them who doesn't have many networks."),
        Limit(
            "stranger-contacts", .pieces, 0...10_000, \.peers.strangerContacts,
            "A minute that one address can cause by announcements that bring nothing: one for each usual heartbeat."),
        Limit(
            "stranger-ports", .pieces, 0...10_000, \.peers.strangerPorts,
            "To how many of its ports: some nodes on one machine."),
        Limit(
            "strangers", .pieces, 1...1_000_000, \.peers.strangers,
            "Addresses for which that is remembered: more than reach a node by chance in a minute."),
        Limit(
            "peer-timeout", .seconds, 1...3600, \.fetches.seconds, by: .flag,
            "In which a peer's chain has to come in a round; otherwise, in which enough of it has to come."),
        Limit(
            "slowest-peer-bytes-per-second", .bytesPerSecond, 0...1 << 30, \.fetches.leastBytesPerSecond,
            "How much is enough. A modem brings more."),
        Limit(
            "fetch-seconds", .seconds, 1...86_400, \.fetches.longestSeconds,
            "For a chain that nobody waits for, in all. The next request goes on behind what has come."),
        Limit(
            "fetches", .pieces, 1...1_000, \.fetches.atOnce,
            "Of peers' chains that begin within a second: one is enough, unless its peer is slow or lies.",
            use: { $0.sync.fetches.count { $0.standing != nil } }),
        Limit(
            "stranger-fetches", .pieces, 0...1_000, \.fetches.ofStrangers,
            "Under way from nodes that aren't peers.",
            use: { $0.sync.fetches.count { $0.standing == nil } }),
        Limit(
            "peer-head-bytes", .bytes, 1 << 10...1 << 20, \.client.headBytes,
            "The head of a peer's answer, with all interim ones."),
        Limit(
            "peer-refusal-bytes", .bytes, 0...1 << 20, \.client.refusalBytes,
            "The body of an answer that isn't a success: a sentence."),
        Limit(
            "peer-unread-bytes", .bytes, 16 << 10...64 << 20, \.fetches.unreadBytes,
            "Of each peer's answer that wait while as many are being handed over, besides those below."),
        Limit(
            "unfinished-bytes", .bytes, 32 << 20...16 << 30, \.fetches.unfinishedBytes,
            "Of all peers' answers that are no whole blocks yet: two blocks of the longest, and some parts.",
            use: { $0.ports.network.unfinishedBytes }),
        Limit(
            "unfinished-peer-bytes", .bytes, 4 << 10...16 << 20, \.fetches.ownBytes,
            "Which each of them may have however much the others have: what nearly every answer comes to."),
    ]
}

extension FixedLimit {
    /// Every limit that nobody can set.
    public static let all = [
        FixedLimit(
            "relayed payment", .bytes, Relay.maximumTransactionBytes,
            "What every node takes. A longer one waits for a block where it was posted."),
        FixedLimit(
            "announced payments", .pieces, GossipMessage.maximumTransactions,
            "In one announcement, which are \(GossipMessage.maximumBytes) bytes at most: a few milliseconds' work."),
        FixedLimit("named peers", .pieces, GossipAnswer.maximumPeers, "In the answer to an announcement."),
        FixedLimit(
            "block of others", .bytes, ChainReader.maximumBlockBytes,
            "The longest that is taken: to parse it takes up to 320 MiB."),
        FixedLimit(
            "entries of a page", .pieces, Page.maximumLimit,
            "Which have \(Page.maximumBytes) bytes at most, or are one: a bounded answer."),
        FixedLimit(
            "blocks of a request", .pieces, Routes.maximumCount, "To mine: a minute's work on a slow machine."),
        FixedLimit("depth of JSON", .pieces, JSONDocument.maximumDepth, "Python's parser takes as much."),
        FixedLimit(
            "digits of an integer", .pieces, JSONDocument.maximumIntegerDigits, "Python's parser takes as many."),
        FixedLimit(
            "address with a history", .bytes, History.maximumAddressBytes, "Longer ones are in blocks all the same."),
        FixedLimit(
            "log lines that wait", .pieces, LogLimits.waitingLines,
            "For a disk or a pipe that is slow. More are dropped, and their number is logged."),
        FixedLimit(
            "log lines of a kind at once", .pieces, LogLimits.burst,
            "Which \(LogLimits.kinds) kinds may have each. More are counted, and summed up every ten seconds."),
        FixedLimit(
            "log lines of a kind a second", .pieces, LogLimits.linesPerSecond, "After those: about 20 MB a day."),
    ]
}
