internal import Chain
internal import Dispatch
internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import HTTP
@testable import Node

/// Keeps the summary reader busy until it is released.
private final class Hold: Sendable {
    let released = DispatchSemaphore(value: 0)
    let isHeld = Atomic(false)
}

extension SummaryReader {
    fileprivate func wait(for hold: Hold) {
        hold.isHeld.store(true, ordering: .releasing)
        hold.released.wait()
    }
}

/// What a client of /events has received.
private final class Listener: Sendable {
    private let stream: ResponseStream
    private let heard = Mutex("")

    init(_ node: Node) async throws {
        stream = try #require(await node.watch())
    }

    /// The names of the events so far, without those about peers and searches, which have no fixed order.
    var names: [Substring] {
        heard.withLock { heard in
            stream.flush()
            while stream.hasWaiting { heard += String(decoding: stream.takeWaiting(), as: UTF8.self) }
            return heard.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { $0.dropFirst(7) }
                .filter { $0 != "peer" && $0 != "mining" }
        }
    }
}

@Suite("Telling blocks", .serialized, .timeLimit(.minutes(5)))
struct BlockEventTests {
    /// Runs `body` while no block can be read away from the loop.
    private func withReaderHeld(_ body: () async throws -> Void) async throws {
        let hold = Hold()
        let holding = Task { await SummaryReader.forEvents.wait(for: hold) }
        try await eventually { hold.isHeld.load(ordering: .acquiring) }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        hold.released.signal()
        await holding.value
        try result.get()
    }

    /// A scene whose peer has blocks with a payment to a name of this length.
    private func scene(on loop: EventLoop, blocks: Int, nameLength: Int) async throws -> GossipScene {
        let scene = try GossipScene(on: loop)
        await scene.start()
        var longer = Blockchain(rules: .easy)
        let name = String(repeating: "x", count: nameLength)
        for number in 0..<blocks { try longer.mine([.payment(number, to: name)]) }
        scene.network.set(try .peer(0)) { [longer] in .success(longer) }
        return scene
    }

    @Test func `short ones are told at once, and read on the loop`() async throws {
        try await withLoop { loop in
            let scene = try await scene(on: loop, blocks: 3, nameLength: 10)
            let listener = try await Listener(scene.node)
            try await withReaderHeld {
                #expect(await scene.node.resolving().value?.wasReplaced == true)
                try await eventually { listener.names == ["status", "block", "block", "block"] }
            }
        }
    }

    @Test func `long ones are read elsewhere, and what happens meanwhile is told after them`() async throws {
        try await withLoop { loop in
            let scene = try await scene(on: loop, blocks: 2, nameLength: 100_000)
            let listener = try await Listener(scene.node)
            try await withReaderHeld {
                #expect(await scene.node.resolving().value?.wasReplaced == true)
                // The loop is free, and the node goes on.
                let block = try await scene.node.accepting(5).value.get()
                #expect(block == 4)
                let forged = try await scene.node.mining().value.get()
                #expect(forged.block.index == 4)
                #expect(listener.names == ["status"])
            }
            let told: [Substring] = ["status", "block", "block", "transaction", "block"]
            try await eventually { listener.names == told }
        }
    }

    @Test func `a watcher that comes meanwhile is told what it is told from then on`() async throws {
        try await withLoop { loop in
            let scene = try await scene(on: loop, blocks: 1, nameLength: 100_000)
            let first = try await Listener(scene.node)
            let second = Mutex<Listener?>(nil)
            try await withReaderHeld {
                #expect(await scene.node.resolving().value?.wasReplaced == true)
                let listener = try await Listener(scene.node)
                second.withLock { $0 = listener }
            }
            try await eventually { first.names == ["status", "block"] }
            let block = try await scene.node.accepting(5).value.get()
            #expect(block == 3)
            try await eventually { first.names == ["status", "block", "transaction"] }
            // Its status tells of the block.
            #expect(second.withLock { $0?.names } == ["status", "transaction"])
        }
    }
}
