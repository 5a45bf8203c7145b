internal import Chain
internal import EventLoop
internal import HTTP
internal import Logging
internal import Records
@testable import Service
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node

@Suite("A service with a data directory", .timeLimit(.minutes(5)))
struct NodeServiceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs a service until `body` returns.
    private func run<Value: Sendable>(
        identifier: String? = nil, peers: [PeerAddress] = [], logger: Logger? = nil, difficulty: Int = 1,
        body: (NodeService) async throws -> Value
    ) async throws -> Value {
        var configuration = Configuration()
        configuration.difficulty = difficulty
        configuration.identifier = identifier
        configuration.peers = peers
        configuration.dataDirectory = folder.path
        configuration.minerThreads = 1
        let logger = logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await withLoop { loop in
            let service = try NodeService(configuration, on: loop, logger: logger)
            defer { service.close() }
            return try await body(service)
        }
    }

    @Test func `has a name of its own, and keeps it`() async throws {
        let first = try await run { $0.node.identifier }
        #expect(first.count == 32)
        #expect(first.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        for _ in 0..<3 { #expect(try await run { $0.node.identifier } == first) }
        #expect(try await NodeServiceTests().run { $0.node.identifier } != first)
    }

    @Test func `has the name it is given, and keeps that`() async throws {
        let random = try await run { $0.node.identifier }
        #expect(random != "alice")
        #expect(try await run(identifier: "alice") { $0.node.identifier } == "alice")
        #expect(try await run { $0.node.identifier } == "alice")
        #expect(try await run(identifier: "bob") { $0.node.identifier } == "bob")
        #expect(try await run(identifier: "bob") { $0.node.identifier } == "bob")
        #expect(try await run { $0.node.identifier } == "bob")
    }

    @Test func `goes on with its chain, what is pending and its peers`() async throws {
        let before = try await run(identifier: "miner") { service in
            _ = try await service.node.newTransaction(.payment(1))
            let forged = try await service.node.mine()
            #expect(forged.transactions.last == .reward(to: "miner"))
            _ = try await service.node.newTransaction(.payment(2))
            try await service.node.registerNodes([.peer(2), .peer(1)])
            return await service.node.served
        }
        #expect(before.amounts == [[], [1]])
        #expect(before.pendingAmounts == [2])
        try await run { service in
            #expect(await service.node.served == before)
            let announced = try await service.node.newTransaction(.payment(3))
            #expect(announced == 3)
            #expect(try await service.node.mine().transactions.count == 3)
        }
        #expect(try await run { await $0.node.served.amounts } == [[], [1], [2, 3]])
    }

    // MARK: - Peers

    @Test func `has the peers it is given, and then those registered earlier`() async throws {
        try await run { try await $0.node.registerNodes([.peer(1), .peer(2), .peer(3)]) }
        let peers = try await run(peers: [.peer(9), .peer(2)]) { await $0.node.served.peers }
        #expect(peers == (try [9, 2, 1, 3].map { try PeerAddress.peer($0).description }))
        // The peers it was given are only for that start.
        #expect(try await run { await $0.node.served.peers } == (1...3).map { try PeerAddress.peer($0).description })
    }

    @Test func `leaves out peers for which those it is given leave no room, and says so`() async throws {
        let kept = try (0..<PeerList.maximumCount).map { try PeerAddress.peer($0) }
        try await run { try await $0.node.registerNodes(kept) }
        let log = RecordedLog()
        let peers = try await run(peers: [.peer(500), .peer(501)], logger: log.logger) { await $0.node.served.peers }
        #expect(peers.count == PeerList.maximumCount)
        #expect(peers.suffix(126) == kept.prefix(126).map(\.description)[...])
        #expect(log.lines.count == 2)
        #expect(log.lines.allSatisfy { $0.hasPrefix("warning: peer left out") })
        // That doesn't make it forget them.
        #expect(try await run { await $0.node.served.peers } == kept.map(\.description))
    }

    @Test func `is not made with more peers than there may be`() async throws {
        let many = try (0...PeerList.maximumCount).map { try PeerAddress.peer($0) }
        await #expect(throws: NodeServiceError.peers(.full)) { try await run(peers: many) { _ in } }
    }

    // MARK: - Refusals

    @Test func `has the directory for itself`() async throws {
        try await run { service in
            let error = await #expect(throws: NodeServiceError.self) { try await run { _ in } }
            guard case .notOpened(.inUse) = error else { return #expect(error == nil, "it is in use") }
            _ = try await service.node.newTransaction(.payment(1))
        }
        #expect(try await run { await $0.node.pendingAmounts } == [1])
    }

    @Test func `refuses a directory of another difficulty`() async throws {
        try await run { _ in }
        let error = await #expect(throws: NodeServiceError.self) { try await run(difficulty: 2) { _ in } }
        guard case .notOpened(.otherNetwork(.difficulty, "1", "2", _)) = error else {
            return #expect(error == nil, "its difficulty is another")
        }
    }

    @Test func `without a directory forgets`() async throws {
        var configuration = Configuration()
        configuration.difficulty = 1
        configuration.minerThreads = 1
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var identifiers: Set<String> = []
        for _ in 0..<2 {
            try await withLoop { loop in
                let service = try NodeService(configuration, on: loop, logger: logger)
                defer { service.close() }
                identifiers.insert(service.node.identifier)
                #expect(try await service.node.newTransaction(.payment(1)) == 2)
                _ = try await service.node.mine()
            }
        }
        #expect(identifiers.count == 2)
    }
}
