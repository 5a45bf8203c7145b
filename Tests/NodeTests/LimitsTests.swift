internal import Chain
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

@Suite("A node's limits")
struct LimitsTests {
    /// The limits that a file gives, or the sentence about it.
    private func read(_ text: String) -> Result<Limits, LimitsFileError> {
        Result { () throws(LimitsFileError) in
            var limits = Limits()
            try limits.read(text, named: "limits")
            return limits
        }
    }

    private func values(_ text: String) throws -> [String: Int] {
        let limits = try read(text).get()
        return Dictionary(uniqueKeysWithValues: Limit.all.map { ($0.name, $0.value(in: limits)) })
    }

    private static let standard = Dictionary(uniqueKeysWithValues: Limit.all.map { ($0.name, $0.standard) })

    @Test func `are what a file says, and else their defaults`() throws {
        let text = """
            # For a node of a class.

              payment-bytes = 1 MiB\t
            peers=7
            answer-seconds =  60
            # peers = 8
            waiting-gossip-bytes = 2097152
            \tpending-bytes\t=\t1GiB
            """
        let changed = [
            "payment-bytes": 1 << 20, "peers": 7, "answer-seconds": 60, "waiting-gossip-bytes": 2 << 20,
            "pending-bytes": 1 << 30,
        ]
        #expect(try values(text) == Self.standard.merging(changed) { $1 })
        #expect(try values("") == Self.standard)
        #expect(try values("peers = 7\r\nfound-peers = 1\r\n")["found-peers"] == 1)
    }

    @Test(arguments: [
        ("peers = 7\npears = 8", #"limits, line 2: no limit is called "pears": forgechain limits names them all."#),
        ("peers", #"limits, line 1: this is neither "name = value" nor a comment, which begins with #."#),
        ("\n\npeers = many", #"limits, line 3: peers is "many", but has to be a whole number."#),
        ("peers = ", #"limits, line 1: peers is "", but has to be a whole number."#),
        ("peers = -7", #"limits, line 1: peers is "-7", but has to be a whole number."#),
        ("peers = 7 KiB", #"limits, line 1: peers is "7 KiB", but has to be a whole number."#),
        ("peers = 7 # a few", ##"limits, line 1: peers is "7 # a few", but has to be a whole number."##),
        (
            "payment-bytes = 64 kB",
            #"limits, line 1: payment-bytes is "64 kB", but has to be a whole number, or one with KiB, MiB or GiB."#
        ),
        ("peers = 0", "limits, line 1: peers is 0, but has to be 2 to 1000."),
        (
            "payment-bytes = 9 MiB",
            "limits, line 1: payment-bytes is 9437184, but has to be 256 to 4194304 bytes."
        ),
        (
            "payment-bytes = 90000000000000000000",
            "limits, line 1: payment-bytes is 9223372036854775807, but has to be 256 to 4194304 bytes."
        ),
        (
            "payment-bytes = 9000000000 GiB",
            "limits, line 1: payment-bytes is 9223372036854775807, but has to be 256 to 4194304 bytes."
        ),
        ("idle-seconds = 80", "limits, line 1: idle-seconds is a flag: give --idle-seconds instead."),
        ("peers = 7\npeers = 7", "limits, line 2: peers was given in line 1 already."),
        (
            "payment-bytes = 4096\npending-bytes = 1000",
            "limits: a payment may have 4096 bytes, and all that one client has pending half of 1000: lower "
                + "payment-bytes, or raise pending-bytes."
        ),
        (
            "gossip-bytes = 2 MiB\nwaiting-gossip-bytes = 1 MiB",
            "limits: an announcement may have 2097152 bytes, and all that wait for the disk 1048576: lower "
                + "gossip-bytes, or raise waiting-gossip-bytes."
        ),
        (
            "explanation-bytes = 16 MiB\nheld-bytes = 32 MiB",
            "limits: a body may have 16777216 bytes, and all that is held of all clients 33554432, of which one body "
                + "may be a quarter: lower what a body may have, or raise held-bytes."
        ),
    ])
    func `that are wrong are told in one sentence with the line`(text: String, sentence: String) {
        guard case .failure(let error) = read(text) else {
            Issue.record("\(text) is taken")
            return
        }
        #expect(error.description == sentence)
    }

    @Test func `are printed as a file that gives the same`() throws {
        var limits = Limits()
        // A flag's value is told, and stays with the flag.
        for limit in Limit.all where limit.way == .file {
            let other = limit.standard == limit.range.upperBound ? limit.standard - 1 : limit.standard + 1
            limit.set(other, in: &limits)
        }
        let again = try read(limits.file).get()
        for limit in Limit.all { #expect(limit.value(in: again) == limit.value(in: limits), "\(limit.name)") }
        #expect(try values(Limits().file) == Self.standard)
    }

    @Test func `are told apart, may have their defaults, and each is another value`() {
        #expect(Set(Limit.all.map(\.name)).count == Limit.all.count)
        for limit in Limit.all {
            #expect(limit.range.contains(limit.standard), "\(limit.name)")
            #expect(limit.reason.hasSuffix("."), "\(limit.name)")
            var limits = Limits()
            limit.set(limit.standard + 1, in: &limits)
            let changed = Limit.all.filter { $0.value(in: limits) != $0.standard }.map(\.name)
            #expect(changed == [limit.name])
        }
    }

    @Test func `can all be set, but for those of the client that follow from others`() {
        let parts = Mirror(reflecting: Limits()).children.filter { $0.label != "client" }
        let ofClient = ["peer-head-bytes", "peer-refusal-bytes"]
        #expect(Limit.all.count == parts.reduce(ofClient.count) { $0 + Mirror(reflecting: $1.value).children.count })
    }
}

@Suite("A node's limits and its descriptors")
struct OpenFileLimitTests {
    /// Connections and lingering sockets with a limit on descriptors.
    private func bound(by descriptors: Int, _ change: (inout Limits) -> Void = { _ in }) -> [Int] {
        var limits = Limits()
        change(&limits)
        OpenFileLimit.bound(&limits, by: descriptors)
        return [limits.server.connections, limits.server.lingeringSockets]
    }

    @Test func `leave descriptors for all that may be open besides connections`() {
        #expect(bound(by: 65_536) == [16_000, 128])
        #expect(bound(by: 16_000) == [16_000 - 128 - 2 * 128 - 2 - 64, 128])
        #expect(bound(by: 16_000) { $0.peers.count = 1_000 } == [16_000 - 128 - 2_000 - 2 - 64, 128])
        #expect(bound(by: 16_000) { $0.fetches.ofStrangers = 1_000 } == [16_000 - 128 - 256 - 1_000 - 64, 128])
        #expect(bound(by: 16_000) { $0.server.lingeringSockets = 65_000 } == [16_000 - 4_000 - 256 - 2 - 64, 4_000])
        #expect(bound(by: 4_096) { $0.server.connections = 100 } == [100, 128])
    }

    @Test func `leave half of few descriptors to connections`() {
        #expect(bound(by: 256) == [128, 64])
        #expect(bound(by: 1_024) { $0.peers.count = 1_000 } == [512, 128])
        #expect(bound(by: 1) == [1, 0])
    }
}

@Suite("What payments may come from other nodes", .timeLimit(.minutes(5)))
struct PaymentLimitTests {
    @Test func `one longer than may be posted is passed over, and those behind it are kept`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.limits.bodies.paymentBytes = 1_000 }
            let long = String(repeating: "x", count: 1_000)
            let told = try [Transaction.identified(1), .identified(2, to: long), .identified(3)]
            #expect(await scene.node.newTransactions(told) == AcceptGossip.Outcome(kept: 3, new: 2))
            #expect(await scene.node.mempool.pending.compactMap(\.transaction.amount) == [1, 3])
        }
    }
}
